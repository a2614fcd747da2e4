/**
 * Decides by interval bisection if a quantity keeps its sign over a box: proven on the whole box, refuted at a point, or left
 * open when the work runs out.
 */
import type { Interval } from '../algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import { pointBox, type Box } from './interval-jet.js';

/** An enclosure of the quantity over the box; undefined where none is known. */
export type Quantity = (box: Box) => Interval | undefined;

export type WantedSign = 'positive' | 'non-negative' | 'negative' | 'non-positive';

export interface Witness {
  /** A value for every symbol. */
  readonly at: Readonly<Record<string, number>>;
  /** An enclosure of the quantity there, which refutes the wanted sign. */
  readonly value: Interval;
}

export type SignFinding =
  | { readonly kind: 'certified'; readonly boxes: number }
  | { readonly kind: 'fails'; readonly witness: Witness }
  | { readonly kind: 'open' };

const ACCEPTS: Readonly<Record<WantedSign, (of: Interval) => boolean>> = {
  positive: ({ lower }) => lower > 0,
  'non-negative': ({ lower }) => lower >= 0,
  negative: ({ upper }) => upper < 0,
  'non-positive': ({ upper }) => upper <= 0,
};

/** Tells if an enclosure proves that the quantity does not have the wanted sign. */
export function refutes(wanted: WantedSign, enclosure: Interval): boolean {
  return REFUTES[wanted](enclosure);
}

const REFUTES: Readonly<Record<WantedSign, (of: Interval) => boolean>> = {
  positive: ({ upper }) => upper <= 0,
  'non-negative': ({ upper }) => upper < 0,
  negative: ({ lower }) => lower >= 0,
  'non-positive': ({ lower }) => lower > 0,
};

/** Number of boxes examined before the question is left open: some tenths of a second. */
const WORK = 6000;
/** Width, on the scale of `spread`, below which rounding cannot tell a box from a point. */
const NARROW = 2 ** -40;

/** Number of boxes examined breadth-first. */
const BROAD = 128;

/**
 * Bisects the box breadth-first at the start, which finds a failure wherever it is, then depth-first: as soon as a box cannot
 * be cut further the question is open, and the rest need not be examined.
 *
 * @param work boxes examined before the question is left open
 */
export function certifySign(quantity: Quantity, box: Box, wanted: WantedSign, work = WORK): SignFinding {
  const left: Box[] = [box];
  for (let boxes = 0; ;) {
    const current = boxes < BROAD ? left.shift() : left.pop();
    if (current === undefined) return { kind: 'certified', boxes };
    boxes++;
    const enclosure = quantity(current);
    if (enclosure !== undefined && ACCEPTS[wanted](enclosure)) continue;
    const middle = mapValues(current, middleOfSide);
    const there = quantity(pointBox(middle));
    if (there !== undefined && refutes(wanted, there)) return { kind: 'fails', witness: { at: middle, value: there } };
    const widest = widestSide(current);
    if (widest === undefined || boxes >= work) return { kind: 'open' };
    left.push(...halves(current, widest));
  }
}

/** Encloses a quantity over a box by bisection into at most work/2 + 1 boxes; undefined where one of them gives no enclosure. */
export function rangeOver(quantity: Quantity, box: Box, work = 512): Interval | undefined {
  const queue: Box[] = [box];
  let [lower, upper] = [Infinity, -Infinity];
  for (let next = 0; next < queue.length; next++) {
    const current = queue[next] as Box;
    const widest = widestSide(current);
    if (widest !== undefined && queue.length < work) {
      queue.push(...halves(current, widest));
      continue;
    }
    const enclosure = quantity(current);
    if (enclosure === undefined) return undefined;
    [lower, upper] = [Math.min(lower, enclosure.lower), Math.max(upper, enclosure.upper)];
  }
  return { lower, upper };
}

function halves(box: Box, side: string): [Box, Box] {
  const { lower, upper } = box[side] as Interval;
  const middle = middleOfSide({ lower, upper });
  return [
    { ...box, [side]: { lower, upper: middle } },
    { ...box, [side]: { lower: middle, upper } },
  ];
}

/** Names the side that is widest on the scale of `spread`; undefined when all are points or nearly so. */
function widestSide(box: Box): string | undefined {
  let [widest, most]: [string | undefined, number] = [undefined, NARROW];
  for (const [name, { lower, upper }] of Object.entries(box)) {
    const size = spread({ lower, upper });
    if (size > most) [widest, most] = [name, size];
  }
  return widest;
}

/** Measures the width on a scale that is linear below 1 and logarithmic above. */
function spread({ lower, upper }: Interval): number {
  return toScale(upper) - toScale(lower);
}

function toScale(x: number): number {
  return Math.asinh(Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x)));
}

/** Returns a middle, geometric between positive numbers far apart, so that ξ from 10⁻⁴ to 10³⁰ takes few cuts. */
export function middleOfSide(side: Interval): number {
  const [lower, upper] = [Math.max(-Number.MAX_VALUE, side.lower), Math.min(Number.MAX_VALUE, side.upper)];
  if (lower === upper) return lower;
  const middle =
    lower > 0 && upper / lower > 4
      ? Math.sqrt(lower) * Math.sqrt(upper)
      : upper - lower < 4
        ? lower / 2 + upper / 2
        : Math.sinh((toScale(lower) + toScale(upper)) / 2);
  return Math.min(upper, Math.max(lower, middle));
}
