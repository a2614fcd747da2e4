/** The straight-line steps of a formula as tfjs operations. */
import type { StepOperation, StraightLine } from '../symbolic/straight-line.js';
import { tf } from '../tfjs.js';

/** A formula's steps on every entry of a tensor. */
export function carriedOut({ steps, result }: StraightLine, x: tf.Tensor2D): tf.Tensor2D {
  const made: tf.Tensor2D[] = [];
  const tensorOf = (operand: StraightLine['result']): tf.Tensor2D | number =>
    typeof operand === 'number' ? operand : operand === 'x' ? x : (made[operand.step] as tf.Tensor2D);
  for (const { operation, operands } of steps) {
    made.push(ON_TENSORS[operation](...(operands.map(tensorOf) as [tf.Tensor2D, tf.Tensor2D])));
  }
  const outcome = tensorOf(result);
  return typeof outcome === 'number' ? tf.fill<tf.Rank.R2>(x.shape, outcome) : outcome;
}

/** Two operands for functions of one or two; of more, all. */
type OnTensors = (a: tf.Tensor2D, b: tf.Tensor2D, ...more: tf.Tensor2D[]) => tf.Tensor2D;

/** Operands may be numbers, one at least is a tensor. */
const ON_TENSORS: { readonly [Name in StepOperation]: OnTensors } = {
  add: (a, b) => tf.add(a, b),
  subtract: (a, b) => tf.sub(a, b),
  multiply: (a, b) => tf.mul(a, b),
  divide: (a, b) => tf.div(a, b),
  pow: (a, b) => ((b as unknown) === 2 ? tf.square(a) : tf.pow(a, b)),
  unaryMinus: (a) => tf.neg(a),
  exp: (a) => tf.exp(a),
  log: (a) => tf.log(a),
  sqrt: (a) => tf.sqrt(a),
  abs: (a) => tf.abs(a),
  max: (...all: tf.Tensor2D[]) => all.reduce((a, b) => tf.maximum(a, b)),
  min: (...all: tf.Tensor2D[]) => all.reduce((a, b) => tf.minimum(a, b)),
  tanh: (a) => tf.tanh(a),
  sigmoid: (a) => tf.sigmoid(a),
  softplus: (a) => tf.softplus(a),
  step: (a) => tf.cast(tf.greater(a, 0), 'float32'),
  sign: (a) => tf.sign(a),
  logAddExp: (a, b) => tf.add(a, tf.softplus(tf.sub(b, a))),
  log1p: (a) => tf.log(tf.add(a, 1)),
};
