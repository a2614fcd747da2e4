/**
 * Rounding of a loss that a reader gives, from the enclosures of its formulae: nothing is assumed of their size, and large
 * terms may cancel in them.
 */
import { product, type Interval } from '../../src/theory/algebra/interval.js';
import { row, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { anchorLoss, importanceOfMargins } from '../../src/theory/losses/loss.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';
import type { LossFormulae } from '../../src/theory/losses/loss-formulae.js';
import { longestRow } from './given-loss.js';
import { anchorOver, enclosedLoss, importanceOver, pointsOf, sumOver, widthOf } from './loss-enclosure.js';
import { lossOf } from './loss-instances.js';

/**
 * The rounding of a margin of rows in d dimensions, none longer than r: it is the difference of two halves of squared
 * distances of at most 2r², each off by (d + 2)ε of that, and rounds once more.
 */
export function marginRounding(z: Rows, zPrime: Rows): number {
  const longest = Math.max(longestRow(z), longestRow(zPrime));
  return (z.columns + 3) * Number.EPSILON * 4 * longest ** 2;
}

/** Rounding of L: what every F does as its margins move by their rounding, and that of the sum over anchors. */
export function lossRounding(given: LossFormulae, z: Rows, zPrime: Rows): number {
  const loss = lossOf({ name: 'formulae', parameters: {}, ...given });
  const margins = pairMargins(z, zPrime);
  const off = marginRounding(z, zPrime);
  let rounding = Number.MIN_VALUE;
  for (let i = 0; i < z.rows; i++) {
    const around = without(row(margins, i), i).map((x): Interval => ({ lower: x - off, upper: x + off }));
    rounding += widthOf(anchorOver(enclosedLoss(given), around));
    rounding += (z.rows + 8) * Number.EPSILON * Math.abs(anchorLoss(loss, row(margins, i), i));
  }
  return rounding + weightTerms(given, margins) * off;
}

/** Rounding of each αⱼ of one anchor, beside a relative one. @param margins of its pairs alone */
export function weightRounding(given: LossFormulae, margins: Float64Array): number[] {
  return importanceOver(enclosedLoss(given), pointsOf(margins)).map(widthOf);
}

/** Rounding of an entry of ∇²F at most, from its factors. */
export function curvatureRounding(given: LossFormulae, margins: Float64Array): number {
  const { phi, psi } = enclosedLoss(given);
  const x = pointsOf(margins);
  const xi = sumOver({ phi, psi }, x);
  const slopes = x.map(psi.derivative);
  const inner = x.map((at) => product(phi.derivative(xi), psi.secondDerivative(at)));
  const outer = slopes.flatMap((a) => slopes.map((b) => product(phi.secondDerivative(xi), product(a, b))));
  return Math.max(0, ...outer.map(widthOf)) + Math.max(0, ...inner.map(widthOf));
}

/** Σα. */
function weightTerms(given: LossFormulae, margins: Matrix): number {
  const loss = lossOf({ name: 'formulae', parameters: {}, ...given });
  return importanceOfMargins(loss, margins).data.reduce((sum, weight) => sum + Math.abs(weight), 0);
}

/** The margins of anchor i's pairs: all but its own. */
export function without(margins: Float64Array, i: number): number[] {
  return [...margins].filter((_, j) => j !== i);
}
