/** `alpha-cl reproduce`: makes the missing runs of a table of results, and writes its page. */
import { Command, Option } from 'commander';
import { SHORT_NAMES, TABLES } from '../../../experiments/tables/index.js';
import type { FailedJob } from '../../results/launch/local-pool.js';
import { TABLE_PRESETS, type BenchmarkTable } from '../../results/tables/benchmark-table.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import { suggest } from './suggestions.js';
import { INTERRUPTED, withHelp, type HelpPage } from './command-help.js';
import { interruptible } from './interruptions.js';
import { requireLaunchFlags, withLaunchFlags } from './launch-flags.js';
import { failuresText, launchHere } from './launch-here.js';
import { positiveInteger } from './option-values.js';
import { progressLine, type ProgressLine } from './progress-line.js';
import { chosenTable, jobsOf, type ChosenTable, type ReproduceFlags } from './reproduce-choice.js';
import { sendToSlurm } from './reproduce-on-slurm.js';
import { printPlan, printStatus } from './reproduce-outlook.js';
import { writePage } from './reproduce-page.js';
import { tableProgressText } from './train-progress.js';

/** Makes the command. @param setExitCode receives 1 when a job failed or is not finished */
export function reproduceCommand(setExitCode: (code: number) => void): Command {
  const command = new Command('reproduce')
    .argument('[table]', 'table to make; --list names them')
    .addOption(
      new Option(
        '--preset <name>',
        'size of the trainings (default: laptop where the table has it, else paper)',
      ).choices(TABLE_PRESETS),
    )
    .option('--seeds <n>', 'seeds 1 to n of every entry (default: as many as were published, else 3)', positiveInteger)
    .option('--only <ids>', 'rows and columns to make, separated by commas')
    .option('--out <dir>', 'folder that keeps the runs; the same command goes on from them', 'alpha-cl-runs')
    .option('--page <dir>', 'folder of the page of results (default: that of --out)')
    .option('--data <dir>', 'folder of the image data sets (default: the environment’s ALPHA_CL_DATA)')
    .option('--engine <name>', 'engine that runs the training steps (default: that of the preset)');
  return suggest(
    withHelp(
      withLaunchFlags(command)
        .option('--plan', 'list what is missing, and estimate its device-hours from half a minute of real steps')
        .option('--json', 'print the results as one JSON object on standard output')
        .option('--list', 'list the tables and stop')
        .action(async (id: string | undefined, flags: ReproduceFlags) => {
          setExitCode(await reproduce(id, flags));
        }),
      HELP,
    ),
    'table',
    [...TABLES.map(({ id }) => id), ...Object.keys(SHORT_NAMES)],
  );
}

const HELP: HelpPage = {
  notes: [
    'Ctrl-C writes a checkpoint and leaves; the same command goes on from it, and does nothing twice, also where several are at ' +
      'work in one folder, on one machine or many (docs/cluster.md).',
    'The page comes as Markdown, HTML, LaTeX and JSON: FOLDER/TABLE-PRESET.md and so on.',
  ],
  examples: [
    'alpha-cl reproduce --list',
    'alpha-cl reproduce losses --preset laptop --plan --data ~/datasets',
    'alpha-cl reproduce losses --preset laptop --data ~/datasets',
    'alpha-cl reproduce losses --preset laptop --seeds 1 --only alpha-cl-direct,cifar10 --data ~/datasets',
    'alpha-cl reproduce losses --preset laptop --collect --data ~/datasets',
    'alpha-cl reproduce losses --launcher local --jobs 4 --data ~/datasets',
    'alpha-cl reproduce losses --preset paper --launcher slurm --time 8:00:00 --slurm-arg=--gres=gpu:1 --slurm-arg=--cpus-per-task=16',
    'alpha-cl reproduce losses --preset paper --status',
  ],
  exitCodes: {
    0: 'the table is made or sent',
    1: 'a job failed or is not finished',
    2: 'bad usage or input',
    ...INTERRUPTED,
  },
};

async function reproduce(id: string | undefined, flags: ReproduceFlags): Promise<number> {
  if (flags.list === true) {
    process.stdout.write(TABLES.map(listed).join(''));
    return 0;
  }
  requireLaunchFlags(flags);
  const chosen = chosenTable(id, flags.preset);
  const jobs = jobsOf(chosen.table, chosen.preset, flags);
  if (flags.plan === true) await printPlan(chosen, jobs, flags);
  else if (flags.status === true) await printStatus(chosen, jobs, flags);
  else if (flags.launcher === 'slurm') await sendToSlurm(jobs, chosen, flags);
  else return made(jobs, chosen, flags);
  return 0;
}

/** Finishes the jobs, as far as the flags ask for it, and writes the page. */
async function made(jobs: readonly TableJob[], chosen: ChosenTable, flags: ReproduceFlags): Promise<number> {
  const display = progressLine('starting');
  try {
    const failed =
      flags.collect === true ? [] : await interruptible((signal) => finishAll(jobs, flags, { display, signal }));
    display.end();
    const whole = await writePage(jobs, chosen, flags);
    process.stderr.write(failuresText(failed));
    return whole ? 0 : 1;
  } finally {
    display.end();
  }
}

/** Finishes the jobs. @returns the failed ones; without a launcher the first failure is thrown */
async function finishAll(
  jobs: readonly TableJob[],
  { launcher, jobs: places }: ReproduceFlags,
  { display, signal }: { readonly display: ProgressLine; readonly signal: AbortSignal },
): Promise<FailedJob[]> {
  if (launcher === 'local') return launchHere(jobs, display, { places, signal });
  // Only now: TensorFlow.js takes a while to load, and --help and --list need none of it.
  const { reproduceTable } = await import('../../results/tables/reproduce-table.js');
  await reproduceTable(jobs, {
    signal,
    onProgress: (progress) => display.show(tableProgressText(progress)),
    onNotice: display.notice,
  });
  return [];
}

function listed({ id, title, presets }: BenchmarkTable): string {
  return `${id.padEnd(12)}${title} (${Object.keys(presets).join(', ')})\n`;
}
