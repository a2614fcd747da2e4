/** `alpha-cl compare`: runs side by side, as a table and as curves. */
import { Command, Option } from 'commander';
import { TEST_CHOICES, type TestChoice } from '../../results/runs/test-choices.js';
import { withHelp, type HelpPage } from './command-help.js';

export interface CompareFlags {
  readonly test?: TestChoice;
  readonly out?: string;
  readonly json?: true;
}

export function compareCommand(): Command {
  return withHelp(
    new Command('compare')
      .argument('<runs...>', 'folders of runs, or folders with runs below them')
      .addOption(
        new Option('--test <images>', 'evaluations on these images (default: those that most runs have)').choices(
          TEST_CHOICES,
        ),
      )
      .option(
        '--out <dir>',
        'folder for training curves and α through training: Vega-Lite specification, SVG and PNG each',
      )
      .option('--json', 'print the comparison as one JSON object on standard output')
      .action(async (runs: string[], flags: CompareFlags) => (await import('./compare.js')).compare(runs, flags)),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'Runs that differ in nothing but the seed are one line: mean ± standard deviation of the sample. The loss is the mean of ' +
      'the last epoch; accuracies are those that alpha-cl eval has kept, of the last checkpoint that was evaluated. Every other configuration is compared with the first: ' +
      'the difference of accuracies over shared seeds, with a paired interval of 95 % confidence. What makes ' +
      'metrics incomparable, such as other images or another engine, is told on standard error.',
  ],
  examples: [
    'alpha-cl compare runs/infonce-* runs/direct-*',
    'alpha-cl compare runs',
    'alpha-cl compare runs/infonce-1 runs/direct-1 --out curves',
    'alpha-cl compare runs/* --test held-out --json',
  ],
  exitCodes: { 0: 'compared', 2: 'bad usage or input' },
};
