/** Instances of the PCA theorem: weighted views, the widths of a network, and its random start. */
import type { WeightedViews } from '../../src/claims/instances.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { maxAbs, type Matrix } from '../../src/theory/algebra/matrix.js';
import { randomLayers, type Layers } from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';

export interface PcaInstance extends WeightedViews {
  /** n₁ … n_L: outputs of each layer. */
  readonly widths: readonly number[];
  /** Seed of the random start. */
  readonly seed: number;
}

/** Tangential gradient at which training stops, as a share of max |λ|. */
export const STATIONARITY = 1e-8;

export function startOf({ z, widths, seed }: Pick<PcaInstance, 'z' | 'widths' | 'seed'>): Layers {
  return randomLayers([z.columns, ...widths], randomStream(seed, 'start'));
}

/** min(λ₁, λ₁ − λ₂) / max |λ|, the least curvature at the maximum; not positive when λ_max ≤ 0. */
export function gapOf(covariance: Matrix): number {
  if (maxAbs(covariance.data) === 0) return 0;
  return gapOfValues(symmetricEigen(covariance).values);
}

/** The same of the eigenvalues, descending, not all 0. */
export function gapOfValues(values: Float64Array): number {
  const [first = 0, second = 0] = values;
  return Math.min(first, values.length > 1 ? first - second : first) / Math.max(...values.map(Math.abs));
}
