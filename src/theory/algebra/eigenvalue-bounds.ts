/**
 * Proven bounds of the eigenvalues of a symmetric matrix.
 *
 * With B = VᵀAV, G = VᵀV and the circles bᵢ ± rᵢ, gᵢ ± sᵢ of their rows (see congruence.ts): if gᵢ > sᵢ and
 * μ ≥ (bᵢ + rᵢ)/(gᵢ ∓ sᵢ) for the m rows in a set S, the matrix μG − B restricted to S is diagonally dominant, so
 * xᵀAx ≤ μ‖x‖² on the m-dimensional span of the columns S of V, and by Courant and Fischer λ_{n−m+1} ≤ μ. Sorted, the
 * quotients bound every eigenvalue from above, and likewise from below.
 */
import { congruentCircles, farEnd, nearEnd, type Enclosed } from './congruence.js';
import { quotient, WHOLE_LINE, type Interval } from './interval.js';

/**
 * Returns an interval around each eigenvalue, the largest eigenvalue first. Their width is about n² ulps of the largest |λ|,
 * plus the width of A.
 *
 * @param a symmetric, [n, n]
 * @returns n intervals; the whole line where nothing is proven
 * @throws InvalidInput when A is not square or not symmetric
 * @example
 * const [largest, smallest] = eigenvalueBounds(fromNested([[2, 1], [1, 2]]));
 * largest; // { lower: 3, upper: 3 }
 * smallest; // { lower: 1, upper: 1 }
 */
export function eigenvalueBounds(a: Enclosed): Interval[] {
  const found = congruentCircles(a);
  if (found === undefined) return Array.from({ length: a.rows }, () => WHOLE_LINE);
  const quotients = found.form.map((circle, i) => {
    const gram = found.gram[i] as (typeof found.gram)[number];
    const share = { lower: nearEnd(gram).lower, upper: farEnd(gram).upper };
    // Dividing by an interval around 0 gives the whole line: without gᵢ > sᵢ the row shows nothing.
    if (share.lower <= 0) return WHOLE_LINE;
    return { lower: quotient(nearEnd(circle), share).lower, upper: quotient(farEnd(circle), share).upper };
  });
  const lower = quotients.map((bounds) => bounds.lower).toSorted((p, q) => q - p);
  const upper = quotients.map((bounds) => bounds.upper).toSorted((p, q) => q - p);
  return lower.map((low, k) => ({ lower: low, upper: upper[k] as number }));
}
