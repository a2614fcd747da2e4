/**
 * A loss of each anchor's distances on a whole batch, in float32: what `distanceWeights` is in float64.
 *
 * Rows are of length 1, d² = 1 − s. With labels, samples of one label are positives of each other. The gradient is that of Σ β d²⁺ − Σ α d² with both weights held fixed, which the steps of the loss
 * are gone back for, so that autodiff never passes through them.
 */
import { compiledProgram, type CompiledProgram } from '../../theory/distance-losses/compiled-program.js';
import type { DistanceFormulae } from '../../theory/distance-losses/distance-formulae.js';
import { distanceLoss, type DistanceLoss } from '../../theory/distance-losses/distance-loss.js';
import { COUNTS, NEGATIVE, POSITIVE } from '../../theory/distance-losses/distance-program.js';
import type { PairChoice } from '../../theory/distance-losses/pair-layout.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { tf } from '../compile/tfjs.js';
import { onTensors } from './carried-out.js';
import { TensorTape, type Entry, type Quantity } from './tensor-tape.js';
import { comparedRows, held, type ComparedRows } from './compared-rows.js';

/**
 * A loss of distances as data: its formulae, the views of anchors and negatives (`both`), whether keys take a gradient (`follow`), and
 * whether a batch has labels (`without`).
 */
export type DistanceObjective = {
  readonly kind: 'distances';
  readonly labels?: 'with' | 'without';
} & DistanceFormulae &
  Partial<PairChoice & Pick<DistanceLoss, 'keys'>>;

/** The averages of a loss for each sample of the data set, and the samples of the batch. */
interface AverageMemory {
  /** [samples of the data set, averages]; logarithms of those of exponentials. */
  readonly averages: tf.Tensor2D;
  /** [samples of the data set], 1 for a sample that was in a batch before, else 0. */
  readonly seen: tf.Tensor1D;
  /** [N], int32. */
  readonly samples: tf.Tensor1D;
}

/** A loss, and what its averages hold afterwards. */
interface ContrastWithMemory {
  readonly loss: tf.Scalar;
  readonly memory?: Pick<AverageMemory, 'averages' | 'seen'>;
}

/** A loss of distances of two views, with rows of length 1. */
export interface DistanceContrast {
  /** Moving averages that it keeps for each sample. */
  readonly averages: number;
  readonly compute: (
    this: void,
    unit: tf.Tensor2D,
    unitPrime: tf.Tensor2D,
    more?: {
      /** Without, the batch is the first of the averages. */
      readonly memory?: AverageMemory | undefined;
      /** [N]: samples of one label are positives of each other. */
      readonly labels?: tf.Tensor1D | undefined;
    },
  ) => ContrastWithMemory;
}

/** @throws InvalidInput as `distanceLoss`, and on a loss with averages and labels */
export function distanceContrast(objective: DistanceObjective): DistanceContrast {
  const loss = lossOfObjective(objective);
  const program = compiledProgram(loss.program, loss.formulae.parameters ?? {});
  const averages = program.parts.filter((part) => part.kind === 'average').length;
  if (averages > 0 && objective.labels === 'with') {
    throw new InvalidInput(
      'the loss keeps an average for each sample, and takes no labels: leave them out, or choose another loss',
    );
  }
  return {
    averages,
    compute(unit, unitPrime, { memory, labels } = {}) {
      const rows = comparedRows(loss, [unit, unitPrime], labels);
      const { toPositive, toNegative } = rows;
      const before = memory === undefined || averages === 0 ? undefined : rememberedOf(memory);
      const found = evaluated(program, rows, before);
      const weighted = weightedDistances([
        [found.slopeOfP, toPositive],
        [found.slopeOfN, toNegative],
      ]);
      return {
        // The value of the loss with the gradient of the weighted distances.
        loss: tf.add(weighted, tf.sub(found.value, held(weighted))),
        ...(memory !== undefined && averages > 0 && { memory: nextMemory(memory, found.averages) }),
      };
    },
  };
}

/**
 * Makes the loss of an objective.
 *
 * @throws InvalidInput as `distanceLoss`
 */
export function lossOfObjective({
  anchor,
  sums = {},
  parameters = {},
  anchors = 'both',
  negatives = 'both',
  keys = 'follow',
}: DistanceObjective): DistanceLoss {
  return distanceLoss({ anchor, sums, parameters }, { anchors, negatives, keys });
}

/** Σ slope·distance, slopes held: 0 where nothing depends on a distance. */
function weightedDistances(pairs: readonly (readonly [tf.Tensor | undefined, tf.Tensor])[]): tf.Scalar {
  const sums = pairs.map(([slopes, distances]) => tf.sum<tf.Scalar>(tf.mul(slopes ?? 0, distances)));
  return sums.reduce((total, sum) => tf.add(total, sum));
}

