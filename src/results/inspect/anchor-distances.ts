/** The distances of one anchor to all other rows, in order of the rows and in ranks. */

/** Parts of equal width into which the distances of an anchor are sorted: ranks are exact up to the rows within one part. */
const PARTS = 4096;

/** Shares of the nearest rows at which weights are added up: the nearest hundredth, then every tenth. */
const SHARES = [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Buffers for the distances of one anchor after the other. */
export class AnchorDistances {
  /** [M] d² to the negatives; row j of the embeddings is at place j, but the last one, which is at the anchor's own place. */
  readonly distances: Float64Array;
  /** The row of the anchor. */
  anchor = 0;
  /** Places of the negatives that have the anchor's label; none without labels. */
  sameLabel: Int32Array = new Int32Array(0);
  readonly #part: Int32Array;
  readonly #counts = new Float64Array(PARTS);
  readonly #weights = new Float64Array(PARTS);

  /** @param rows of the embeddings, N */
  constructor(rows: number) {
    this.distances = new Float64Array(rows - 1);
    this.#part = new Int32Array(rows - 1);
  }

  /** Lists the places of the anchor's label. @param rowsOfLabel rows of each label */
  takeLabels(labels: Int32Array, rowsOfLabel: readonly Int32Array[]): void {
    const { anchor, distances } = this;
    const rows = rowsOfLabel[labels[anchor] as number] as Int32Array;
    this.sameLabel = rows.filter((row) => row !== anchor).map((row) => (row === distances.length ? anchor : row));
  }

  /** Takes the products of an anchor with all rows, from place `from` of a block on. */
  take(anchor: number, products: Float32Array, from: number, squares: Float64Array): void {
    const { distances } = this;
    this.anchor = anchor;
    const own = squares[anchor] as number;
    const last = distances.length;
    for (let j = 0; j < last; j++) {
      const distance = (own + (squares[j] as number)) / 2 - (products[from + j] as number);
      distances[j] = distance > 0 ? distance : 0;
    }
    if (anchor < last) {
      distances[anchor] = Math.max(0, (own + (squares[last] as number)) / 2 - (products[from + last] as number));
    }
    this.#sort();
  }

  /** The row of the embeddings at a place. */
  rowAt(place: number): number {
    return place === this.anchor ? this.distances.length : place;
  }

  /** The share of the weights on each part of `SHARES`. @param total of the weights */
  weightsByRank(alpha: Float64Array, total: number): { readonly nearest: number; readonly tenths: Float64Array } {
    this.#weights.fill(0);
    for (let j = 0; j < alpha.length; j++) {
      const part = this.#part[j] as number;
      this.#weights[part] = (this.#weights[part] as number) + (alpha[j] as number);
    }
    const upTo = new Float64Array(SHARES.length);
    let [part, rows, weight] = [0, 0, 0];
    SHARES.forEach((share, k) => {
      const due = share * alpha.length;
      while (part < PARTS && rows + (this.#counts[part] as number) <= due) {
        rows += this.#counts[part] as number;
        weight += this.#weights[part++] as number;
      }
      const inside = part < PARTS ? (due - rows) / (this.#counts[part] as number) : 0;
      upTo[k] = (weight + (inside > 0 ? inside * (this.#weights[part] as number) : 0)) / total;
    });
    const tenths = Float64Array.from(
      { length: 10 },
      (_, k) => (upTo[k + 1] as number) - (k === 0 ? 0 : (upTo[k] as number)),
    );
    return { nearest: upTo[0] as number, tenths };
  }

  #sort(): void {
    const { distances } = this;
    let [least, most] = [Infinity, -Infinity];
    for (let j = 0; j < distances.length; j++) {
      const distance = distances[j] as number;
      if (distance < least) least = distance;
      if (distance > most) most = distance;
    }
    this.#counts.fill(0);
    const scale = most > least ? (PARTS - 1) / (most - least) : 0;
    for (let j = 0; j < distances.length; j++) {
      const part = Math.floor(((distances[j] as number) - least) * scale);
      this.#part[j] = part;
      this.#counts[part] = (this.#counts[part] as number) + 1;
    }
  }
}

/** Writes the places of the nearest negatives, nearest first. @param places as many as are wanted */
export function nearestPlaces(distances: Float64Array, places: Int32Array): void {
  const count = places.length;
  let found = 0;
  let farthest = Infinity;
  for (let j = 0; j < distances.length; j++) {
    const distance = distances[j] as number;
    if (found === count && distance >= farthest) continue;
    let at = found < count ? found++ : count - 1;
    while (at > 0 && distance < (distances[places[at - 1] as number] as number)) {
      places[at] = places[at - 1] as number;
      at--;
    }
    places[at] = j;
    if (found === count) farthest = distances[places[count - 1] as number] as number;
  }
}
