/** The rows of a batch that a loss of distances compares, and the axes of what is computed of them. */
import type { DistanceLoss } from '../../theory/distance-losses/distance-loss.js';
import type { PairChoice } from '../../theory/distance-losses/pair-layout.js';
import { tf } from '../compile/tfjs.js';
import type { Entry, TapeAxes } from './tensor-tape.js';
import { withoutGradient } from './without-gradient.js';

/** The distances of a batch, and which of them count. */
export interface ComparedRows {
  /** N, the samples of a batch. */
  readonly samples: number;
  /** [V, N, 1], or with labels [V, N, 2N, 1], where rows that are no positives have the distance of the anchor's other view. */
  readonly toPositive: tf.Tensor;
  /** [V, N, 2N], or with labels [V, N, 1, 2N]; 1 at rows that are no negatives. */
  readonly toNegative: tf.Tensor;
  readonly axes: TapeAxes;
  /** Numbers of the positives and of the negatives of an anchor. */
  readonly counts: { readonly positives: Entry; readonly negatives: Entry };
}

/**
 * Compares the rows of two views, [N, d] each, of length 1.
 *
 * @param labels [N]; without, an anchor's one positive is its own sample in the other view
 */
export function comparedRows(
  { anchors, negatives, keys }: DistanceLoss,
  [unit, unitPrime]: readonly [tf.Tensor2D, tf.Tensor2D],
  labels: tf.Tensor1D | undefined,
): ComparedRows {
  const [samples, width] = unit.shape;
  const views = anchors === 'both' ? 2 : 1;
  const rows = tf.concat([unit, unitPrime]);
  const own = views === 2 ? rows : unit;
  const key = keys === 'held' ? held(rows) : rows;
  const [first, second] = tf.split(key, 2) as [tf.Tensor2D, tf.Tensor2D];
  const partner = views === 2 ? tf.concat([second, first]) : second;
  const similarity = tf.reshape<tf.Rank.R3>(tf.matMul(own, key, false, true), [views, samples, 2 * samples]);
  const toPartner = distanceOf(tf.sum<tf.Tensor3D>(tf.reshape(tf.mul(own, partner), [views, samples, width]), 2, true));
  const compared = { samples, views, choice: negatives, similarity, toPartner };
  return labels === undefined ? unlabelled(compared) : labelled(compared, labels);
}

/** A tensor without what it was made of. */
export function held<T extends tf.Tensor>(x: T): T {
  return withoutGradient(() => tf.clone(x));
}

interface Compared {
  readonly samples: number;
  readonly views: number;
  readonly choice: PairChoice['negatives'];
  /** [V, N, 2N]. */
  readonly similarity: tf.Tensor3D;
  /** The distance to the anchor's other view, [V, N, 1]. */
  readonly toPartner: tf.Tensor3D;
}

function unlabelled({ samples, views, choice, similarity, toPartner }: Compared): ComparedRows {
  const isNegative = negativesOf({ samples, views, choice });
  return {
    samples,
    toPositive: toPartner,
    // At other rows all formulae that are finite between distances of 0 and 2 have a value.
    toNegative: tf.where(isNegative, distanceOf(similarity), tf.onesLike(similarity)),
    axes: {
      shapes: { view: [views, 1, 1], term: [views, samples, 1], pair: [views, samples, 2 * samples] },
      sums: {
        negatives: { below: 'pair', above: 'term', axes: [2], counted: isNegative },
        anchors: { below: 'term', above: 'view', axes: [1] },
      },
    },
    counts: { positives: 1, negatives: (choice === 'both' ? 2 : 1) * (samples - 1) },
  };
}

