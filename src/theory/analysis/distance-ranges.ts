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
/** Samples of a batch, and with both views of the others the most negatives of an anchor. */
const SAMPLES: Interval = { lower: 2, upper: 4096 };
const OTHERS: Interval = { lower: 1, upper: 8190 };

/**
 * Encloses each symbol of the loss, its parts among them; a part that is not enclosed may be any number.
 *
 * @param parameters values, or ranges of values
 */
export function distanceRanges(
  { parts }: DistanceProgram,
  parameters: Readonly<Record<string, number | Interval>>,
): Box {
  const [samples, negatives, positives] = COUNTS;
  const ranges: Record<string, Interval> = {
    [POSITIVE]: DISTANCES,
    [NEGATIVE]: DISTANCES,
    [samples]: SAMPLES,
    [negatives]: OTHERS,
    [positives]: OTHERS,
  };
  for (const [name, value] of Object.entries(parameters))
    ranges[name] = typeof value === 'number' ? { lower: value, upper: value } : value;
  for (const part of parts) {
    const range = jetOver(coreOf(part.of.expression), ranges)?.value;
    if (range === undefined) continue;
    const times = part.kind !== 'sum' ? undefined : part.over === 'anchors' ? SAMPLES : OTHERS;
    ranges[part.name] = times === undefined ? range : product(range, times);
  }
  return ranges;
}
