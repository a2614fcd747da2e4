/**
 * An importance given as a formula on a whole batch, in float32: the steps of the formula on the matrix of distances.
 *
 * Where weights lie beyond what float32 holds, log α is formed in their place and every row is taken relative to its largest.
 */
import { compileFormula } from '../../theory/formula/compile-formula.js';
import { call, VARIABLE } from '../../theory/formula/expression.js';
import { formulaOf } from '../../theory/formula/formula.js';
import {
  importanceFromFormula,
  LARGEST_DISTANCE,
  type AlphaFormula,
} from '../../theory/losses/importance-from-formula.js';
import { straightLine } from '../../theory/formula/straight-line.js';
import { tf } from '../compile/tfjs.js';
import { carriedOut } from './carried-out.js';
import type { BatchImportance } from './negative-distances.js';
import { withoutGradient } from './without-gradient.js';

/** @throws InvalidInput as `importanceFromFormula` */
export function formulaImportance(given: AlphaFormula): BatchImportance {
  const { formula, parameters, weight } = importanceFromFormula(given);
  const log = formulaOf(call('log', formula.expression));
  if (DISTANCES.every((r) => isHeld(weight(r))) || !isPositive(compileFormula(log, parameters))) {
    const line = straightLine(formula, parameters, VARIABLE);
    return ({ r, negatives }) => ({ relative: tf.mul(carriedOut(line, withinUnitSphere(r)), negatives) });
  }
  const line = straightLine(log, parameters, VARIABLE);
  return ({ r, excluded }) => {
    const allowed = tf.sub<tf.Tensor2D>(carriedOut(line, withinUnitSphere(r)), excluded);
    const logScale = withoutGradient(() => tf.max<tf.Tensor2D>(allowed, 1, true));
    return { relative: tf.exp(tf.sub(allowed, logScale)), logScale };
  };
}

/** Rounding can put 1 − cosine a little beyond 2, where a root or a logarithm may end. */
function withinUnitSphere(r: tf.Tensor2D): tf.Tensor2D {
  return tf.minimum(r, LARGEST_DISTANCE);
}

/** Sums of thousands of such weights, and their quotients, stay within float32. */
function isHeld(weight: number): boolean {
  return weight >= 1e-30 && weight <= 1e30;
}

const DISTANCES = Array.from({ length: 1025 }, (_, k) => (k * LARGEST_DISTANCE) / 1024);

/** A weight that is 0 has no logarithm; one that only vanishes among doubles has. */
function isPositive(log: (r: number) => number): boolean {
  return DISTANCES.every((r) => Number.isFinite(log(r)));
}
