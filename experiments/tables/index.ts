/** The catalogue of tables. A new one is one file and one line here. */
import type { BenchmarkTable, TablePresetName } from '../../src/results/tables/benchmark-table.js';
import { losses } from './losses.js';
import { resnet50 } from './resnet50.js';

export const TABLES: readonly BenchmarkTable[] = [losses, resnet50];

/** A preset of a table by one name. */
export const SHORT_NAMES: Readonly<Record<string, { readonly table: string; readonly preset: TablePresetName }>> = {
  laptop: { table: 'losses', preset: 'laptop' },
};