function labelled({ samples, views, choice, similarity, toPartner }: Compared, labels: tf.Tensor1D): ComparedRows {
  const { ownSample, ownView } = ownRows(samples, views);
  const isSame = tf.cast(
    tf.equal(tf.reshape(labels, [1, samples, 1]), tf.reshape(tf.concat([labels, labels]), [1, 1, 2 * samples])),
    'float32',
  );
  const otherView = tf.sub(1, ownView);
  const notItself = tf.sub(1, tf.mul(ownSample, ownView));
  // Of an anchor's label, and compared; and the same of other labels, which its own sample never has.
  const among = { both: notItself, same: tf.maximum(ownView, ownSample), other: otherView }[choice];
  const positive = tf.mul(tf.mul(isSame, among), notItself);
  const negative = tf.mul(tf.sub(1, isSame), among);
  const distances = distanceOf(similarity);
  const along = (x: tf.Tensor, axis: 2 | 3): tf.Tensor4D =>
    tf.reshape(x, axis === 2 ? [views, samples, 2 * samples, 1] : [views, samples, 1, 2 * samples]);
  // No part of the gradient's path, as zerosLike would be.
  const whole = tf.zeros<tf.Rank.R3>([views, samples, 2 * samples]);
  const [isPositive, isNegative] = [
    tf.greater(along(tf.add(positive, whole), 2), 0),
    tf.greater(along(tf.add(negative, whole), 3), 0),
  ];
  const count = (mask: tf.Tensor): tf.Tensor => tf.reshape(tf.sum(tf.add(mask, whole), 2), [views, samples, 1, 1]);
  const [positives, negatives] = [count(positive), count(negative)];
  return {
    samples,
    toPositive: tf.where(isPositive, along(distances, 2), along(tf.add(toPartner, whole), 2)),
    toNegative: tf.where(isNegative, along(distances, 3), along(tf.onesLike(similarity), 3)),
    axes: {
      shapes: {
        view: [views, 1, 1, 1],
        term: [views, samples, 2 * samples, 1],
        pair: [views, samples, 1, 2 * samples],
      },
      sums: {
        negatives: { below: 'pair', above: 'term', axes: [3], counted: isNegative },
        positives: { below: 'term', above: 'term', axes: [2], counted: isPositive },
        anchors: { below: 'term', above: 'view', axes: [1, 2], counted: isPositive, dividedBy: positives },
      },
    },
    counts: {
      positives: { level: 'term', tensor: positives },
      negatives: { level: 'term', tensor: negatives },
    },
  };
}

/** d² = 1 − s, at least so large that a root or a logarithm has a derivative. */
function distanceOf(similarity: tf.Tensor3D): tf.Tensor3D {
  return tf.maximum(tf.sub(1, similarity), SMALLEST_DISTANCE);
}

/** 1 − s carries this much rounding. */
export const SMALLEST_DISTANCE = 1e-7;

function negativesOf({
  samples,
  views,
  choice,
}: {
  readonly samples: number;
  readonly views: number;
  readonly choice: PairChoice['negatives'];
}): tf.Tensor3D {
  const { ownSample, ownView } = ownRows(samples, views);
  const isAmong = { same: ownView, other: tf.sub(1, ownView), both: tf.onesLike(ownView) }[choice];
  return tf.greater(tf.mul(tf.sub(1, ownSample), isAmong), 0);
}

/** 1 at rows of the anchor's own sample, [1, N, 2N], and of its own view, [V, 1, 2N]; else 0. */
function ownRows(samples: number, views: number): { readonly ownSample: tf.Tensor3D; readonly ownView: tf.Tensor3D } {
  const sample = tf.range(0, samples);
  const own = tf.equal(
    tf.reshape(sample, [1, samples, 1]),
    tf.reshape(tf.concat([sample, sample]), [1, 1, 2 * samples]),
  );
  const view = tf.reshape(tf.range(0, views), [views, 1, 1]);
  const viewOf = tf.reshape(tf.concat([tf.zerosLike(sample), tf.onesLike(sample)]), [1, 1, 2 * samples]);
  return {
    ownSample: tf.cast(own, 'float32') as tf.Tensor3D,
    ownView: tf.cast(tf.equal(view, viewOf), 'float32') as tf.Tensor3D,
  };
}
