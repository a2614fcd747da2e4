/** The catalogue of tables. A new one is one file and one line here. */
import type { BenchmarkTable } from '../../src/tables/benchmark-table.js';
import { laptop } from './laptop.js';

export const TABLES: readonly BenchmarkTable[] = [laptop];
