/** `alpha-cl reproduce`: makes the missing runs of a table of results, and writes its page. */
import { PROGRAM } from '../../base/program-name.js';
import path from 'node:path';
import { Command, Option } from 'commander';
import { SHORT_NAMES, TABLES, TUNED_TABLES } from '../../../experiments/tables/index.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { shellWord } from '../../base/shell-word.js';
import { formatNumber, formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import type { JobPlan, TablePlan } from '../../results/tables/plan-table.js';
import { TABLE_PRESETS, type BenchmarkTable, type TablePresetName } from '../../results/tables/benchmark-table.js';
import { type TableJob, tableFolder, tableJobs, tablePreset } from '../../results/tables/table-jobs.js';
import { INTERRUPTED, withHelp, type HelpPage } from './command-help.js';
import { requireDataFolder } from './data-folder.js';
import { requireLaunchFlags, withLaunchFlags, type LaunchFlags } from './launch-flags.js';
import { failuresText, finishJobs } from './launch-here.js';
import { printStatus, sendToSlurm, type LaunchedJobs } from './launched-jobs.js';
import { positiveInteger } from './option-values.js';
import { progressLine } from './progress-line.js';
import { suggest } from './suggestions.js';

/** The flags of the command. */
export interface ReproduceFlags extends LaunchFlags {
  readonly preset?: TablePresetName;
  readonly seeds?: number;
  readonly out: string;
  readonly page?: string;
  readonly records?: string;
  readonly data?: string;
  readonly engine?: string;
  readonly devices?: number;
  readonly only?: string;
  readonly plan?: true;
  readonly json?: true;
  readonly list?: true;
}

interface ChosenTable {
  readonly table: BenchmarkTable;
  readonly preset: TablePresetName;
}

const USUAL_SEEDS = 3;

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
    .option(
      '--records <file>',
      'for tuned: file of finished runs, a line a run, which are not done again (default: in --out)',
    )
    .option('--data <dir>', 'folder of the image data sets (default: the environment’s ALPHA_CL_DATA)')
    .option('--engine <name>', 'engine that runs the training steps (default: that of the preset)')
    .option(
      '--devices <n>',
      'with --engine pytorch: replicas that share a batch, each on a device of its own',
      positiveInteger,
    );
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
    [...TABLES.map(({ id }) => id), ...TUNED_TABLES.map(({ id }) => id), ...Object.keys(SHORT_NAMES)],
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
    'alpha-cl reproduce losses --preset paper --engine pytorch --devices 8 --launcher slurm --nodes 2',
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
    process.stdout.write([...TABLES, ...TUNED_TABLES].map(listed).join(''));
    return 0;
  }
  requireLaunchFlags(flags, { '--plan': flags.plan });
  if (flags.devices !== undefined && flags.engine !== 'pytorch') {
    throw new InvalidInput('--devices is for the engine pytorch: give --engine pytorch too, or leave it out');
  }
  const tuned = TUNED_TABLES.find((known) => known.id === id);
  if (tuned !== undefined) {
    const { reproduceTuned } = await import('./reproduce-tuned.js');
    const chosen = { table: tuned, preset: flags.preset ?? 'laptop' };
    return reproduceTuned(chosen, flags, (jobs) => finishJobs(jobs, flags));
  }
  if (flags.records !== undefined) {
    throw new InvalidInput(`--records is for ${TUNED_TABLES.map((one) => one.id).join(', ')}: leave it out`);
  }
  const chosen = chosenTable(id, flags.preset);
  const jobs = jobsOf(chosen.table, chosen.preset, flags);
  if (flags.plan === true) await printPlan(chosen, jobs, flags);
  else if (flags.status === true) await printStatus(launchedJobs(jobs, chosen, flags), flags);
  else if (flags.launcher === 'slurm') await sendToSlurm(launchedJobs(jobs, chosen, flags), flags);
  else return made(jobs, chosen, flags);
  return 0;
}

/** Finishes the jobs, as far as the flags ask for it, and writes the page. */
async function made(jobs: readonly TableJob[], chosen: ChosenTable, flags: ReproduceFlags): Promise<number> {
  const failed = flags.collect === true ? [] : await finishJobs(jobs, flags);
  const whole = await writePage(jobs, chosen, flags);
  process.stderr.write(failuresText(failed));
  return whole ? 0 : 1;
}

function listed({ id, title, presets }: Pick<BenchmarkTable, 'id' | 'title'> & { readonly presets: object }): string {
  return `${id.padEnd(12)}${title} (${Object.keys(presets).join(', ')})\n`;
}

/** Writes the page. @returns true if every job is finished */
async function writePage(jobs: readonly TableJob[], chosen: ChosenTable, flags: ReproduceFlags): Promise<boolean> {
  const { table, preset } = chosen;
  const { writeTable } = await import('../report/write-table.js');
  const { collectRuns } = await import('../../results/tables/table-runs.js');
  const runs = collectRuns(jobs);
  const { summary, files } = await writeTable({
    table,
    preset,
    jobs,
    runs,
    folder: path.resolve(flags.page ?? flags.out),
    command: commandOf(chosen, flags),
  });
  if (flags.json === true) process.stdout.write(`${JSON.stringify({ ...summary, files, runs })}\n`);
  const { asked, finished } = summary;
  const extent = `${thousands(finished)} of ${thousands(asked)} runs`;
  (flags.json === true ? process.stderr : process.stdout).write(`Results of ${extent}: ${files.md}\n`);
  return finished === asked;
}

