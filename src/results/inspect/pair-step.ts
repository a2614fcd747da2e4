/**
 * A block of anchors against all rows as one step: distances, the weights of every loss, and what they attract, in one graph. An
 * N × N matrix is never there, only [B, N] of a block.
 */
import { tf } from '../../training/compile/tfjs.js';
import type { NamedTensors, Step, TensorSpec } from '../../training/compile/step.js';
import type { WeighBlock } from '../../training/step/block-weights.js';
import type { BlockSize, KeptOfBlock } from './anchor-blocks.js';

/**
 * Makes the step. Its inputs are the rows `z`, [N, d], with half their squared lengths, `halves`; of the block's anchors the rows `anchors`,
 * [B, d], half their squares `ownHalves`, their places `own` among the rows and d² to the `positives`, [B, 1]; and 1 for those that
 * count, `counted`, [1, B].
 *
 * Its outputs are the `distances`, [B, N], the sums of exp(−4d²) over the negatives, `potentials`, and of loss k the weights `alpha k`, [B, N];
 * of each anchor, [B, 1], Σα, `totals k`, Σ α log α, `logs k`, Σα d², `moments k`, the largest α, `largest k`, and `beta k`, where β is not Σα;
 * αZ, `attracted k`, [B, d], and sums of α over the anchors that count, `columns k`, [1, N]. Where sums are kept alone, these are
 * `totals k`, `beta k`, `attracted k` and `columns k`.
 */
export function pairStep(
  { anchors, rows, columns }: BlockSize,
  weighs: readonly WeighBlock[],
  keeps: KeptOfBlock,
): Step {
  const float = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
  return {
    state: {},
    inputs: {
      z: float(rows, columns),
      halves: float(1, rows),
      anchors: float(anchors, columns),
      ownHalves: float(anchors, 1),
      own: { shape: [anchors, 1], dtype: 'int32' },
      positives: float(anchors, 1),
      counted: float(1, anchors),
    },
    run: (_, inputs) => ({ state: {}, outputs: outputsOf(inputs, rows, weighs, keeps) }),
  };
}

function outputsOf(
  inputs: NamedTensors,
  rows: number,
  weighs: readonly WeighBlock[],
  keeps: KeptOfBlock,
): NamedTensors {
  const given = (name: string): tf.Tensor2D => inputs[name] as tf.Tensor2D;
  const z = given('z');
  const products = tf.matMul(given('anchors'), z, false, true);
  const distances = tf.relu(tf.sub<tf.Tensor2D>(tf.add(given('halves'), given('ownHalves')), products));
  const places = tf.reshape(tf.range(0, rows, 1, 'int32'), [1, rows]);
  const negatives = tf.cast<tf.Tensor2D>(tf.notEqual(places, given('own')), 'float32');
  const ofEach = (terms: tf.Tensor2D): tf.Tensor => tf.sum(terms, 1, true);
  const outputs: Record<string, tf.Tensor> = {};
  if (keeps === 'pairs') {
    outputs['distances'] = distances;
    outputs['potentials'] = ofEach(tf.mul(tf.exp(tf.mul(distances, -4)), negatives));
  }
  weighs.forEach((weigh, k) => {
    const { alpha, beta } = weigh({ toNegative: distances, negatives, toPositive: given('positives') });
    outputs[`totals ${k}`] = ofEach(alpha);
    outputs[`attracted ${k}`] = tf.matMul(alpha, z);
    outputs[`columns ${k}`] = tf.matMul(given('counted'), alpha);
    if (beta !== undefined) outputs[`beta ${k}`] = beta;
    if (keeps === 'sums') return;
    outputs[`alpha ${k}`] = alpha;
    outputs[`logs ${k}`] = ofEach(tf.mul(alpha, tf.log(tf.maximum(alpha, SMALLEST_WEIGHT))));
    outputs[`moments ${k}`] = ofEach(tf.mul(alpha, distances));
    outputs[`largest ${k}`] = tf.max(alpha, 1, true);
  });
  return outputs;
}

/** A smaller weight adds nothing to Σ α log α. */
const SMALLEST_WEIGHT = 1e-37;
