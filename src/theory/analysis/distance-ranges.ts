/**
 * The ranges of all symbols of a loss of distances, for rows of length 1 and any batch: distances from 0 to 2, counts up to those of
 * the largest batch, and from these every part of the loss.
 */
import { product, type Interval } from '../algebra/interval.js';
import { COUNTS, NEGATIVE, POSITIVE, type DistanceProgram } from '../distance-losses/distance-program.js';
import { coreOf } from './core-expression.js';
import { jetOver, type Box } from './interval-jet.js';

/** Distances 1 − cos of unit vectors. */
const DISTANCES: Interval = { lower: 0, upper: 2 };
/** Distances where a loss has no value at 0. */
const APART: Interval = { lower: 2 ** -60, upper: 2 };
/** Samples of a batch, and with both views of the others the most negatives of an anchor. */
const SAMPLES: Interval = { lower: 2, upper: 4096 };
const OTHERS: Interval = { lower: 1, upper: 8190 };

/** Parameters by symbol: a value, or a range of values. */
export type GivenParameters = Readonly<Record<string, number | Interval>>;

/** The ranges of the symbols of a loss, its parts among them. */
export interface DistanceRanges {
  /** A part that is not enclosed is not in it, and may be any number. */
  readonly box: Box;
  /** The domain of distances and negatives, in words. */
  readonly domain: string;
}

/** Encloses each symbol of the loss, on distances above 0 alone where it has no value at 0. */
export function distanceRanges(program: DistanceProgram, parameters: GivenParameters): DistanceRanges {
  const whole = enclosed(program, parameters, DISTANCES);
  if (whole.isComplete) return { box: whole.box, domain: 'p, n ∈ [0, 2], up to 8,190 negatives' };
  const apart = enclosed(program, parameters, APART);
  return apart.isComplete
    ? { box: apart.box, domain: 'p, n ∈ [2⁻⁶⁰, 2], up to 8,190 negatives' }
    : { box: whole.box, domain: 'p, n ∈ [0, 2], up to 8,190 negatives' };
}

function enclosed(
  { parts, anchor }: DistanceProgram,
  parameters: GivenParameters,
  distances: Interval,
): { readonly box: Box; readonly isComplete: boolean } {
  const [samples, negatives, positives] = COUNTS;
  const box: Record<string, Interval> = {
    [POSITIVE]: distances,
    [NEGATIVE]: distances,
    [samples]: SAMPLES,
    [negatives]: OTHERS,
    [positives]: OTHERS,
  };
  for (const [name, given] of Object.entries(parameters))
    box[name] = typeof given === 'number' ? { lower: given, upper: given } : given;
  let isComplete = true;
  for (const part of parts) {
    // A level may be any number.
    if (part.kind === 'level') continue;
    const range = jetOver(coreOf(part.of.expression), box)?.value;
    if (range === undefined) {
      isComplete = false;
      continue;
    }
    const times = part.kind !== 'sum' ? undefined : part.over === 'anchors' ? SAMPLES : OTHERS;
    box[part.name] = times === undefined ? range : product(range, times);
  }
  return { box, isComplete: isComplete && jetOver(coreOf(anchor.expression), box) !== undefined };
}
