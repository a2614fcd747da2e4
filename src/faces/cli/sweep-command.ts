/** `alpha-cl sweep`: trains and evaluates every combination of values of the options of a run. */
import { Command, Option } from 'commander';
import { PRESET_NAMES } from '../../training/train/presets.js';
import { TEST_CHOICES, type TestChoice } from '../../results/runs/test-choices.js';
import { INTERRUPTED, withHelp, type HelpPage } from './command-help.js';
import { withLaunchFlags, type LaunchFlags } from './launch-flags.js';
import { positiveInteger } from './option-values.js';
import { suggest } from './suggestions.js';
import { withRunOptions, type GivenFlags } from './train-options.js';

export type SweepFlags = GivenFlags &
  LaunchFlags & {
    readonly out: string;
    readonly seeds: number;
    readonly test: TestChoice;
    readonly grid?: string;
    readonly json?: true;
  };

/** Makes the command. @param setExitCode receives 1 when a run failed */
export function sweepCommand(setExitCode: (code: number) => void): Command {
  const command = new Command('sweep')
    .option('--out <dir>', 'folder of the runs and figures; the same command goes on from them', 'alpha-cl-sweep')
    .option('--seeds <n>', 'seeds 1 to n of every setting', positiveInteger, 1)
    .addOption(
      new Option('--test <images>', 'images that the runs are evaluated on').choices(TEST_CHOICES).default('official'),
    );
  withLaunchFlags(command)
    .option('--grid <file>', 'write the runs as a grid file for alpha-cl job, for any cluster, and stop')
    .option('--json', 'print the comparison as one JSON object on standard output');
  return suggest(
    withHelp(
      withRunOptions(command).action(async (flags: SweepFlags) => {
        const { sweep } = await import('./sweep.js');
        setExitCode(await sweep(flags));
      }),
      HELP,
    ),
    '--preset',
    PRESET_NAMES,
  );
}

const HELP: HelpPage = {
  notes: [
    'Every option of alpha-cl train may have several values, separated by commas, but for formulae and paths; --set tau=0.1,0.2 gives ' +
      'a parameter several. All combinations are trained with each seed and evaluated. Without --preset it is laptop.',
    'The table has a line a setting, mean ± standard deviation over seeds. OUT/figures has the settings as parallel coordinates, and the ' +
      'curves of training.',
    'Ctrl-C writes a checkpoint and leaves; the same command goes on from it, and does nothing twice, also where several are at ' +
      'work in one folder, on one machine or many (docs/cluster.md).',
  ],
  examples: [
    'alpha-cl sweep --preset smoke --loss infonce --set tau=0.1,0.2,0.5 --seeds 3 --data ~/datasets',
    'alpha-cl sweep --preset laptop --loss dcl,siglip --lr 3e-4,1e-3 --launcher local --jobs 4 --data ~/datasets',
    'alpha-cl sweep --preset laptop --loss dcl,siglip --launcher slurm --time 2:00:00 --slurm-arg=--partition=gpu --data ~/datasets',
    'alpha-cl sweep --preset laptop --tau 0.1,0.2 --batch-size 64,256 --grid grid.jsonl --data ~/datasets',
  ],
  exitCodes: {
    0: 'every run is finished, or sent',
    1: 'a run failed or is not finished',
    2: 'bad usage or input',
    ...INTERRUPTED,
  },
};
