/**
 * The steps of a loss on all pairs of a batch at once, remembered so that they can be gone back for its slopes.
 *
 * A value belongs to a view, to a term (an anchor with one of its positives) or to a pair (a term with one of the anchor's
 * negatives); one that belongs to fewer is the same for all of those below it.
 */
import { carriedOutBy, OF_NUMBERS, type StepOperation, type StraightLine } from '../formula/straight-line.js';
import { LEVEL } from './distance-program.js';
import { findLevels } from './levels.js';
import { OPERATION_SLOPES } from './operation-slopes.js';
import type { PairLayout } from './pair-layout.js';

/** The things that a value may belong to. */
export type Level = 'view' | 'term' | 'pair';

/** A value of each view, term or pair. */
export interface Quantity {
  readonly level: Level;
  readonly data: Float64Array;
  /** The slope of the loss with respect to each, once the tape has been gone back. */
  readonly slopes: Float64Array;
}

type Entry = number | Quantity;

/** Steps in the order in which they were made. */
export class Tape {
  readonly #back: (() => void)[] = [];
  readonly #sizes: Readonly<Record<Level, number>>;
  readonly #viewOf: Int32Array;

  constructor(private readonly layout: PairLayout) {
    const { views, anchorOf, negativeOf, samples } = layout;
    this.#sizes = { view: views, term: anchorOf.length, pair: negativeOf.length };
    this.#viewOf = anchorOf.map((anchor) => (anchor < samples ? 0 : 1));
  }

  /** Takes numbers that are given. */
  given(level: Level, data: Float64Array): Quantity {
    return { level, data, slopes: new Float64Array(data.length) };
  }

  /** A quantity that is the same everywhere. */
  constant(level: Level, value: number): Quantity {
    return this.given(level, new Float64Array(this.#sizes[level]).fill(value));
  }

  /** Takes an entry without what it was made of. */
  held(entry: Entry): Quantity {
    return typeof entry === 'number' ? this.constant('view', entry) : this.given(entry.level, entry.data);
  }

  /** Carries out a formula's steps entry by entry. */
  carriedOut(line: StraightLine<string>, quantities: ReadonlyMap<string, Quantity>): Entry {
    return carriedOutBy<Quantity>(line, quantities, (operation, operands) => this.#step(operation, operands));
  }

  #step(operation: StepOperation, operands: readonly Entry[]): Entry {
    const of = OF_NUMBERS[operation];
    const [first, second] = operands;
    const level = finest(operands.flatMap((operand) => (typeof operand === 'number' ? [] : [operand.level])));
    if (level === undefined) return of(...(operands as number[]));
    const a = this.entries(level, first ?? Number.NaN);
    const b = second === undefined ? undefined : this.entries(level, second);
    const data = b === undefined ? a.map((x) => of(x)) : a.map((x, k) => of(x, b[k] as number));
    const made = this.given(level, data);
    this.#back.push(() => {
      operands.forEach((operand, place) => {
        const slopeOf = OPERATION_SLOPES[operation][place];
        if (typeof operand === 'number' || slopeOf === undefined) return;
        const toOperand = made.slopes.map((slope, k) =>
          slope === 0 ? 0 : slope * slopeOf(a[k] as number, b?.[k] ?? Number.NaN, data[k] as number),
        );
        this.#addTo(operand, level, toOperand);
      });
    });
    return made;
  }

