/**
 * The evidence that a check of a claim can give, in the words of the scale of `base/evidence-grades.ts`.
 *
 * - `exact`: the statement is a polynomial or rational identity, checked at random points of the prime field with
 *   p = 2⁶¹ − 1 elements. By Schwartz and Zippel a false identity of degree D passes one point with probability at most
 *   D/p. The identities' coefficients are small integers, so one that holds modulo p holds over the rationals. Where a formula
 *   compares, as ReLU does, the points are whole numbers of 61 bits, for which the same bound holds.
 * - `symbolic`: the rules of calculus of `theory/analysis` prove it, on the whole domain that is stated.
 * - `interval-certified`: for each instance an inequality is proven, rounding included, in interval arithmetic.
 * - `sampled`: a property tried in floating point, with a bound derived from rounding and step sizes.
 *
 * A property that is proven of the formulae is compared with the code that computes them within rounding besides.
 *
 * A claim has the strongest grade that its statement admits; `reason` says what is proven, or why it stays sampled.
 */
import type { EvidenceGrade } from '../base/evidence-grades.js';
import { FIELD_BITS } from '../theory/algebra/prime-field.js';

/**
 * Grade of a claim's evidence, and the reason why it is no higher.
 *
 * `degree`: of the polynomial that vanishes. `points`: of the field, or whole numbers of 61 bits; default `field`.
 */
export type Grade =
  | {
      readonly kind: 'exact';
      readonly degree: number;
      readonly points?: 'field' | 'whole numbers';
      readonly reason: string;
    }
  | { readonly kind: Exclude<EvidenceGrade, 'exact'>; readonly reason: string };

/**
 * Bounds log₁₀ of the probability that a false identity of this degree passes at `points` independent points.
 *
 * @example
 * logFailureProbability(4, 1); // -17.7608 = Math.log10(4 / 2 ** 61)
 * logFailureProbability(4, 10); // -177.6077
 */
export function logFailureProbability(degree: number, points: number): number {
  return points * (Math.log10(degree) - FIELD_BITS * Math.log10(2));
}
