/**
 * Computes F* where no closed form is known.
 *
 * F is symmetric in the margins. Where it is also convex, the mean of αᵀx − F(x) over the orders of x is no less at the mean
 * margin, so for equal weights equal margins attain the supremum: with n negatives
 *
 *   F*(a, …, a) = sup_t nat − f(t),   f(t) = φ(nψ(t)),
 *
 * which is concave in the one number t, and its slope na − f′(t) changes sign where it is largest.
 */
import { middle, type Interval } from '../algebra/interval.js';
import { asFunction, VARIABLE, type CoreExpression } from './core-expression.js';
import { jetOver, pointBox } from './interval-jet.js';
import { alongEqualMargins } from './exponential-psi.js';
import { MARGIN_RANGE, middleOf, type LossExpressions } from './loss-expressions.js';

/** F*, or its part, at a sum of weights or at one weight. */
export interface ConjugatePoint {
  readonly at: number;
  readonly value: number;
}

/** F*(a, …, a) of `negatives` equal weights a, with a in `at`. */
export interface EqualWeightsPoint extends ConjugatePoint {
  readonly negatives: number;
}

/** Number of points on a curve. */
const POINTS = 101;
/** Numbers of negatives: few show the course of F*; with many the weights that occur differ by orders of magnitude. */
const NEGATIVES = [1, 2, 4] as const;

/** Computes F*(a, …, a) on a grid of the weights a that occur at equal margins in [−2, 2], for 1, 2 and 4 negatives. */
export function equalWeightsCurve(loss: LossExpressions): EqualWeightsPoint[] {
  return NEGATIVES.flatMap((negatives) => {
    const along = alongEqualMargins(loss, negatives);
    const weightAt = (t: number): number => slopeAt(along, t, middleOf(loss)) / negatives;
    const least = weightAt(MARGIN_RANGE.lower);
    const most = weightAt(MARGIN_RANGE.upper);
    const weights =
      most > least ? Array.from({ length: POINTS }, (_, k) => least + ((most - least) * k) / (POINTS - 1)) : [least];
    return weights
      .map((at) => ({ negatives, at, value: conjugateAtEqualWeights(loss, negatives, at) }))
      .filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value));
  });
}

/**
 * Computes F*(a, …, a), where F is convex and the weight `a` occurs at equal margins in [−2, 2]; elsewhere the supremum over
 * these margins. An error of δ in the margin is one of δ² in the value.
 *
 * @param negatives number of weights
 */
export function conjugateAtEqualWeights(loss: LossExpressions, negatives: number, a: number): number {
  const values = middleOf(loss);
  const along = alongEqualMargins(loss, negatives);
  const pull = (t: number): number => slopeAt(along, t, values) - negatives * a;
  let { lower, upper } = MARGIN_RANGE;
  let [below, above] = [pull(lower), pull(upper)];
  // F* is at most this product above what an end gives, since F is convex.
  const isOpen = (): boolean => (upper - lower) * Math.min(Math.abs(below), Math.abs(above)) > CLOSE;
  for (let step = 1; step <= MOST_STEPS && upper - lower > NARROW && isOpen(); step++) {
    const secant = lower - (below * (upper - lower)) / (above - below);
    const t = step % 3 !== 0 && secant > lower && secant < upper ? secant : middle({ lower, upper });
    const there = pull(t);
    if (there < 0) [lower, below] = [t, there];
    else [upper, above] = [t, there];
  }
  const value = asFunction(along, values);
  const gain = (t: number): number => negatives * a * t - value(t);
  // Bisection never reaches the ends themselves, where the largest and the least weight occur.
  return Math.max(...[MARGIN_RANGE.lower, lower, upper, MARGIN_RANGE.upper].map(gain).filter((x) => !Number.isNaN(x)));
}

/** The error of F* at which the search ends. */
const CLOSE = 1e-15;
/** Width of the search in margins at which it ends: its square, the error of F* so near, is below rounding. */
const NARROW = 2 ** -28;
const MOST_STEPS = 90;

/** Samples a curve at evenly spaced t in the range, and keeps the points that are finite. */
export function conjugateCurve({ lower, upper }: Interval, point: (t: number) => ConjugatePoint): ConjugatePoint[] {
  return Array.from({ length: POINTS }, (_, k) => point(lower + ((upper - lower) * k) / (POINTS - 1))).filter(
    ({ at, value }) => Number.isFinite(at) && Number.isFinite(value),
  );
}

/** Returns the derivative at x, at a corner a number between its one-sided slopes; NaN where there is none. */
export function slopeAt(expression: CoreExpression, x: number, values: Readonly<Record<string, number>>): number {
  const jet = jetOver(expression, pointBox({ ...values, [VARIABLE]: x }));
  return jet === undefined ? Number.NaN : middle(jet.first);
}
