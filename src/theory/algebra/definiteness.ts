/**
 * Proofs about the sign of a quadratic form xᵀAx.
 *
 * On the rows of B = VᵀAV whose circle lies right of 0, B is diagonally dominant with a positive diagonal, so xᵀAx > 0 on
 * a subspace of as many dimensions: A has at least so many positive eigenvalues, whatever V is (see congruence.ts).
 */
import { congruentCircles, farEnd, nearEnd, type Enclosed } from './congruence.js';

/**
 * The outcome of an attempted proof:
 * - `proven`: true of the matrix as given (of every symmetric matrix in it, where it is an interval matrix)
 * - `disproven`: false of it
 * - `open`: rounding hides the answer; nothing follows
 */
export type Proof = 'proven' | 'disproven' | 'open';

/** The numbers of eigenvalues that are proven to have each sign; the others are `open`. */
export interface Signature {
  readonly positive: number;
  readonly negative: number;
  readonly open: number;
}

/**
 * Counts the signs of the eigenvalues, as far as they can be proven. An eigenvalue that is exactly 0 stays open.
 *
 * @param a symmetric, [n, n]
 * @throws InvalidInput when A is not square or not symmetric
 * @example
 * certifiedSignature(fromNested([[0, 2], [2, 0]])); // { positive: 1, negative: 1, open: 0 }
 */
export function certifiedSignature(a: Enclosed): Signature {
  const form = congruentCircles(a)?.form ?? [];
  const positive = form.filter((circle) => nearEnd(circle).lower > 0).length;
  const negative = form.filter((circle) => farEnd(circle).upper < 0).length;
  return { positive, negative, open: a.rows - positive - negative };
}

/**
 * Decides if xᵀAx > 0 for every x ≠ 0. Disproven where a negative eigenvalue is proven; a singular matrix stays open.
 *
 * @param a symmetric, [n, n]
 * @throws InvalidInput when A is not square or not symmetric
 * @example
 * certifiedPositiveDefinite(fromNested([[2, 1], [1, 2]])); // 'proven'
 * certifiedPositiveDefinite(fromNested([[1, 1], [1, 1]])); // 'open'
 */
export function certifiedPositiveDefinite(a: Enclosed): Proof {
  const { positive, negative } = certifiedSignature(a);
  if (positive === a.rows) return 'proven';
  return negative > 0 ? 'disproven' : 'open';
}
