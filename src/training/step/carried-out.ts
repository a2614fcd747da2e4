/** The straight-line steps of a formula as tfjs operations. */
import type { StepOperation, StraightLine } from '../../theory/formula/straight-line.js';
import { tf } from '../compile/tfjs.js';

/** A formula's steps on every entry of a tensor. */
export function carriedOut({ steps, result }: StraightLine, x: tf.Tensor2D): tf.Tensor2D {
  const made: tf.Tensor2D[] = [];
  const tensorOf = (operand: StraightLine['result']): tf.Tensor2D | number =>
    typeof operand === 'number' ? operand : operand === 'x' ? x : (made[operand.step] as tf.Tensor2D);
  for (const { operation, operands } of steps) {
    made.push(onTensors(operation, operands.map(tensorOf)));
  }
  const outcome = tensorOf(result);
  return typeof outcome === 'number' ? tf.fill<tf.Rank.R2>(x.shape, outcome) : outcome;
}

/** Carries out one operation on tensors that broadcast; operands may be numbers, one at least is a tensor. */
export function onTensors<T extends tf.Tensor>(operation: StepOperation, operands: readonly (T | number)[]): T {
  return ON_TENSORS[operation](...(operands as unknown as [tf.Tensor2D, tf.Tensor2D])) as tf.Tensor as T;
}

/** Two operands for functions of one or two; of more, all. */
type OnTensors = (a: tf.Tensor2D, b: tf.Tensor2D, ...more: tf.Tensor2D[]) => tf.Tensor2D;

/** Operands may be numbers, one at least is a tensor. */
const ON_TENSORS: { readonly [Name in StepOperation]: OnTensors } = {
  sum: (a, b) => tf.add(a, b),
  difference: (a, b) => tf.sub(a, b),
  product: (a, b) => tf.mul(a, b),
  quotient: (a, b) => tf.div(a, b),
  power: (a, b) => ((b as unknown) === 2 ? tf.square(a) : tf.pow(a, b)),
  negative: (a) => tf.neg(a),
  exp: (a) => tf.exp(a),
  log: (a) => tf.log(a),
  sqrt: (a) => tf.sqrt(a),
  abs: (a) => tf.abs(a),
  max: (...all: tf.Tensor2D[]) => all.reduce((a, b) => tf.maximum(a, b)),
  min: (...all: tf.Tensor2D[]) => all.reduce((a, b) => tf.minimum(a, b)),
  tanh: (a) => tf.tanh(a),
  sigmoid: (a) => logistic(a),
  softplus: (a) => tf.softplus(a),
  step: (a) => tf.cast(tf.greater(a, 0), 'float32'),
  sign: (a) => tf.sign(a),
  logAddExp: (a, b) => tf.add(a, tf.softplus(tf.sub(b, a))),
  log1p,
  // eᵘ − 1 = tanh(u/2)(eᵘ + 1), without a difference.
  expm1: (a) => tf.mul(tf.tanh(tf.mul(a, 0.5)), tf.add(tf.exp(a), 1)),
};

/**
 * 1/(1 + e⁻ᵘ). ONNX Runtime's own sigmoid is off by up to 10⁻⁷ whatever its value, so that a small weight has no digits left.
 */
export function logistic<T extends tf.Tensor>(u: T | number): T {
  return tf.reciprocal<T>(tf.add(tf.exp(tf.neg<T>(u as T)), 1));
}

/** log w · u/(w − 1) with w = 1 + u rounded: the error of w cancels (Kahan). The same where w − 1 is 0, or infinite. */
function log1p(u: tf.Tensor2D): tf.Tensor2D {
  const w = tf.add(u, 1);
  const gone = tf.sub(w, 1);
  const corrects = tf.logicalAnd(tf.notEqual(gone, 0), tf.less(w, Infinity));
  const share = tf.div(u, tf.where(corrects, gone, tf.onesLike(gone)));
  return tf.where(corrects, tf.mul(tf.log(w), share), tf.where(tf.equal(gone, 0), u, tf.log(w))) as tf.Tensor2D;
}