/** The averages held for the samples of a batch. */
interface Remembered {
  /** [N, averages]. */
  readonly averages: tf.Tensor2D;
  /** [1, N, 1], 1 for samples that had any, else 0. */
  readonly seen: tf.Tensor3D;
}

function rememberedOf({ averages, seen, samples }: AverageMemory): Remembered {
  const [count] = samples.shape;
  return {
    averages: tf.gather(averages, samples),
    seen: tf.reshape(tf.gather(seen, samples), [1, count, 1]),
  };
}

/** @param after [N] each */
function nextMemory(
  { averages, seen, samples }: AverageMemory,
  after: readonly tf.Tensor1D[],
): Pick<AverageMemory, 'averages' | 'seen'> {
  const [count] = seen.shape;
  const inBatch = tf.unsortedSegmentSum(tf.ones<tf.Rank.R1>(samples.shape), samples, count);
  const placed = tf.unsortedSegmentSum(tf.stack([...after], 1), samples, count) as tf.Tensor2D;
  const kept = tf.reshape(tf.sub(1, inBatch), [count, 1]);
  return { averages: tf.add(tf.mul(averages, kept), placed), seen: tf.maximum(seen, inBatch) };
}

interface EvaluatedBatch {
  readonly value: tf.Scalar;
  /** Absent where the loss does not depend on the distance. */
  readonly slopeOfP: tf.Tensor | undefined;
  readonly slopeOfN: tf.Tensor | undefined;
  /** The averages after the batch, [N] each. */
  readonly averages: readonly tf.Tensor1D[];
}

/** Computes the loss, and slopes with respect to every distance. */
export function evaluated(
  { parts, anchor }: CompiledProgram,
  { samples, toPositive, toNegative, axes, counts }: ComparedRows,
  before?: Remembered,
): EvaluatedBatch {
  const tape = new TensorTape(axes);
  const [views = 0] = toPositive.shape;
  const positive: Quantity = { level: 'term', tensor: held(toPositive) };
  const negative: Quantity = { level: 'pair', tensor: held(toNegative) };
  const [N, M, P] = COUNTS;
  const entries = new Map<string, Entry>([
    [POSITIVE, positive],
    [NEGATIVE, negative],
    [N, samples],
    [M, counts.negatives],
    [P, counts.positives],
  ]);
  const averages: tf.Tensor1D[] = [];
  for (const part of parts) {
    if (part.kind === 'level') {
      entries.set(part.name, tape.findLevel(part.line, entries));
      continue;
    }
    const entry = tape.carriedOut(part.line, entries);
    switch (part.kind) {
      case 'sum':
        entries.set(part.name, tape.sum(part.over, entry, part.isLog));
        break;
      case 'held':
        entries.set(part.name, typeof entry === 'number' ? entry : { ...entry });
        break;
      case 'average': {
        const tensor = averaged(tape.entries('term', entry) as tf.Tensor3D, part, before, averages.length);
        averages.push(tf.reshape(part.isLog ? logMean(tensor) : tf.mean(tensor, 0), [samples]));
        entries.set(part.name, { level: 'term', tensor });
      }
    }
  }
  const total = tape.sum('anchors', tape.carriedOut(anchor, entries), false);
  tape.goBack(total, 1 / (views * samples));
  return {
    value: tf.div(tf.sum<tf.Scalar>(total.tensor), views * samples),
    slopeOfP: tape.slopesOf(positive),
    slopeOfN: tape.slopesOf(negative),
    averages,
  };
}

/** (1 − rate)·before + rate·now, of a sample's first batch now alone. */
function averaged(
  now: tf.Tensor3D,
  { rate, isLog }: { readonly rate: number; readonly isLog: boolean },
  before: Remembered | undefined,
  place: number,
): tf.Tensor3D {
  if (before === undefined) return now;
  const { averages, seen } = before;
  const [samples] = averages.shape;
  const stored = tf.reshape(tf.slice(averages, [0, place], [samples, 1]), [1, samples, 1]);
  const moved = isLog ? logMoved(stored, now, rate) : tf.add<tf.Tensor3D>(tf.mul(stored, 1 - rate), tf.mul(now, rate));
  return tf.add(tf.mul(seen, moved), tf.mul(tf.sub(1, seen), now));
}

/** log((1 − rate)·eᵘ + rate·eᵛ). */
function logMoved(before: tf.Tensor, now: tf.Tensor3D, rate: number): tf.Tensor3D {
  if (rate === 0) return tf.add(before, tf.zerosLike(now));
  if (rate === 1) return now;
  return onTensors('logAddExp', [tf.add(before, Math.log(1 - rate)), tf.add(now, Math.log(rate))]);
}

/** The logarithm of the mean over views of exponentials, [V, N, 1] to [1, N, 1]. */
function logMean(x: tf.Tensor3D): tf.Tensor3D {
  const largest = tf.max<tf.Tensor3D>(x, 0, true);
  return tf.add(largest, tf.log(tf.mean(tf.exp(tf.sub(x, largest)), 0, true)));
}
