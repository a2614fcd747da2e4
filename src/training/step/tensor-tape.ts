/**
 * The steps of a loss of distances on all pairs of a batch at once, as tfjs operations, remembered so that they can be gone back for
 * its slopes: what `src/theory/distance-losses/tape.ts` is in float64.
 *
 * A value belongs to a view of anchors, [V, 1, 1], to an anchor with its positive, [V, N, 1], or to a pair of an anchor and a row,
 * [V, N, 2N], of which the negatives alone count.
 */
import { carriedOutBy, OF_NUMBERS, type StepOperation, type StraightLine } from '../../theory/formula/straight-line.js';
import type { Range } from '../../theory/distance-losses/distance-program.js';
import { finest, type Level } from '../../theory/distance-losses/tape.js';
import { tf } from '../compile/tfjs.js';
import { onTensors } from './carried-out.js';
import { EXCLUDED } from './negative-distances.js';

/** A value of each view, term or pair. */
export interface Quantity {
  readonly level: Level;
  readonly tensor: tf.Tensor3D;
}

/** A quantity, or a number that is the same everywhere. */
export type Entry = number | Quantity;

type Shape3D = [number, number, number];

/** Steps in the order in which they were made. */
export class TensorTape {
  readonly #back: (() => void)[] = [];
  readonly #slopes = new Map<Quantity, tf.Tensor3D>();
  readonly #shapes: Readonly<Record<Level, Shape3D>>;

  /** @param negatives [V, N, 2N], true where a row is a negative of an anchor */
  constructor(private readonly negatives: tf.Tensor3D) {
    const [views, samples, rows] = negatives.shape;
    this.#shapes = { view: [views, 1, 1], term: [views, samples, 1], pair: [views, samples, rows] };
  }

  /** Carries out a formula's steps entry by entry. */
  carriedOut(line: StraightLine<string>, entries: ReadonlyMap<string, Entry>): Entry {
    return carriedOutBy<Entry>(line, entries, (operation, operands) => this.#step(operation, operands));
  }

  #step(operation: StepOperation, operands: readonly Entry[]): Entry {
    const level = finest(operands.flatMap((operand) => (typeof operand === 'number' ? [] : [operand.level])));
    if (level === undefined) return OF_NUMBERS[operation](...(operands as number[]));
    const [a, b] = operands.map((operand) => (typeof operand === 'number' ? operand : operand.tensor)) as [
      Factor,
      Factor,
    ];
    const tensor = onTensors<tf.Tensor3D>(operation, b === undefined ? [a] : [a, b]);
    const made = { level, tensor };
    this.#back.push(() => {
      const slopes = this.#slopes.get(made);
      if (slopes === undefined) return;
      operands.forEach((operand, place) => {
        const slopeOf = SLOPES[operation][place];
        if (typeof operand === 'number' || slopeOf === undefined) return;
        const own = slopeOf(a, b, tensor);
        if (own !== 0) this.#addTo(operand, level, typeof own === 'number' ? tf.mul(slopes, own) : times(slopes, own));
      });
    });
    return made;
  }

  /**
   * Sums over the negatives of an anchor, its one positive, or all anchors of a view.
   *
   * @param isLog for logarithms of what is summed, to the logarithm of the sum
   */
  sum(over: Range, entry: Entry, isLog: boolean): Quantity {
    if (over === 'positives') return this.#same(entry);
    const [below, above, axis] = over === 'negatives' ? (['pair', 'term', 2] as const) : (['term', 'view', 1] as const);
    const full = this.entries(below, entry);
    const counted = (x: tf.Tensor3D, other: number): tf.Tensor3D =>
      over === 'negatives' ? chosen(this.negatives, x, other) : x;
    const tensor = isLog ? logSums(full, axis, counted) : tf.sum<tf.Tensor3D>(counted(full, 0), axis, true);
    const made: Quantity = { level: above, tensor };
    this.#back.push(() => {
      const slopes = this.#slopes.get(made);
      if (slopes === undefined || typeof entry === 'number') return;
      const spread = isLog
        ? times(slopes, tf.exp(tf.sub(counted(full, -EXCLUDED), tensor)))
        : tf.add<tf.Tensor3D>(slopes, tf.fill(this.#shapes[below], 0));
      this.#addTo(entry, below, counted(spread, 0));
    });
    return made;
  }

  /** An entry of each anchor, of its one positive. */
  #same(entry: Entry): Quantity {
    const made: Quantity = { level: 'term', tensor: this.entries('term', entry) };
    this.#back.push(() => {
      const slopes = this.#slopes.get(made);
      if (slopes !== undefined && typeof entry !== 'number') this.#addTo(entry, 'term', slopes);
    });
    return made;
  }

  /** Goes back from a number's slope with respect to one quantity, the same everywhere, to those of all that it was made of. */
  goBack(from: Quantity, slope: number): void {
    this.#slopes.set(from, tf.fill(from.tensor.shape, slope));
    for (const back of this.#back.toReversed()) back();
  }

  /** Returns the slopes with respect to a quantity, once the tape has been gone back; undefined where nothing depends on it. */
  slopesOf(quantity: Quantity): tf.Tensor3D | undefined {
    return this.#slopes.get(quantity);
  }

  /** Lists the entry of every view, term or pair. */
  entries(level: Level, entry: Entry): tf.Tensor3D {
    const shape = this.#shapes[level];
    if (typeof entry === 'number') return tf.fill(shape, entry);
    return entry.level === level ? entry.tensor : tf.add(entry.tensor, tf.fill(shape, 0));
  }

  #addTo(quantity: Quantity, from: Level, more: tf.Tensor3D): void {
    const axes = AXES_BETWEEN[quantity.level].slice(0, AXES_BETWEEN[quantity.level].length - AXES_BETWEEN[from].length);
    const own = axes.length === 0 ? more : tf.sum<tf.Tensor3D>(more, axes, true);
    const before = this.#slopes.get(quantity);
    this.#slopes.set(quantity, before === undefined ? own : tf.add(before, own));
  }
}

