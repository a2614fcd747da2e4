/**
 * The weights of a loss on a block of anchors against all rows: α of every pair and β of every positive, float32, [B, N] and [B, 1].
 *
 * They are those of a training step, whose steps are taken here with a block of B anchors in place of a whole batch.
 */
import { compiledProgram } from '../../theory/distance-losses/compiled-program.js';
import type { DistanceLoss } from '../../theory/distance-losses/distance-loss.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { tf } from '../compile/tfjs.js';
import { batchImportance } from './batch-importance.js';
import { SMALLEST_DISTANCE } from './compared-rows.js';
import { evaluated } from './distance-contrast.js';
import { anchorLosses } from './formula-contrast.js';
import type { ImportanceChoice } from './importance-choice.js';
import { EXCLUDED } from './negative-distances.js';

/** The distances of a block of anchors. */
interface DistanceBlock {
  /** d² to every row, [B, N]; any finite value where a row is the anchor itself. */
  readonly toNegative: tf.Tensor2D;
  /** 1 for a negative, 0 where a row is the anchor itself, [B, N]. */
  readonly negatives: tf.Tensor2D;
  /** d² to the positive, [B, 1]. */
  readonly toPositive: tf.Tensor2D;
}

/** The weights of a block of anchors. */
interface BlockWeights {
  /** α ≥ 0, [B, N], 0 where a row is the anchor itself. */
  readonly alpha: tf.Tensor2D;
  /** β, [B, 1]; left out, it is Σα. */
  readonly beta?: tf.Tensor2D;
}

/** Weighs the pairs of a block of anchors. */
export type WeighBlock = (block: DistanceBlock) => BlockWeights;

/** Divides the weights of an anchor where all of them vanish. */
const SMALLEST_TOTAL = 1e-37;

/** Makes the weights of α-CL, which sum to 1 for each anchor. @throws InvalidInput as `batchImportance` */
export function importanceOfBlock(choice: ImportanceChoice): WeighBlock {
  const weights = batchImportance(choice);
  return ({ toNegative, negatives }) => {
    const excluded = tf.mul<tf.Tensor2D>(tf.sub(1, negatives), EXCLUDED);
    const { relative } = weights({ r: toNegative, negatives, excluded, count: toNegative.shape[1] - 1 });
    const totals = tf.sum(relative, 1, true);
    return { alpha: tf.div(relative, tf.maximum(totals, SMALLEST_TOTAL)) };
  };
}

/** Makes the weights φ′(ξ)ψ′(x) of a loss of the paper's family. @throws InvalidInput as `lossFromFormulae` */
export function familyWeightsOfBlock(formulae: LossFormulae): WeighBlock {
  const { alpha } = anchorLosses(formulae);
  return ({ toNegative, negatives, toPositive }) => ({ alpha: alpha(tf.sub(toPositive, toNegative), negatives) });
}

/**
 * Makes the weights of a loss of distances: α = −∂L/∂d², taken as 0 where it is negative, and β = ∂L/∂d². Its anchors share no sum
 * and keep no average.
 */
export function distanceWeightsOfBlock({ program, formulae }: DistanceLoss): WeighBlock {
  const steps = compiledProgram(program, formulae.parameters ?? {});
  return ({ toNegative, negatives, toPositive }) => {
    const [anchors, rows] = toNegative.shape;
    const isNegative = tf.reshape(tf.greater(negatives, 0), [1, anchors, rows]);
    const found = evaluated(steps, {
      samples: rows,
      toPositive: tf.reshape(toPositive, [1, anchors, 1]),
      toNegative: tf.reshape(tf.maximum(toNegative, SMALLEST_DISTANCE), [1, anchors, rows]),
      axes: {
        shapes: { view: [1, 1, 1], term: [1, anchors, 1], pair: [1, anchors, rows] },
        sums: {
          negatives: { below: 'pair', above: 'term', axes: [2], counted: isNegative },
          anchors: { below: 'term', above: 'view', axes: [1] },
        },
      },
      counts: { positives: 1, negatives: rows - 1 },
    });
    // The slopes are those of the mean over N anchors.
    const ofOne = (slopes: tf.Tensor | undefined, scale: number, width: number): tf.Tensor2D =>
      slopes === undefined ? tf.zeros([anchors, width]) : tf.reshape(tf.mul(slopes, scale), [anchors, width]);
    return { alpha: tf.relu(ofOne(found.slopeOfN, -rows, rows)), beta: ofOne(found.slopeOfP, rows, 1) };
  };
}
