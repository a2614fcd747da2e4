/** Starts whose first layer is blind to some eigenvectors of a diagonal covariance. */
import fc, { type Arbitrary } from 'fast-check';
import { seeds } from '../../src/claims/instances.js';
import { at, generate, type Matrix } from '../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, randomLayers, unitNorm, type Layers } from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { widthLists } from './aligned-instance.js';

export interface InvariantStart {
  /** Diagonal of C: different multiples of 1/4 in [−1, 1], and perhaps zeros. */
  readonly eigenvalues: readonly number[];
  /** True for each of them along which W₁ has a component. */
  readonly seen: readonly boolean[];
  /** n₁ … n_L. */
  readonly widths: readonly number[];
  readonly seed: number;
}

/** Non-zero eigenvalues at most, and zeros. */
const [NON_ZERO, ZEROS] = [4, 2];
/** Starts tried until one has E > 0. */
const DRAWS = 100;

/** Starts with E > 0 that see a positive eigenvalue and are blind to the largest. */
export function invariantStarts(): Arbitrary<InvariantStart> {
  const quarters = fc.integer({ min: -4, max: 4 }).filter((k) => k !== 0);
  const size = NON_ZERO + ZEROS;
  return fc
    .record({
      values: fc.uniqueArray(quarters, { minLength: 2, maxLength: NON_ZERO }),
      zeros: fc.nat({ max: ZEROS }),
      sight: fc.array(fc.boolean(), { minLength: size, maxLength: size, size: 'max' }),
      widths: widthLists(4, 3),
      seed: seeds(),
    })
    .map(({ values, zeros, sight, widths, seed }) => {
      const eigenvalues = [...values.map((k) => k / 4), ...Array.from({ length: zeros }, () => 0)];
      return { eigenvalues, seen: sight.slice(0, eigenvalues.length), widths, seed };
    })
    .filter(
      ({ eigenvalues, seen }) => topOf(eigenvalues, seen) > 0 && topOf(eigenvalues, seen) < Math.max(...eigenvalues),
    )
    .filter((instance) => startOf(instance) !== undefined);
}

/** The largest eigenvalue that is seen; −∞ for none. */
export function topOf(eigenvalues: readonly number[], seen: readonly boolean[]): number {
  return Math.max(-Infinity, ...eigenvalues.filter((_, i) => seen[i]));
}

/** The first random stack with E > 0, the columns of W₁ that are not seen exactly 0; undefined for none in 100. */
export function startOf({ eigenvalues, seen, widths, seed }: InvariantStart): Layers | undefined {
  const random = randomStream(seed, 'invariant start');
  const covariance = diagonal(eigenvalues);
  for (let draw = 0; draw < DRAWS; draw++) {
    const start = randomLayers([eigenvalues.length, ...widths], random).map((layer, l) =>
      l === 0 ? unitNorm(generate(layer.rows, layer.columns, (i, j) => (seen[j] ? at(layer, i, j) : 0))) : layer,
    );
    if (deepLinearEnergy(start, covariance) > 0) return start;
  }
  return undefined;
}

export function diagonal(entries: readonly number[]): Matrix {
  return generate(entries.length, entries.length, (i, j) => (i === j ? (entries[i] as number) : 0));
}

/** The columns of a matrix that are marked. */
export function markedColumns(matrix: Matrix, marks: readonly boolean[]): Matrix {
  const columns = marks.flatMap((marked, j) => (marked ? [j] : []));
  return generate(matrix.rows, columns.length, (i, k) => at(matrix, i, columns[k] as number));
}