/** The axes over which a level has one value where pairs have many, those of coarser levels first. */
const AXES_BETWEEN: Readonly<Record<Level, number[]>> = { view: [1, 2], term: [2], pair: [] };

/** log Σ eˣ along an axis. */
function logSums(x: tf.Tensor3D, axis: number, counted: (x: tf.Tensor3D, other: number) => tf.Tensor3D): tf.Tensor3D {
  const logs = counted(x, -EXCLUDED);
  const largest = tf.max<tf.Tensor3D>(logs, axis, true);
  return tf.add(largest, tf.log(tf.sum(tf.exp(tf.sub(logs, largest)), axis, true)));
}

/** x where a mask is set, elsewhere another number. */
function chosen(mask: tf.Tensor3D, x: tf.Tensor3D, other: number): tf.Tensor3D {
  return tf.where(mask, x, tf.fill(x.shape, other));
}

/** Slopes by what follows: 0 where they are 0, whatever that is. */
function times(slopes: tf.Tensor3D, own: tf.Tensor3D): tf.Tensor3D {
  const product = tf.mul<tf.Tensor3D>(slopes, own);
  return tf.where(tf.equal(tf.add(slopes, tf.zerosLike(product)), 0), tf.zerosLike(product), product);
}

/** An operand: a number, or a tensor that broadcasts. */
type Factor = tf.Tensor3D | number;

/** ∂f/∂operand from the operands and f's value. */
type SlopeOf = (a: Factor, b: Factor, value: tf.Tensor3D) => Factor;

/** By operand, as `OPERATION_SLOPES` in float64, corners too. */
const SLOPES: Readonly<Record<StepOperation, readonly SlopeOf[]>> = {
  sum: [() => 1, () => 1],
  difference: [() => 1, () => -1],
  product: [(_a, b) => b, (a) => a],
  // A number's inverse is a number: ONNX Runtime cannot fold a graph that divides one constant by another.
  quotient: [(_a, b) => (typeof b === 'number' ? 1 / b : tf.div(1, b)), (_a, b, value) => tf.neg(tf.div(value, b))],
  power: [powerSlope, (a, _b, value) => chosen(tf.notEqual(value, 0), tf.mul(value, tf.log(a)), 0)],
  negative: [() => -1],
  exp: [(_a, _b, value) => value],
  log: [(a) => tf.div(1, a)],
  sqrt: [(_a, _b, value) => tf.div(0.5, value)],
  abs: [(a) => tf.sign(a)],
  max: [(a, b) => where(tf.greater(a, b)), (a, b) => rest(tf.lessEqual(a, b), a, b)],
  min: [(a, b) => where(tf.less(a, b)), (a, b) => rest(tf.greaterEqual(a, b), a, b)],
  tanh: [(_a, _b, value) => tf.sub(1, tf.square(value))],
  sigmoid: [(a, _b, value) => tf.mul(value, tf.sigmoid(tf.neg(a)))],
  softplus: [(a) => tf.sigmoid(a)],
  step: [() => 0],
  sign: [() => 0],
  logAddExp: [(a, b) => tf.sigmoid(tf.sub(a, b)), (a, b) => tf.sigmoid(tf.sub(b, a))],
  log1p: [(a) => tf.div(1, tf.add(a, 1))],
  expm1: [(a) => tf.exp(a)],
};

/** b·aᵇ⁻¹; 0 where b is. */
function powerSlope(a: Factor, b: Factor): Factor {
  if (b === 0 || b === 1) return b;
  if (b === 2) return tf.mul(a, 2);
  const power = tf.pow(a, typeof b === 'number' ? b - 1 : tf.sub(b, 1)) as tf.Tensor3D;
  return typeof b === 'number' ? tf.mul(power, b) : times(tf.add(b, tf.zerosLike(power)), power);
}

/** 1 where a condition holds, else 0. */
function where(condition: tf.Tensor3D): tf.Tensor3D {
  return tf.cast(condition, 'float32');
}

/** The slope of the second operand of max and min: 0 where both are 0. */
function rest(condition: tf.Tensor3D, a: Factor, b: Factor): tf.Tensor3D {
  return where(tf.logicalAnd(condition, tf.logicalOr(tf.notEqual(a, 0), tf.notEqual(b, 0))));
}
