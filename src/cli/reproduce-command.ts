/** `alpha-cl reproduce`: make the runs of a table of results that are missing, and write its page. */
import path from 'node:path';
import { Command, Option } from 'commander';
import { SHORT_NAMES, TABLES } from '../../experiments/tables/index.js';
import type { BenchmarkTable, TablePresetName } from '../tables/benchmark-table.js';
import { TABLE_PRESETS } from '../tables/benchmark-table.js';
import type { TableProgress } from '../tables/reproduce-table.js';
import { tableFolder, tableJobs, type TableJob } from '../tables/table-jobs.js';
import { InvalidInput, unknownName } from '../invalid-input.js';
import type { FailedJob } from '../launch/local-pool.js';
import { formatCount } from '../report/format-number.js';
import { dataFolder } from './data-folder.js';
import { interruptions } from './interruptions.js';
import { requireLaunchFlags, withLaunchFlags, type LaunchFlags } from './launch-flags.js';
import {
  failuresText,
  launchHere,
  launchOnSlurm,
  slurmPlan,
  statusOf,
  statusText,
  submissionText,
} from './launch-table.js';
import { positiveInteger } from './option-values.js';
import { progressLine, type ProgressLine } from './progress-line.js';
import { jobProgressText } from './train-progress.js';

interface ReproduceFlags extends LaunchFlags {
  readonly preset?: TablePresetName;
  readonly seeds: number;
  readonly out: string;
  readonly page?: string;
  readonly data?: string;
  readonly engine?: string;
  readonly only?: string;
  readonly plan?: true;
  readonly json?: true;
  readonly list?: true;
}

/** @param setExitCode receives 130 or 143 when a signal interrupted the runs */
export function reproduceCommand(setExitCode: (code: number) => void): Command {
  const command = new Command('reproduce')
    .description('make a table of results: train and evaluate what is missing, and write its page')
    .argument('[table]', 'which one; --list names them')
    .addOption(
      new Option(
        '--preset <name>',
        'how much is spent on it (default: laptop where the table has it, else paper)',
      ).choices(TABLE_PRESETS),
    )
    .option('--seeds <n>', 'seeds 1 to n of every cell', positiveInteger, 3)
    .option('--only <ids>', 'these rows and columns, separated by commas')
    .option('--out <dir>', 'folder that keeps the runs; the same command goes on from them', 'alpha-cl-runs')
    .option('--page <dir>', 'folder of the page of results (default: that of --out)')
    .option('--data <dir>', 'folder of the image data sets (default: the environment’s ALPHA_CL_DATA)')
    .option('--engine <name>', 'what runs the training steps (default: that of the preset)');
  return withLaunchFlags(command)
    .option('--plan', 'say what is missing, and foresee its device-hours from half a minute of real steps')
    .option('--json', 'print the results as one JSON object on standard output')
    .option('--list', 'list the tables and stop')
    .addHelpText('after', HELP)
    .exitOverride()
    .action(async (id: string | undefined, flags: ReproduceFlags) => {
      setExitCode(await reproduce(id, flags));
    });
}

const HELP = `
Ctrl-C writes a checkpoint and leaves; the same command goes on from it, and does nothing twice, also where several are at
work in one folder, on one machine or many (docs/cluster.md).

The page comes as Markdown, HTML, LaTeX and JSON: FOLDER/TABLE-PRESET.md and so on.

Examples:
  $ alpha-cl reproduce --list
  $ alpha-cl reproduce losses --preset laptop --plan --data ~/datasets
  $ alpha-cl reproduce losses --preset laptop --data ~/datasets
  $ alpha-cl reproduce losses --preset laptop --seeds 1 --only alpha-cl-direct,cifar10 --data ~/datasets
  $ alpha-cl reproduce losses --preset laptop --collect --data ~/datasets
  $ alpha-cl reproduce losses --launcher local --jobs 4 --data ~/datasets
  $ alpha-cl reproduce losses --preset paper --launcher slurm --time 8:00:00 --slurm-arg=--gres=gpu:1 --slurm-arg=--cpus-per-task=16
  $ alpha-cl reproduce losses --preset paper --status

Exit code: 0 the table is made or sent, 1 a job failed or is not finished, 2 bad usage or input, 130 or 143 interrupted by SIGINT or SIGTERM.`;

