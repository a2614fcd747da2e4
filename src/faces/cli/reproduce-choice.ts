/** Choice of the jobs of `alpha-cl reproduce` by its flags. */
import path from 'node:path';
import { SHORT_NAMES, TABLES } from '../../../experiments/tables/index.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import type { BenchmarkTable, TablePresetName } from '../../results/tables/benchmark-table.js';
import { tableJobs, tablePreset, type TableJob } from '../../results/tables/table-jobs.js';
import { requireDataFolder } from './data-folder.js';
import type { LaunchFlags } from './launch-flags.js';

export interface ReproduceFlags extends LaunchFlags {
  readonly preset?: TablePresetName;
  readonly seeds?: number;
  readonly out: string;
  readonly page?: string;
  readonly data?: string;
  readonly engine?: string;
  readonly only?: string;
  readonly plan?: true;
  readonly json?: true;
  readonly list?: true;
}

export interface ChosenTable {
  readonly table: BenchmarkTable;
  readonly preset: TablePresetName;
}

/** Returns the chosen table and preset. @throws InvalidInput when no table is named, or there is none of that name */
export function chosenTable(id: string | undefined, asked: TablePresetName | undefined): ChosenTable {
  const ids = TABLES.map((known) => known.id);
  if (id === undefined) throw new InvalidInput(`name a table: ${ids.join(', ')}`);
  const short = SHORT_NAMES[id];
  const table = TABLES.find((known) => known.id === (short?.table ?? id));
  if (table === undefined) throw unknownName('table', id, [...ids, ...Object.keys(SHORT_NAMES)]);
  return { table, preset: asked ?? short?.preset ?? (table.presets.laptop === undefined ? 'paper' : 'laptop') };
}

/** Returns the chosen jobs of a table. @throws InvalidInput when no data folder is named, and as `tableJobs` */
export function jobsOf(table: BenchmarkTable, preset: TablePresetName, flags: ReproduceFlags): TableJob[] {
  return tableJobs(table, {
    folder: path.resolve(flags.out),
    data: path.resolve(requireDataFolder(flags.data)),
    seeds: Array.from({ length: seedCount({ table, preset }, flags) }, (_, k) => k + 1),
    preset,
    ...(flags.only !== undefined && { only: flags.only.split(',').map((one) => one.trim()) }),
    ...(flags.engine !== undefined && { engine: flags.engine }),
  });
}

/** Returns the number of seeds of each entry: as given, or else that of the preset. */
export function seedCount({ table, preset }: ChosenTable, { seeds }: Pick<ReproduceFlags, 'seeds'>): number {
  return seeds ?? tablePreset(table, preset).seeds ?? USUAL_SEEDS;
}

const USUAL_SEEDS = 3;
