/** Bounds of the difference by rounding alone of two ways to compute a contrastive covariance. */
import { norm, row, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';

/**
 * An entry of C_α[a, b] is a sum of 2N² products, each of them at most |αᵢⱼ|(‖aᵢ‖+‖aⱼ‖)(‖bᵢ‖+‖bⱼ‖) in size (or the same
 * with the second view), so either way errs by at most γ Σ of these sizes, γ = (N² + d + 8)ε with a margin for the
 * centring; two ways differ by twice that.
 */
export function covarianceRounding(alpha: Matrix, a: Rows, aPrime: Rows, b: Rows = a, bPrime: Rows = aPrime): number {
  const [aLength, bLength] = [lengths(a), lengths(b)];
  const [aPrimeLength, bPrimeLength] = [lengths(aPrime), lengths(bPrime)];
  let size = 0;
  for (let i = 0; i < a.rows; i++) {
    const [aOwn, bOwn] = [aLength[i] as number, bLength[i] as number];
    const augmented = (aOwn + (aPrimeLength[i] as number)) * (bOwn + (bPrimeLength[i] as number));
    for (let j = 0; j < a.rows; j++) {
      const between = (aOwn + (aLength[j] as number)) * (bOwn + (bLength[j] as number));
      size += Math.abs(alpha.data[i * a.rows + j] as number) * (between + augmented);
    }
  }
  const gamma = (a.rows ** 2 + a.columns + b.columns + 8) * Number.EPSILON;
  return 2 * gamma * size + Number.MIN_VALUE;
}

function lengths(rows: Rows): Float64Array {
  return Float64Array.from({ length: rows.rows }, (_, i) => norm(row(rows, i)));
}
