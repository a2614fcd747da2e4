/** The catalogue of tables. A new one is one file and one line here. */
import type { BenchmarkTable, TablePresetName } from '../../src/results/tables/benchmark-table.js';
import { losses } from './losses.js';
import { resnet50 } from './resnet50.js';
import { tuned } from './tuned.js';
import type { TunedTable } from '../../src/results/tuned/tuned-table.js';

export const TABLES: readonly BenchmarkTable[] = [losses, resnet50];

/** The tables whose losses are tuned before they are compared. */
export const TUNED_TABLES: readonly TunedTable[] = [tuned];

/** A preset of a table by one name. */
export const SHORT_NAMES: Readonly<Record<string, { readonly table: string; readonly preset: TablePresetName }>> = {
  laptop: { table: 'losses', preset: 'laptop' },
};
