/**
 * The steps of a loss of distances on all pairs of a batch at once, as tfjs operations, remembered so that they can be gone back for
 * its slopes: what `src/theory/distance-losses/tape.ts` is in float64.
 *
 * A value belongs to a view of anchors, to a term, which is an anchor with one of its positives, or to a pair of a term and a row. What
 * axes these have, `TapeAxes` says; an axis along which a value is the same has length 1.
 */
import { carriedOutBy, OF_NUMBERS, type StepOperation, type StraightLine } from '../../theory/formula/straight-line.js';
import { LEVEL, type Range } from '../../theory/distance-losses/distance-program.js';
import { finest, type Level } from '../../theory/distance-losses/tape.js';
import { tf } from '../compile/tfjs.js';
import { logistic, onTensors } from './carried-out.js';
import { EXCLUDED } from './negative-distances.js';

/** A value of each view, term or pair. */
export interface Quantity {
  readonly level: Level;
  readonly tensor: tf.Tensor;
}

/** A quantity, or a number that is the same everywhere. */
export type Entry = number | Quantity;

/** That over which a sum goes, as axes. */
interface SummedAxes {
  readonly below: Level;
  readonly above: Level;
  readonly axes: readonly number[];
  /** True where an entry counts; left out where all do. */
  readonly counted?: tf.Tensor;
  /** Divides an entry; left out where it is 1. */
  readonly dividedBy?: tf.Tensor;
}

/** The axes of the values of a batch. */
export interface TapeAxes {
  readonly shapes: Readonly<Record<Level, number[]>>;
  /** Left out for positives: an anchor has one. */
  readonly sums: Readonly<Record<Exclude<Range, 'positives'>, SummedAxes> & Partial<Record<'positives', SummedAxes>>>;
}

/** Steps in the order in which they were made. */
export class TensorTape {
  readonly #back: (() => void)[] = [];
  readonly #slopes = new Map<Quantity, tf.Tensor>();

  constructor(private readonly axes: TapeAxes) {}

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
    const tensor = onTensors<tf.Tensor>(operation, b === undefined ? [a] : [a, b]);
    const made = { level, tensor };
    this.#back.push(() => {
      const slopes = this.#slopes.get(made);
      if (slopes === undefined) return;
      operands.forEach((operand, place) => {
        const slopeOf = SLOPES[operation][place];
        if (typeof operand === 'number' || slopeOf === undefined) return;
        const own = slopeOf(a, b, tensor);
        if (own !== 0) this.#addTo(operand, typeof own === 'number' ? tf.mul(slopes, own) : times(slopes, own));
      });
    });
    return made;
  }

  /**
   * Sums over the negatives of an anchor, its positives, or all anchors of a view.
   *
   * @param isLog for logarithms of what is summed, to the logarithm of the sum
   */
  sum(over: Range, entry: Entry, isLog: boolean): Quantity {
    const summed = this.axes.sums[over];
    if (summed === undefined) return this.#same(entry);
    const { below, above, axes, counted: mask, dividedBy } = summed;
    const whole = this.entries(below, entry);
    const full =
      dividedBy === undefined ? whole : isLog ? tf.sub(whole, tf.log(dividedBy)) : tf.div<tf.Tensor>(whole, dividedBy);
    const counted = (x: tf.Tensor, other: number): tf.Tensor => (mask === undefined ? x : chosen(mask, x, other));
    const tensor = isLog ? logSums(full, axes, counted) : tf.sum<tf.Tensor>(counted(full, 0), [...axes], true);
    const made: Quantity = { level: above, tensor };
    this.#back.push(() => {
      const slopes = this.#slopes.get(made);
      if (slopes === undefined || typeof entry === 'number') return;
      const spread = isLog
        ? times(slopes, tf.exp(tf.sub(counted(full, -EXCLUDED), tensor)))
        : tf.add<tf.Tensor>(slopes, tf.fill(full.shape, 0));
      const share = isLog || dividedBy === undefined ? spread : tf.div<tf.Tensor>(spread, dividedBy);
      this.#addTo(entry, counted(share, 0));
    });
    return made;
  }

  /** Finds the x of each term at which a formula in x, summed over the negatives, is 1, as `findLevels` does in float64. */
  findLevel(line: StraightLine<string>, entries: ReadonlyMap<string, Entry>): Quantity {
    const totalAt = (u: tf.Tensor): tf.Tensor => {
      const tape = new TensorTape(this.axes);
      const x: Quantity = { level: 'term', tensor: sinh(u) };
      return tape.sum('negatives', tape.carriedOut(line, new Map([...entries, [LEVEL, x]])), false).tensor;
    };
    let u: tf.Tensor = tf.fill(
      this.axes.shapes.term.map(() => 1),
      LARGEST_LEVEL,
    );
    for (let step = LARGEST_LEVEL; step >= LEAST_STEP; step /= 2) {
      u = tf.sub(u, tf.mul(where(tf.greaterEqual(totalAt(tf.sub(u, step)), 1)), step));
    }
    return { level: 'term', tensor: sinh(u) };
  }

  /** An entry of each anchor, of its one positive. */
  #same(entry: Entry): Quantity {
    const made: Quantity = { level: 'term', tensor: this.entries('term', entry) };
    this.#back.push(() => {
      const slopes = this.#slopes.get(made);
      if (slopes !== undefined && typeof entry !== 'number') this.#addTo(entry, slopes);
    });
    return made;
  }

  /** Goes back from a number's slope with respect to one quantity, the same everywhere, to those of all that it was made of. */
  goBack(from: Quantity, slope: number): void {
    this.#slopes.set(from, tf.fill(from.tensor.shape, slope));
    for (const back of this.#back.toReversed()) back();
  }

  /** Returns the slopes with respect to a quantity, once the tape has been gone back; undefined where nothing depends on it. */
  slopesOf(quantity: Quantity): tf.Tensor | undefined {
    return this.#slopes.get(quantity);
  }

  /** Lists the entry of every view, term or pair. */
  entries(level: Level, entry: Entry): tf.Tensor {
    const shape = this.axes.shapes[level];
    if (typeof entry === 'number') return tf.fill(shape, entry);
    const isWhole = shape.every((length, axis) => length === 1 || entry.tensor.shape[axis] === length);
    return isWhole ? entry.tensor : tf.add(entry.tensor, tf.fill(shape, 0));
  }

  #addTo(quantity: Quantity, more: tf.Tensor): void {
    // A value that is the same along an axis takes the sum of what comes from there.
    const axes = [...more.shape.keys()].filter((axis) => quantity.tensor.shape[axis] === 1 && more.shape[axis] !== 1);
    const own = axes.length === 0 ? more : tf.sum<tf.Tensor>(more, axes, true);
    const before = this.#slopes.get(quantity);
    this.#slopes.set(quantity, before === undefined ? own : tf.add(before, own));
  }
}