async function reproduce(id: string | undefined, flags: ReproduceFlags): Promise<number> {
  if (flags.list === true) {
    process.stdout.write(TABLES.map(listed).join(''));
    return 0;
  }
  requireLaunchFlags(flags);
  const { table, preset } = chosenTable(id, flags.preset);
  const jobs = jobsOf(table, preset, flags);
  if (flags.plan === true) {
    await plan({ table, preset }, jobs, flags);
    return 0;
  }
  if (flags.status === true) {
    const status = await statusOf(jobs, tableFolder(path.resolve(flags.out), table, preset));
    process.stdout.write(
      flags.json === true ? `${JSON.stringify({ table: table.id, preset, status })}\n` : statusText(status),
    );
    return 0;
  }
  if (flags.launcher === 'slurm') return onSlurm(jobs, { table, preset }, flags);
  const interruption = interruptions();
  const display = progressLine('starting');
  try {
    const failed = flags.collect === true ? [] : await finishAll(jobs, flags, { display, signal: interruption.signal });
    display.end();
    const whole = await writePage(jobs, { table, preset }, flags);
    process.stderr.write(failuresText(failed));
    return whole ? 0 : 1;
  } catch (error) {
    if (interruption.exitCode() === 0 || !(error instanceof InvalidInput)) throw error;
    display.notice(error.message);
    return interruption.exitCode();
  } finally {
    display.end();
    interruption.end();
  }
}

/** @returns jobs that failed; without a launcher the first failure is thrown */
async function finishAll(
  jobs: readonly TableJob[],
  { launcher, jobs: places }: ReproduceFlags,
  { display, signal }: { readonly display: ProgressLine; readonly signal: AbortSignal },
): Promise<FailedJob[]> {
  if (launcher === 'local') return launchHere(jobs, display, { places, signal });
  // Only now: TensorFlow.js takes a while to load, and --help and --list need none of it.
  const { reproduceTable } = await import('../tables/reproduce-table.js');
  await reproduceTable(jobs, {
    signal,
    onProgress: (progress) => display.show(describe(progress)),
    onNotice: display.notice,
  });
  return [];
}

/** @returns whether every job is finished */
async function writePage(
  jobs: readonly TableJob[],
  { table, preset }: ChosenTable,
  flags: ReproduceFlags,
): Promise<boolean> {
  const { writeTable } = await import('../tables/write-table.js');
  const { collectRuns } = await import('../tables/table-runs.js');
  const runs = collectRuns(jobs);
  const { summary, files } = await writeTable({
    table,
    preset,
    jobs,
    runs,
    folder: path.resolve(flags.page ?? flags.out),
    command: commandOf(table, preset, flags),
  });
  if (flags.json === true) process.stdout.write(`${JSON.stringify({ ...summary, files, runs })}\n`);
  const { asked, finished } = summary;
  const extent = `${formatCount(finished)} of ${formatCount(asked)} runs`;
  (flags.json === true ? process.stderr : process.stdout).write(`Results of ${extent}: ${files.md}\n`);
  return finished === asked;
}

