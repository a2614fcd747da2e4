/** Random weights that the min player may choose: points of the domain of F*. */
import type { ConjugateDomain } from '../../src/theory/losses/conjugates.js';
import type { RandomStream } from '../../src/theory/algebra/random-stream.js';

/** Totals up to this where they have no limit. */
const LARGEST_TOTAL = 8;

/** Anywhere in the domain, [n]. */
export function feasibleWeights(domain: ConjugateDomain, n: number, random: RandomStream): Float64Array {
  switch (domain) {
    case 'simplex':
      return withTotal(1, n, random);
    case 'sub-simplex':
      return withTotal(random.uniform(), n, random);
    case 'orthant':
      return withTotal(LARGEST_TOTAL * random.uniform(), n, random);
    case 'box':
      return Float64Array.from({ length: n }, () => random.uniform());
    case 'ones':
      return new Float64Array(n).fill(1);
  }
}

/** Away from the boundary, where the supremum of the conjugate is reached at moderate margins. */
export function interiorWeights(domain: ConjugateDomain, n: number, random: RandomStream): Float64Array {
  const weights = feasibleWeights(domain, n, random);
  const total = weights.reduce((a, b) => a + b, 0);
  const wanted = domain === 'sub-simplex' ? 0.1 + 0.8 * total : domain === 'orthant' ? 0.1 + total : 1;
  return weights.map((weight) => (wanted * (weight + 0.1)) / (total + 0.1 * n));
}

/** Shares drawn uniformly from the simplex. */
function withTotal(total: number, n: number, random: RandomStream): Float64Array {
  const parts = Float64Array.from({ length: n }, () => -Math.log(1 - random.uniform()) + Number.MIN_VALUE);
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => (total * part) / sum);
}
