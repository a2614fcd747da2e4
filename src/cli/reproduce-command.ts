/** `alpha-cl reproduce`: make the runs of a table of results that are missing, and write its page. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { TABLES } from '../../experiments/tables/index.js';
import type { BenchmarkTable } from '../tables/benchmark-table.js';
import type { TableProgress } from '../tables/reproduce-table.js';
import { InvalidInput, unknownName } from '../invalid-input.js';
import { formatCount } from '../report/format-number.js';
import { dataFolder } from './data-folder.js';
import { interruptions } from './interruptions.js';
import { positiveInteger } from './option-values.js';
import { progressLine } from './progress-line.js';
import { progressText } from './train-progress.js';

interface ReproduceFlags {
  readonly seeds: number;
  readonly out: string;
  readonly page?: string;
  readonly data?: string;
  readonly engine?: string;
  readonly only?: string;
  readonly json?: true;
  readonly list?: true;
}

/** @param setExitCode receives 130 or 143 when a signal interrupted the runs */
export function reproduceCommand(setExitCode: (code: number) => void): Command {
  return new Command('reproduce')
    .description('make a table of results: train and evaluate what is missing, and write its page')
    .argument('[table]', 'which one; --list names them')
    .option('--seeds <n>', 'seeds 1 to n of every row', positiveInteger, 3)
    .option('--only <row>', 'this row alone; the page has what is asked for')
    .option('--out <dir>', 'folder that keeps the runs; the same command goes on from them', 'alpha-cl-runs')
    .option('--page <dir>', 'folder of the page of results (default: that of --out)')
    .option('--data <dir>', 'folder of the image data sets (default: the environment’s ALPHA_CL_DATA)')
    .option('--engine <name>', 'what runs the training steps (default: that of the preset)')
    .option('--json', 'print the evaluations as one JSON object on standard output')
    .option('--list', 'list the tables and stop')
    .addHelpText('after', HELP)
    .exitOverride()
    .action(async (id: string | undefined, flags: ReproduceFlags) => {
      setExitCode(await reproduce(id, flags));
    });
}

const HELP = `
Ctrl-C writes a checkpoint and leaves; the same command goes on from it, and does nothing twice.

Examples:
  $ alpha-cl reproduce --list
  $ alpha-cl reproduce laptop --data ~/datasets
  $ alpha-cl reproduce laptop --seeds 1 --only alpha-cl-direct --data ~/datasets

Exit code: 0 the table is made, 2 bad usage or input, 130 or 143 interrupted by SIGINT or SIGTERM.`;

async function reproduce(id: string | undefined, flags: ReproduceFlags): Promise<number> {
  if (flags.list === true) {
    process.stdout.write(TABLES.map((known) => `${known.id.padEnd(20)}${known.title}\n`).join(''));
    return 0;
  }
  const table = chosenTable(id, flags.only);
  const data = dataFolder({ ...(flags.data !== undefined && { data: flags.data }) });
  if (data === undefined) {
    throw new InvalidInput('--data is missing: give the folder that holds the data sets, or set ALPHA_CL_DATA');
  }
  const interruption = interruptions();
  const display = progressLine('starting');
  try {
    // Only now: TensorFlow.js takes a while to load, and --help and --list need none of it.
    const { reproduceTable } = await import('../tables/reproduce-table.js');
    const { writeTablePage } = await import('../tables/table-page.js');
    const runs = await reproduceTable(table, {
      folder: path.resolve(flags.out),
      data: path.resolve(data),
      seeds: Array.from({ length: flags.seeds }, (_, k) => k + 1),
      signal: interruption.signal,
      onProgress: (progress) => display.show(describe(progress)),
      onNotice: display.notice,
      ...(flags.engine !== undefined && { engine: flags.engine }),
    });
    display.end();
    const folder = path.resolve(flags.page ?? flags.out);
    await mkdir(folder, { recursive: true });
    const page = await writeTablePage(table, runs, { folder, command: commandOf(table, flags) });
    if (flags.json === true) process.stdout.write(`${JSON.stringify({ table: table.id, page, runs })}\n`);
    (flags.json === true ? process.stderr : process.stdout).write(`Results: ${page}\n`);
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

function chosenTable(id: string | undefined, only: string | undefined): BenchmarkTable {
  const ids = TABLES.map((known) => known.id);
  if (id === undefined) throw new InvalidInput(`name a table: ${ids.join(', ')}`);
  const table = TABLES.find((known) => known.id === id);
  if (table === undefined) throw unknownName('table', id, ids);
  if (only === undefined) return table;
  const rows = table.rows.filter((row) => row.id === only);
  if (rows.length === 0) {
    throw unknownName(
      'row',
      only,
      table.rows.map((row) => row.id),
    );
  }
  return { ...table, rows };
}

function commandOf({ id }: BenchmarkTable, { seeds, only }: ReproduceFlags): string {
  return `npx alpha-cl reproduce ${id} --seeds ${seeds}${only === undefined ? '' : ` --only ${only}`} --data DIR`;
}

/** `run 3/6: α-CL-direct, seed 2 · epoch 1/5 · step …`. */
function describe({ row, seed, done, total, training, evaluating }: TableProgress): string {
  const now = training === undefined ? (evaluating ?? '') : progressText(training);
  return `run ${formatCount(done + 1)}/${formatCount(total)}: ${row.label}, seed ${seed} · ${now}`;
}
