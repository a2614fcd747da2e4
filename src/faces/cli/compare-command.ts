/** `alpha-cl compare`: runs side by side, as a table and as curves. */
import path from 'node:path';
import { Command, Option } from 'commander';
import { requireOutputFolder } from './output-folder.js';
import { withHelp, type HelpPage } from './command-help.js';
import type { Figure } from '../../claims/figure.js';
import { compareRuns } from '../../results/runs/compare-runs.js';
import { TEST_CHOICES, type TestChoice } from '../../results/runs/evaluated-images.js';
import { comparisonFigures } from '../figures/comparison-figures.js';
import { compareTable } from './compare-table.js';

interface CompareFlags {
  readonly test?: TestChoice;
  readonly out?: string;
  readonly json?: true;
}

export function compareCommand(): Command {
  return withHelp(
    new Command('compare')
      .argument('<runs...>', 'folders of the runs')
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
      .action(compare),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'Runs that differ in nothing but the seed are one line: mean ± standard deviation of the sample. The loss is the mean of ' +
      'the last epoch; accuracies are those that alpha-cl eval has kept, of the last checkpoint that was evaluated. What makes ' +
      'metrics incomparable, such as other images or another engine, is told on standard error.',
  ],
  examples: [
    'alpha-cl compare runs/infonce-* runs/direct-*',
    'alpha-cl compare runs/infonce-1 runs/direct-1 --out curves',
    'alpha-cl compare runs/* --test held-out --json',
  ],
  exitCodes: { 0: 'compared', 2: 'bad usage or input' },
};

async function compare(folders: string[], { test, out, json }: CompareFlags): Promise<void> {
  if (out !== undefined) await requireOutputFolder('--out', out);
  const compared = compareRuns(folders, test === undefined ? {} : { test });
  const { comparison } = compared;
  for (const warning of comparison.warnings) process.stderr.write(`warning: ${warning}\n`);
  const files = out === undefined ? [] : await savedFigures(comparisonFigures(compared), out);
  const figures = out === undefined ? '' : `Figures in ${path.resolve(out)}: ${files.join(', ')}\n`;
  process.stdout.write(
    json === true ? `${JSON.stringify({ ...comparison, figures: files })}\n` : `${compareTable(comparison)}${figures}`,
  );
}

async function savedFigures(figures: readonly Figure[], out: string): Promise<string[]> {
  // Only now: Vega takes a while to load, and a table needs none of it.
  const { saveFigures } = await import('./save-figures.js');
  return (await saveFigures(figures, out)).flatMap(({ files }) => files);
}