function commandOf(chosen: ChosenTable, flags: ReproduceFlags): string {
  const { table, preset } = chosen;
  const { only } = flags;
  const cells = only === undefined ? '' : ` --only ${shellWord(only)}`;
  return `${PROGRAM} reproduce ${table.id} --preset ${preset} --seeds ${seedCount(chosen, flags)}${cells} --data DIR`;
}

/** Prints the forecast of the work that is left, calibrated with some real steps. */
async function printPlan(
  { table, preset }: ChosenTable,
  jobs: readonly TableJob[],
  flags: ReproduceFlags,
): Promise<void> {
  const display = progressLine('looking at the runs');
  try {
    const { planTable } = await import('../../results/tables/plan-table.js');
    const found = await planTable(jobs, { onProgress: display.show });
    display.end();
    process.stdout.write(
      flags.json === true ? `${JSON.stringify({ table: table.id, preset, ...found })}\n` : planText(found),
    );
  } finally {
    display.end();
  }
}

/** Writes a plan: one line per job, the sums, and the measurements behind them. */
function planText({ jobs, predicted, left, spent, classes, calibrationSeconds }: TablePlan): string {
  const width = Math.max(...jobs.map(({ id }) => id.length));
  const finished = jobs.filter(({ state }) => state === 'finished');
  const expected = finished.reduce((sum, one) => sum + one.predicted.training + one.predicted.evaluation, 0);
  return [
    ...jobs.map((job) => `${job.id.padEnd(width)}  ${job.state.padEnd(10)}  ${timeText(job)}`),
    '',
    ...classes.map(({ title, step }) => `A step of ${title}: ${formatNumber(step)} s`),
    `All ${thousands(jobs.length)} runs: ${formatSeconds(predicted)}, ${hours(predicted)} device-hours`,
    ...(finished.length === 0
      ? []
      : [
          `Finished: ${thousands(finished.length)}, ${formatSeconds(spent)}; ${formatSeconds(expected)} by this calibration`,
        ]),
    `Left: ${formatSeconds(left)}, ${hours(left)} device-hours`,
    `Calibrated in ${formatSeconds(calibrationSeconds)}; nothing was trained`,
    '',
  ].join('\n');
}

function timeText({ left, predicted, measured }: JobPlan): string {
  const all = `${formatSeconds(predicted.training)} training, ${formatSeconds(predicted.evaluation)} evaluation`;
  if (measured === undefined) return `${formatSeconds(left).padEnd(14)}  of ${all}`;
  return `took ${formatSeconds(measured.training)} training, ${formatSeconds(measured.evaluation)} evaluation; foreseen ${all}`;
}

function hours(seconds: number): string {
  return formatNumber(seconds / 3600);
}

function launchedJobs(jobs: readonly TableJob[], chosen: ChosenTable, flags: ReproduceFlags): LaunchedJobs {
  const { table, preset } = chosen;
  return {
    jobs,
    name: `alpha-cl-${table.id}`,
    folder: tableFolder(path.resolve(flags.out), table, preset),
    collect: collectArguments(jobs, chosen, flags),
    about: { table: table.id, preset },
  };
}

/** Returns the arguments of the command that makes the same table's page, from any folder. */
function collectArguments(jobs: readonly TableJob[], chosen: ChosenTable, flags: ReproduceFlags): string[] {
  const { table, preset } = chosen;
  return [
    'reproduce',
    table.id,
    '--collect',
    `--preset=${preset}`,
    `--seeds=${seedCount(chosen, flags)}`,
    `--out=${path.resolve(flags.out)}`,
    `--page=${path.resolve(flags.page ?? flags.out)}`,
    ...(flags.only === undefined ? [] : [`--only=${flags.only}`]),
    ...jobs.slice(0, 1).flatMap(({ options }) => [`--data=${options.data}`]),
    ...(flags.engine === undefined ? [] : [`--engine=${flags.engine}`]),
    ...(flags.devices === undefined ? [] : [`--devices=${flags.devices}`]),
  ];
}

/** Returns the chosen table and preset. @throws InvalidInput when no table is named, or there is none of that name */
function chosenTable(id: string | undefined, asked: TablePresetName | undefined): ChosenTable {
  const ids = [...TABLES, ...TUNED_TABLES].map((known) => known.id);
  if (id === undefined) throw new InvalidInput(`name a table: ${ids.join(', ')}`);
  const short = SHORT_NAMES[id];
  const table = TABLES.find((known) => known.id === (short?.table ?? id));
  if (table === undefined) throw unknownName('table', id, [...ids, ...Object.keys(SHORT_NAMES)]);
  return { table, preset: asked ?? short?.preset ?? (table.presets.laptop === undefined ? 'paper' : 'laptop') };
}

/** Returns the chosen jobs of a table. @throws InvalidInput when no data folder is named, and as `tableJobs` */
function jobsOf(table: BenchmarkTable, preset: TablePresetName, flags: ReproduceFlags): TableJob[] {
  return tableJobs(table, {
    folder: path.resolve(flags.out),
    data: path.resolve(requireDataFolder(flags.data)),
    seeds: Array.from({ length: seedCount({ table, preset }, flags) }, (_, k) => k + 1),
    preset,
    ...(flags.only !== undefined && { only: flags.only.split(',').map((one) => one.trim()) }),
    ...(flags.engine !== undefined && { engine: flags.engine }),
    ...(flags.devices !== undefined && { devices: flags.devices }),
  });
}

/** Returns the number of seeds of each entry: as given, or else that of the preset. */
function seedCount({ table, preset }: ChosenTable, { seeds }: Pick<ReproduceFlags, 'seeds'>): number {
  return seeds ?? tablePreset(table, preset).seeds ?? USUAL_SEEDS;
}
