/**
 * Quantiles of Student's t distribution, also for a number of degrees of freedom that is not an integer, as Welch's test has it.
 *
 * With t = √ν·tan θ the density is cos^{ν−1} θ up to a factor, so that P(|T| ≤ t) = ∫₀^θ cos^{ν−1} / ∫₀^{π/2} cos^{ν−1}.
 */
import type { Statistic } from './statistic.js';

/** Level of all confidence intervals. */
export const CONFIDENCE = 0.95;

/** Returns half the width of the interval of a mean, by Student's t; null for one value. */
export function meanHalfWidth({ n, deviation }: Pick<Statistic, 'n' | 'deviation'>): number | null {
  return deviation === null ? null : (twoSidedQuantile(CONFIDENCE, n - 1) * deviation) / Math.sqrt(n);
}

/**
 * Returns the t that |T| does not exceed with probability `level`.
 *
 * @param freedom ν, at least 1 @param level in (0, 1)
 */
export function twoSidedQuantile(level: number, freedom: number): number {
  const all = tailIntegral(Math.PI / 2, freedom);
  // Of v = π/2 − θ, from 0: the tail beyond t holds 1 − level.
  let [low, high] = [0, Math.PI / 2];
  for (let k = 0; k < BISECTIONS; k++) {
    const middle = (low + high) / 2;
    if (tailIntegral(middle, freedom) < (1 - level) * all) low = middle;
    else high = middle;
  }
  return Math.sqrt(freedom) / Math.tan((low + high) / 2);
}

/** Number of bisections; more change nothing in double precision. */
const BISECTIONS = 60;
/** Pieces of Simpson's rule, an even number: the error is below 1e-7 of the integral for ν up to 1,000. */
const PIECES = 2000;

/** Returns ∫₀^v sin^{ν−1}, after the substitution v = s², which removes the kink at small ν. */
function tailIntegral(v: number, freedom: number): number {
  const width = Math.sqrt(v) / PIECES;
  let sum = 0;
  for (let k = 0; k <= PIECES; k++) {
    const s = k * width;
    const weight = k === 0 || k === PIECES ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * 2 * s * Math.sin(s * s) ** (freedom - 1);
  }
  return (sum * width) / 3;
}
