/** Differences of many rows from one, whose runs share their seeds: simultaneous intervals from one estimate of the noise. */
import { twoSidedQuantile } from '../runs/student-t.js';
import type { SeedValues } from '../runs/difference.js';

/** A difference of means over shared seeds; `halfWidth` of an interval that all of them hold together. */
export interface BlockDifference {
  readonly row: string;
  readonly n: number;
  readonly mean: number;
  readonly halfWidth: number;
}

/**
 * Returns the differences of rows from a reference, with intervals that all hold with probability 95 % (Bonferroni).
 *
 * A value is taken as row + seed + noise, the noise alike in all rows: its variance, of (rows − 1)(seeds − 1) degrees of freedom, is
 * estimated from all rows, since three seeds of two rows alone say little of it.
 *
 * @param values of every row by seed @param compared ids of the rows that are compared with the reference
 * @returns none before all rows have the same two seeds
 * @example
 * const seeds = (a: number, b: number) => new Map([[1, a], [2, b]]);
 * const values = new Map([['x', seeds(1, 2)], ['y', seeds(3, 4)], ['z', seeds(1, 2.6)]]);
 * blockDifferences(values, 'x', ['y'])[0]; // { row: 'y', n: 2, mean: 2, halfWidth: 1.4905 }
 */
export function blockDifferences(
  values: ReadonlyMap<string, SeedValues>,
  reference: string,
  compared: readonly string[],
): BlockDifference[] {
  const rows = [...values.keys()];
  const seeds = [...(values.get(reference)?.keys() ?? [])].filter((seed) =>
    rows.every((row) => values.get(row)?.has(seed) === true),
  );
  if (seeds.length < 2 || rows.length < 2) return [];
  const at = (row: string, seed: number): number => values.get(row)?.get(seed) ?? Number.NaN;
  const mean = (over: readonly string[], during: readonly number[]): number =>
    over.reduce((sum, row) => sum + during.reduce((all, seed) => all + at(row, seed), 0), 0) /
    (over.length * during.length);
  const grand = mean(rows, seeds);
  const squares = rows.flatMap((row) =>
    seeds.map((seed) => (at(row, seed) - mean([row], seeds) - mean(rows, [seed]) + grand) ** 2),
  );
  const freedom = (rows.length - 1) * (seeds.length - 1);
  const variance = squares.reduce((sum, square) => sum + square, 0) / freedom;
  const level = 1 - (1 - CONFIDENCE) / compared.length;
  const halfWidth = twoSidedQuantile(level, freedom) * Math.sqrt((2 * variance) / seeds.length);
  const base = mean([reference], seeds);
  return compared.map((row) => ({ row, n: seeds.length, mean: mean([row], seeds) - base, halfWidth }));
}

/** Probability that all intervals together hold the differences. */
const CONFIDENCE = 0.95;
