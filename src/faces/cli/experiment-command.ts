/** `alpha-cl experiment`: run an experiment and write its page of results. */
import { Command, Option } from 'commander';
import { suggest } from './suggestions.js';
import { INTERRUPTED, withHelp, type HelpPage } from './command-help.js';
import { PROFILES, type Profile } from '../../../experiments/experiment.js';
import { positiveInteger } from './option-values.js';

export interface ExperimentOptions {
  readonly profile: Profile;
  readonly out: string;
  readonly page?: string;
  readonly workers?: number;
  readonly json?: true;
  readonly list?: true;
}

export function experimentCommand(): Command {
  return suggest(
    withHelp(
      new Command('experiment')
        .argument('[id]', 'experiment to run; --list names them')
        .addOption(
          new Option('--profile <name>', 'quick: a look in a minute, full: as published')
            .choices(PROFILES)
            .default('quick'),
        )
        .option(
          '--out <dir>',
          'folder that keeps finished runs; the same command goes on from them',
          'alpha-cl-experiments',
        )
        .option('--page <dir>', 'folder of the page of results (default: that of --out)')
        .option('--workers <n>', 'threads (default: as many as the machine runs at once)', positiveInteger)
        .option('--json', 'print the results as JSON on standard output')
        .option('--list', 'list the experiments and stop')
        .action(async (id: string | undefined, options: ExperimentOptions) =>
          (await import('./experiment.js')).experiment(id, options),
        ),
      HELP,
    ),
    'id',
    async () => (await import('../../../experiments/index.js')).EXPERIMENTS.map(({ id }) => id),
  );
}

const HELP: HelpPage = {
  examples: [
    'alpha-cl experiment --list',
    ['alpha-cl experiment relu-specialisation', '2 seeds, short runs'],
    ['alpha-cl experiment relu-specialisation --profile full', '5 seeds, 5,000 steps each; stop and go on as you like'],
  ],
  exitCodes: { 0: 'done', 2: 'bad usage or input', ...INTERRUPTED },
};