  /**
   * Sums over the negatives or positives of an anchor, or over all anchors of a view, where each term counts 1/P.
   *
   * @param isLog for logarithms of what is summed, to the logarithm of the sum
   */
  sum(over: 'negatives' | 'positives' | 'anchors', entry: Entry, isLog: boolean): Quantity {
    const { termOf, firstTerm, positives } = this.layout;
    const below: Level = over === 'negatives' ? 'pair' : 'term';
    const above: Level = over === 'anchors' ? 'view' : 'term';
    const group = over === 'negatives' ? termOf : over === 'positives' ? firstTerm : this.#viewOf;
    const weights = over === 'anchors' ? Float64Array.from(positives, (count) => 1 / count) : undefined;
    const data = this.entries(below, entry);
    const totals = isLog
      ? logSums(data, group, this.#sizes[above], weights)
      : sums(data, group, this.#sizes[above], weights);
    const made = this.given(
      above,
      over === 'positives' ? totals.map((_, t) => totals[firstTerm[t] as number] as number) : totals,
    );
    this.#back.push(() => {
      if (typeof entry === 'number') return;
      const slopes = over === 'positives' ? sums(made.slopes, firstTerm, made.slopes.length) : made.slopes;
      const toEntry = data.map((x, k) => {
        const place = group[k] as number;
        const weight = weights?.[k] ?? 1;
        const share = isLog ? Math.exp(x - (totals[place] as number)) : 1;
        return (slopes[place] as number) === 0 ? 0 : (slopes[place] as number) * weight * share;
      });
      this.#addTo(entry, below, toEntry);
    });
    return made;
  }

  /** Finds the x of each term at which a formula in x, summed over the negatives, is 1; as what is given, without slopes. */
  findLevel(line: StraightLine<string>, quantities: ReadonlyMap<string, Quantity>): Quantity {
    const totalsAt = (x: Float64Array): Float64Array => {
      const tape = new Tape(this.layout);
      const entry = tape.carriedOut(line, new Map([...quantities, [LEVEL, tape.given('term', x)]]));
      return tape.sum('negatives', entry, false).data;
    };
    return this.given('term', findLevels(this.#sizes.term, totalsAt));
  }

  /** Goes back from slopes of the loss with respect to one quantity to those of all that it was made of. */
  goBack(from: Quantity, slopes: Float64Array): void {
    from.slopes.set(slopes);
    for (const back of this.#back.toReversed()) back();
  }

  /** Lists the entry of every view, term or pair. */
  entries(level: Level, entry: Entry): Float64Array {
    if (typeof entry === 'number') return new Float64Array(this.#sizes[level]).fill(entry);
    if (entry.level === level) return entry.data;
    return Float64Array.from(
      { length: this.#sizes[level] },
      (_, k) => entry.data[this.#above(level, k, entry.level)] as number,
    );
  }

  #addTo({ level, slopes }: Quantity, from: Level, more: Float64Array): void {
    for (let k = 0; k < more.length; k++) {
      const place = from === level ? k : this.#above(from, k, level);
      slopes[place] = (slopes[place] as number) + (more[k] as number);
    }
  }

  /** The term or view that pair or term k belongs to. */
  #above(level: Level, k: number, above: Level): number {
    const term = level === 'pair' ? (this.layout.termOf[k] as number) : k;
    return above === 'term' ? term : (this.#viewOf[term] as number);
  }
}

/** Finds the finest of several levels. */
export function finest(levels: readonly Level[]): Level | undefined {
  return (['pair', 'term', 'view'] as const).find((level) => levels.includes(level));
}

function sums(data: Float64Array, group: Int32Array, count: number, weights?: Float64Array): Float64Array {
  const totals = new Float64Array(count);
  data.forEach((x, k) => {
    const place = group[k] as number;
    totals[place] = (totals[place] as number) + x * (weights?.[k] ?? 1);
  });
  return totals;
}

/** log Σ w·eˣ of each group. */
function logSums(data: Float64Array, group: Int32Array, count: number, weights?: Float64Array): Float64Array {
  const largest = new Float64Array(count).fill(-Infinity);
  data.forEach((x, k) => {
    const place = group[k] as number;
    // NaN is taken too, so that it shows.
    if (!(x <= (largest[place] as number))) largest[place] = x;
  });
  const relative = data.map((x, k) => {
    const top = largest[group[k] as number] as number;
    return x === top ? 1 : Math.exp(x - top);
  });
  const totals = sums(relative, group, count, weights);
  return totals.map((total, place) =>
    largest[place] === -Infinity ? -Infinity : (largest[place] as number) + Math.log(total),
  );
}
