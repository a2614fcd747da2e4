/** The distances of one anchor to all other rows, in order of the rows and in ranks, and sums of weights over them. */

/** Parts of equal width into which the distances of an anchor are sorted: ranks are exact up to the rows within one part. */
const PARTS = 4096;

/** Shares of the nearest rows at which weights are added up: the nearest hundredth, then every tenth. */
const SHARES = [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Sums of the weights of one anchor, in float64. */
export interface WeightSums {
  /** Σα. */
  readonly total: number;
  /** Σα d². */
  readonly distance: number;
  /** The largest weight, and its row. */
  readonly largest: number;
  readonly heaviest: number;
  /** Shares of the nearest hundredth and of each tenth by distance, nearest first. */
  readonly nearest: number;
  readonly tenths: readonly number[];
}

/** Buffers for the distances of one anchor after the other. */
export class AnchorDistances {
  /** Mean d² to the negatives. */
  mean = 0;
  /** The nearest rows, nearest first. */
  readonly nearest: Int32Array;
  #distances: Float32Array = new Float32Array(0);
  readonly #part: Uint16Array;
  readonly #counts = new Int32Array(PARTS);
  readonly #weights = new Float64Array(PARTS);

  /** @param rows of the embeddings, N @param nearest rows that are kept, fewer than N */
  constructor(rows: number, nearest: number) {
    this.#part = new Uint16Array(rows);
    this.nearest = new Int32Array(nearest);
  }

  /** Takes d² of an anchor to all rows, [N]; its own entry is overwritten. @param own the row of the anchor */
  take(own: number, distances: Float32Array): void {
    this.#distances = distances;
    // Another row's distance: it moves neither the least nor the largest, and leaves sums and counts again.
    distances[own] = distances[own === 0 ? 1 : 0] as number;
    const { least, most, sum } = rangeOf(distances);
    this.mean = (sum - distances[own]) / (distances.length - 1);
    const [part, counts] = [this.#part, this.#counts];
    counts.fill(0);
    countParts(distances, { least, scale: most > least ? (PARTS - 1) / (most - least) : 0, part, counts });
    counts[part[own] as number] = (counts[part[own] as number] as number) - 1;
    findNearest(distances, own, this.nearest);
  }

  /** The distance to a row. */
  distanceTo(row: number): number {
    return this.#distances[row] as number;
  }

  /** Sums weights of the rows, [N], 0 at the anchor's own. */
  weigh(alpha: Float32Array): WeightSums {
    this.#weights.fill(0);
    const sums = weightSums(alpha, this.#distances, this.#part, this.#weights);
    const [nearest = 0, ...upTo] = this.#weightsUpTo(alpha.length - 1).map((weight) => weight / sums.total);
    return { ...sums, nearest, tenths: upTo.map((sum, k) => sum - (upTo[k - 1] ?? 0)) };
  }

  /** The weights up to each share of the rows. */
  #weightsUpTo(rows: number): number[] {
    let [part, taken, weight] = [0, 0, 0];
    return SHARES.map((share) => {
      const due = share * rows;
      while (part < PARTS && taken + (this.#counts[part] as number) <= due) {
        taken += this.#counts[part] as number;
        weight += this.#weights[part++] as number;
      }
      const inside = part < PARTS ? (due - taken) / (this.#counts[part] as number) : 0;
      return weight + (inside > 0 ? inside * (this.#weights[part] as number) : 0);
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
  /** The part of each row, [N], and the rows in each part. */
  readonly part: Uint16Array;
  readonly counts: Int32Array;
}

function countParts(distances: Float32Array, { least, scale, part, counts }: Parts): void {
  for (let j = 0; j < distances.length; j++) {
    const k = Math.floor(((distances[j] as number) - least) * scale);
    part[j] = k;
    counts[k] = (counts[k] as number) + 1;
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

/** Sums weights, and adds them up by part. */
function weightSums(
  alpha: Float32Array,
  distances: Float32Array,
  part: Uint16Array,
  weights: Float64Array,
): Pick<WeightSums, 'total' | 'distance' | 'largest' | 'heaviest'> {
  let [total, distance, largest, heaviest] = [0, 0, -1, 0];
  for (let j = 0; j < alpha.length; j++) {
    const weight = alpha[j] as number;
    const k = part[j] as number;
    weights[k] = (weights[k] as number) + weight;
    total += weight;
    distance += weight * (distances[j] as number);
    if (weight > largest) {
      largest = weight;
      heaviest = j;
    }
  }
  return { total, distance, largest, heaviest };
}