/** log Σ eˣ along axes. */
function logSums(
  x: tf.Tensor,
  axes: readonly number[],
  counted: (x: tf.Tensor, other: number) => tf.Tensor,
): tf.Tensor {
  const logs = counted(x, -EXCLUDED);
  const largest = axes.reduce((all, axis) => tf.max<tf.Tensor>(all, axis, true), logs);
  return tf.add(largest, tf.log(tf.sum(tf.exp(tf.sub(logs, largest)), [...axes], true)));
}

/** The largest u of a level sinh(u), whose square float32 holds yet, and the last step of its search, below float32's rounding. */
const [LARGEST_LEVEL, LEAST_STEP] = [32, 2 ** -27];

/** (eᵘ − e⁻ᵘ)/2, whose digits are those of numbers around 1 where u is small. */
function sinh(u: tf.Tensor): tf.Tensor {
  return tf.mul(tf.sub(tf.exp(u), tf.exp(tf.neg(u))), 0.5);
}

/** x where a mask is set, elsewhere another number. */
function chosen(mask: tf.Tensor, x: tf.Tensor, other: number): tf.Tensor {
  return tf.where(mask, x, tf.fill(x.shape, other));
}

/** Slopes by what follows: 0 where they are 0, whatever that is. */
function times(slopes: tf.Tensor, own: tf.Tensor): tf.Tensor {
  const product = tf.mul<tf.Tensor>(slopes, own);
  return tf.where(tf.equal(tf.add(slopes, tf.zerosLike(product)), 0), tf.zerosLike(product), product);
}

/** An operand: a number, or a tensor that broadcasts. */
type Factor = tf.Tensor | number;

/** ∂f/∂operand from the operands and f's value. */
type SlopeOf = (a: Factor, b: Factor, value: tf.Tensor) => Factor;

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
  sigmoid: [(a, _b, value) => tf.mul(value, logistic(tf.neg(a)))],
  softplus: [(a) => logistic(a)],
  step: [() => 0],
  sign: [() => 0],
  logAddExp: [(a, b) => logistic(tf.sub(a, b)), (a, b) => logistic(tf.sub(b, a))],
  log1p: [(a) => tf.div(1, tf.add(a, 1))],
  expm1: [(a) => tf.exp(a)],
};

/** b·aᵇ⁻¹; 0 where b is. */
function powerSlope(a: Factor, b: Factor): Factor {
  if (b === 0 || b === 1) return b;
  if (b === 2) return tf.mul(a, 2);
  const power = tf.pow(a, typeof b === 'number' ? b - 1 : tf.sub(b, 1)) as tf.Tensor;
  return typeof b === 'number' ? tf.mul(power, b) : times(tf.add(b, tf.zerosLike(power)), power);
}

/** 1 where a condition holds, else 0. */
function where(condition: tf.Tensor): tf.Tensor {
  return tf.cast(condition, 'float32');
}

/** The slope of the second operand of max and min: 0 where both are 0. */
function rest(condition: tf.Tensor, a: Factor, b: Factor): tf.Tensor {
  return where(tf.logicalAnd(condition, tf.logicalOr(tf.notEqual(a, 0), tf.notEqual(b, 0))));
}
