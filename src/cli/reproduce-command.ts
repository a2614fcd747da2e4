/** `alpha-cl reproduce`: make the runs of a table of results that are missing, and write its page. */
import path from 'node:path';
import { Command, Option } from 'commander';
import { SHORT_NAMES, TABLES } from '../../experiments/tables/index.js';
import type { BenchmarkTable, TablePresetName } from '../tables/benchmark-table.js';
import { TABLE_PRESETS } from '../tables/benchmark-table.js';
import type { TableProgress } from '../tables/reproduce-table.js';
import { tableJobs, type TableJob } from '../tables/table-jobs.js';
import { InvalidInput, unknownName } from '../invalid-input.js';
import { formatCount } from '../report/format-number.js';
import { dataFolder } from './data-folder.js';
import { interruptions } from './interruptions.js';
import { positiveInteger } from './option-values.js';
import { progressLine } from './progress-line.js';
import { progressText } from './train-progress.js';

interface ReproduceFlags {
  readonly preset?: TablePresetName;
  readonly seeds: number;
  readonly out: string;
  readonly page?: string;
  readonly data?: string;
  readonly engine?: string;
  readonly only?: string;
  readonly collect?: true;
  readonly plan?: true;
  readonly json?: true;
  readonly list?: true;
}

/** @param setExitCode receives 130 or 143 when a signal interrupted the runs */
export function reproduceCommand(setExitCode: (code: number) => void): Command {
  return new Command('reproduce')
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
    .option('--engine <name>', 'what runs the training steps (default: that of the preset)')
    .option('--collect', 'write the page of the runs that are finished; train nothing')
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
Ctrl-C writes a checkpoint and leaves; the same command goes on from it, and does nothing twice.

The page comes as Markdown, HTML, LaTeX and JSON: FOLDER/TABLE-PRESET.md and so on.

Examples:
  $ alpha-cl reproduce --list
  $ alpha-cl reproduce losses --preset laptop --plan --data ~/datasets
  $ alpha-cl reproduce losses --preset laptop --data ~/datasets
  $ alpha-cl reproduce losses --preset laptop --seeds 1 --only alpha-cl-direct,cifar10 --data ~/datasets
  $ alpha-cl reproduce losses --preset laptop --collect --data ~/datasets

Exit code: 0 the table is made, 2 bad usage or input, 130 or 143 interrupted by SIGINT or SIGTERM.`;

async function reproduce(id: string | undefined, flags: ReproduceFlags): Promise<number> {
  if (flags.list === true) {
    process.stdout.write(TABLES.map(listed).join(''));
    return 0;
  }
  const { table, preset } = chosenTable(id, flags.preset);
  const jobs = jobsOf(table, preset, flags);
  if (flags.plan === true) {
    await plan({ table, preset }, jobs, flags);
    return 0;
  }
  const interruption = interruptions();
  const display = progressLine('starting');
  try {
    // Only now: TensorFlow.js takes a while to load, and --help and --list need none of it.
    const { reproduceTable } = await import('../tables/reproduce-table.js');
    const { writeTable } = await import('../tables/write-table.js');
    const { collectRuns } = await import('../tables/table-runs.js');
    if (flags.collect !== true) {
      await reproduceTable(jobs, {
        signal: interruption.signal,
        onProgress: (progress) => display.show(describe(progress)),
        onNotice: display.notice,
      });
    }
    const runs = collectRuns(jobs);
    display.end();
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
    return 0;
  } catch (error) {
    if (interruption.exitCode() === 0 || !(error instanceof InvalidInput)) throw error;
    display.notice(error.message);
    return interruption.exitCode();
  } finally {
    display.end();
    interruption.end();
  }
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
function describe({ job, done, total, training, evaluating }: TableProgress): string {
  const now = training === undefined ? (evaluating ?? '') : progressText(training);
  return `run ${formatCount(done + 1)}/${formatCount(total)}: ${job.title} · ${now}`;
}