async function onSlurm(
  jobs: readonly TableJob[],
  { table, preset }: ChosenTable,
  flags: ReproduceFlags,
): Promise<number> {
  const choice = {
    name: `alpha-cl-${table.id}`,
    folder: tableFolder(path.resolve(flags.out), table, preset),
    slurmArgs: flags.slurmArg ?? [],
    collect: collectArguments(jobs, { table, preset }, flags),
    ...(flags.time !== undefined && { time: flags.time }),
    ...(flags.jobs !== undefined && { places: flags.jobs }),
  };
  if (flags.dryRun === true) {
    process.stdout.write(await slurmPlan(jobs, choice));
    return 0;
  }
  const submission = await launchOnSlurm(jobs, choice);
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ table: table.id, preset, ...submission })}\n`
      : submissionText(submission),
  );
  return 0;
}

/** Of the command that makes the same table's page, from any folder. */
function collectArguments(jobs: readonly TableJob[], { table, preset }: ChosenTable, flags: ReproduceFlags): string[] {
  return [
    'reproduce',
    table.id,
    '--collect',
    `--preset=${preset}`,
    `--seeds=${flags.seeds}`,
    `--out=${path.resolve(flags.out)}`,
    `--page=${path.resolve(flags.page ?? flags.out)}`,
    ...(flags.only === undefined ? [] : [`--only=${flags.only}`]),
    ...jobs.slice(0, 1).flatMap(({ options }) => [`--data=${options.data}`]),
    ...(flags.engine === undefined ? [] : [`--engine=${flags.engine}`]),
  ];
}

async function plan({ table, preset }: ChosenTable, jobs: readonly TableJob[], flags: ReproduceFlags): Promise<void> {
  const display = progressLine('looking at the runs');
  try {
    const { planTable } = await import('../tables/plan-table.js');
    const { planText } = await import('./plan-text.js');
    const found = await planTable(jobs, { onProgress: display.show });
    display.end();
    process.stdout.write(
      flags.json === true ? `${JSON.stringify({ table: table.id, preset, ...found })}\n` : planText(found),
    );
  } finally {
    display.end();
  }
}

function listed({ id, title, presets }: BenchmarkTable): string {
  return `${id.padEnd(12)}${title} (${Object.keys(presets).join(', ')})\n`;
}

interface ChosenTable {
  readonly table: BenchmarkTable;
  readonly preset: TablePresetName;
}

function chosenTable(id: string | undefined, asked: TablePresetName | undefined): ChosenTable {
  const ids = TABLES.map((known) => known.id);
  if (id === undefined) throw new InvalidInput(`name a table: ${ids.join(', ')}`);
  const short = SHORT_NAMES[id];
  const table = TABLES.find((known) => known.id === (short?.table ?? id));
  if (table === undefined) throw unknownName('table', id, [...ids, ...Object.keys(SHORT_NAMES)]);
  return { table, preset: asked ?? short?.preset ?? (table.presets.laptop === undefined ? 'paper' : 'laptop') };
}

/** @throws InvalidInput when no data folder is named, and as `tableJobs` */
function jobsOf(table: BenchmarkTable, preset: TablePresetName, flags: ReproduceFlags): TableJob[] {
  const data = dataFolder({ ...(flags.data !== undefined && { data: flags.data }) });
  if (data === undefined) {
    throw new InvalidInput('--data is missing: give the folder that holds the data sets, or set ALPHA_CL_DATA');
  }
  return tableJobs(table, {
    folder: path.resolve(flags.out),
    data: path.resolve(data),
    seeds: Array.from({ length: flags.seeds }, (_, k) => k + 1),
    preset,
    ...(flags.only !== undefined && { only: flags.only.split(',').map((one) => one.trim()) }),
    ...(flags.engine !== undefined && { engine: flags.engine }),
  });
}

function commandOf({ id }: BenchmarkTable, preset: TablePresetName, { seeds, only }: ReproduceFlags): string {
  const cells = only === undefined ? '' : ` --only ${only}`;
  return `npx alpha-cl reproduce ${id} --preset ${preset} --seeds ${seeds}${cells} --data DIR`;
}

/** `run 3/6: α-CL-direct on CIFAR-10, seed 2 · epoch 1/5 · step …`. */
function describe({ job, done, total, ...progress }: TableProgress): string {
  return `run ${formatCount(done + 1)}/${formatCount(total)}: ${job.title} · ${jobProgressText(progress)}`;
}
