/** Random weights that the min player may choose: points of the domain of F*. */
import type { ConstraintSet } from '../../src/theory/analysis/regulariser-form.js';
import type { RandomStream } from '../../src/theory/algebra/random-stream.js';

/** Totals up to this where they have no limit. */
const LARGEST_TOTAL = 8;

/** Anywhere in the domain, [n]. */
export function feasibleWeights(set: ConstraintSet<number>, n: number, random: RandomStream): Float64Array {
  switch (set.kind) {
    case 'sum-equals':
      return withTotal(set.bound, n, random);
    case 'sum-at-most':
      return withTotal(set.bound * random.uniform(), n, random);
    case 'orthant':
      return withTotal(LARGEST_TOTAL * random.uniform(), n, random);
    case 'each-at-most':
      return Float64Array.from({ length: n }, () => set.bound * random.uniform());
    case 'each-equals':
      return new Float64Array(n).fill(set.bound);
  }
}

/** Away from the boundary, where the supremum of the conjugate is reached at moderate margins. */
export function interiorWeights(set: ConstraintSet<number>, n: number, random: RandomStream): Float64Array {
  const weights = feasibleWeights(set, n, random);
  const total = weights.reduce((a, b) => a + b, 0);
  const bound = set.kind === 'orthant' ? 1 : set.bound;
  const wanted = set.kind === 'sum-at-most' ? 0.1 * bound + 0.8 * total : set.kind === 'orthant' ? 0.1 + total : bound;
  return weights.map((weight) => (wanted * (weight + 0.1)) / (total + 0.1 * n));
}

/** Shares drawn uniformly from the simplex. */
function withTotal(total: number, n: number, random: RandomStream): Float64Array {
  const parts = Float64Array.from({ length: n }, () => -Math.log(1 - random.uniform()) + Number.MIN_VALUE);
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => (total * part) / sum);
}
