/** The distances of one anchor to all other rows, in order of the rows and in ranks, and how weights lie along them. */

/**
 * Parts of equal width into which the distances of an anchor are sorted: ranks are exact up to the rows within one part. A weight depends
 * on the distance alone, so that one row represents all of its part.
 */
const PARTS = 1024;

/** Shares of the nearest rows at which weights are added up: the nearest hundredth, then every tenth. */
const SHARES = [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Shares of the weight of one anchor. */
interface WeightShares {
  /** The share of the nearest hundredth of the rows. */
  readonly nearest: number;
  /** The share of each tenth of the rows by distance, nearest first. */
  readonly tenths: readonly number[];
}

/** Buffers for the distances of one anchor after the other. */
export class AnchorDistances {
  /** Mean d² to the negatives. */
  mean = 0;
  /** The nearest rows, nearest first. */
  readonly nearest: Int32Array;
  #distances: Float32Array = new Float32Array(0);
  /** Rows in each part, and one of them. */
  readonly #counts = new Int32Array(PARTS);
  readonly #representatives = new Int32Array(PARTS);

  /** @param nearest rows that are kept, fewer than N */
  constructor(nearest: number) {
    this.nearest = new Int32Array(nearest);
  }

  /** Takes d² of an anchor to all rows, [N]; its own entry is overwritten. @param own the row of the anchor */
  take(own: number, distances: Float32Array): void {
    this.#distances = distances;
    // Another row's distance: it moves neither the least nor the largest, and leaves sums and counts again.
    distances[own] = distances[own === 0 ? 1 : 0] as number;
    const { least, most, sum } = rangeOf(distances);
    this.mean = (sum - distances[own]) / (distances.length - 1);
    const [counts, representatives] = [this.#counts, this.#representatives];
    counts.fill(0);
    const scale = most > least ? (PARTS - 1) / (most - least) : 0;
    countParts(distances, { least, scale, own, counts, representatives });
    findNearest(distances, own, this.nearest);
  }

  /** The distance to a row. */
  distanceTo(row: number): number {
    return this.#distances[row] as number;
  }

  /** Divides the weights of the rows, [N], not all 0. */
  shares(alpha: Float32Array): WeightShares {
    const weights = this.#weightsUpTo(alpha);
    const [nearest = 0, ...upTo] = weights.map((weight) => weight / (weights.at(-1) as number));
    return { nearest, tenths: upTo.map((sum, k) => sum - (upTo[k - 1] ?? 0)) };
  }

  /** The weights up to each share of the rows. */
  #weightsUpTo(alpha: Float32Array): number[] {
    const ofOne = (part: number): number => alpha[this.#representatives[part] as number] as number;
    let [part, taken, weight] = [0, 0, 0];
    return SHARES.map((share) => {
      const due = share * (alpha.length - 1);
      for (; part < PARTS; part++) {
        const count = this.#counts[part] as number;
        if (taken + count > due) break;
        taken += count;
        weight += count * ofOne(part);
      }
      return part < PARTS ? weight + (due - taken) * ofOne(part) : weight;
    });
  }
}

// Loops over all pairs are functions of their own: V8 compiles a function in the middle of its first long loop, and gives up again
// at what follows it.

function rangeOf(distances: Float32Array): { readonly least: number; readonly most: number; readonly sum: number } {
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (let j = 0; j < distances.length; j++) {
    const distance = distances[j] as number;
    if (distance < least) least = distance;
    if (distance > most) most = distance;
    sum += distance;
  }
  return { least, most, sum };
}

interface Parts {
  readonly least: number;
  /** Parts a unit of distance. */
  readonly scale: number;
  /** The row that is the anchor itself. */
  readonly own: number;
  /** The rows in each part, and one of them. */
  readonly counts: Int32Array;
  readonly representatives: Int32Array;
}

function countParts(distances: Float32Array, { least, scale, own, counts, representatives }: Parts): void {
  for (let j = 0; j < distances.length; j++) {
    if (j === own) continue;
    const k = Math.floor(((distances[j] as number) - least) * scale);
    counts[k] = (counts[k] as number) + 1;
    representatives[k] = j;
  }
}

function findNearest(distances: Float32Array, own: number, nearest: Int32Array): void {
  const count = nearest.length;
  let [found, farthest] = [0, Infinity];
  for (let j = 0; j < distances.length; j++) {
    const distance = distances[j] as number;
    if ((found === count && distance >= farthest) || j === own) continue;
    let at = found < count ? found++ : count - 1;
    while (at > 0 && distance < (distances[nearest[at - 1] as number] as number)) {
      nearest[at] = nearest[at - 1] as number;
      at--;
    }
    nearest[at] = j;
    if (found === count) farthest = distances[nearest[count - 1] as number] as number;
  }
}
