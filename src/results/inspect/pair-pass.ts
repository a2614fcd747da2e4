/**
 * One pass over the pairs of a sample of anchors with all other rows, in blocks: never is there an N × N matrix. Products are
 * float32 on ONNX Runtime, weights and sums float64; against sums in float64 alone this costs about six digits, which a test measures.
 */
import { randomStream } from '../../theory/algebra/random-stream.js';
import type { MatrixProducts } from '../../training/engines/matrix-products.js';
import { AnchorDistances, nearestPlaces } from './anchor-distances.js';
import type { AnchorWeighing, WeighedAnchor } from './anchor-weighing.js';
import { CovarianceSums } from './covariance-sums.js';
import type { UnitViews } from './unit-views.js';

/** The pairs and losses of a pass. */
export interface PassOptions {
  readonly views: UnitViews;
  readonly labels: Int32Array | undefined;
  readonly weighings: readonly AnchorWeighing[];
  /** Rows that are anchors, in random order. */
  readonly anchors: Int32Array;
  readonly products: MatrixProducts<Float32Array>;
  /** Neighbours that are kept of each anchor. */
  readonly neighbours: number;
  readonly onProgress: (done: number, total: number) => void;
}

/** Measures of a loss, anchor by anchor, [n] each; NaN for an anchor whose weights are all 0. */
export interface WeighedAnchors {
  /** Σα. */
  readonly total: Float64Array;
  /** β. */
  readonly pull: Float64Array;
  /** exp(entropy of α): the negatives that α is spread over. */
  readonly effective: Float64Array;
  /** Share of the heaviest negative. */
  readonly largest: Float64Array;
  /** Share of the nearest hundredth. */
  readonly nearest: Float64Array;
  /** Share of each tenth by distance, nearest first, [10][n]. */
  readonly tenths: readonly Float64Array[];
  /** Σα d². */
  readonly distance: Float64Array;
  /** Share of negatives of the anchor's own label; NaN without labels. */
  readonly sameLabel: Float64Array;
  /** The heaviest negative of each anchor, a row. */
  readonly heaviest: Int32Array;
  readonly covariance: CovarianceSums;
}

/** Sums and measures of a pass. */
export interface PairPass {
  readonly weighed: readonly WeighedAnchors[];
  /** Means over the negatives of each anchor: of d², and of exp(−2‖u − v‖²), [n]. */
  readonly meanDistance: Float64Array;
  readonly potential: Float64Array;
  /** Share of the negatives that have the anchor's label, [n]. */
  readonly sameLabel: Float64Array;
  /** The nearest rows of each anchor, nearest first, [n, neighbours], and d² to them. */
  readonly nearestRows: Int32Array;
  readonly nearestDistances: Float64Array;
}

/** Numbers in a block of products. */
const BLOCK = 2 ** 22;
/** Most anchors in a block. */
const MOST_ANCHORS = 256;

/** Draws anchors without replacement, in random order. @param count at most `rows` */
export function drawnAnchors(rows: number, count: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  const random = randomStream(seed, 'anchors');
  for (let k = 0; k < count; k++) {
    const other = k + random.integer(rows - k);
    [order[k], order[other]] = [order[other] as number, order[k] as number];
  }
  return order.slice(0, count);
}

export async function pairPass(options: PassOptions): Promise<PairPass> {
  const { views, labels, weighings, anchors, products, neighbours, onProgress } = options;
  const { centred, squares, positives } = views;
  const [rows, columns] = [centred.rows, centred.columns];
  const n = anchors.length;
  const numbers = (): Float64Array => new Float64Array(n).fill(Number.NaN);
  const weighed = weighings.map((): WeighedAnchors => ({
    total: new Float64Array(n),
    pull: new Float64Array(n),
    effective: numbers(),
    largest: numbers(),
    nearest: numbers(),
    tenths: Array.from({ length: 10 }, numbers),
    distance: new Float64Array(n),
    sameLabel: numbers(),
    heaviest: new Int32Array(n),
    covariance: new CovarianceSums(views, anchors),
  }));
  const pass: PairPass = {
    weighed,
    meanDistance: numbers(),
    potential: numbers(),
    sameLabel: numbers(),
    nearestRows: new Int32Array(n * neighbours),
    nearestDistances: new Float64Array(n * neighbours),
  };
  const height = Math.max(1, Math.min(MOST_ANCHORS, Math.floor(BLOCK / rows), n));
  const buffer = new AnchorDistances(rows);
  const rowsOfLabel = labels === undefined ? [] : rowsByLabel(labels);
  const cosinesOf = (from: number): Promise<{ readonly data: Float32Array }> =>
    products.multiply(rowsOf(centred, anchors.subarray(from, Math.min(n, from + height))), centred, 'second');
  for (let from = 0; from < n; from += height) {
    const to = Math.min(n, from + height);
    const { data: cosines } = await cosinesOf(from);
    const alphas = weighings.map(() => new Float32Array((to - from) * rows));
    for (let a = from; a < to; a++) {
      const own = anchors[a] as number;
      buffer.take(own, cosines, (a - from) * rows, squares);
      if (labels !== undefined) buffer.takeLabels(labels, rowsOfLabel);
      lookAround(pass, a, neighbours, buffer, labels !== undefined);
      weighings.forEach((weighing, k) => {
        const found = weighing.weigh(buffer.distances, positives[own] as number);
        look(weighed[k] as WeighedAnchors, a, found, buffer, labels !== undefined);
        const line = (alphas[k] as Float32Array).subarray((a - from) * rows, (a - from + 1) * rows);
        line.set(found.alpha);
        // The last row stood at the anchor's own place.
        if (own < rows - 1) [line[rows - 1], line[own]] = [line[own] as number, 0];
      });
    }
    await attract(from, alphas);
    onProgress(to, n);
  }
  return pass;

  async function attract(from: number, alphas: readonly Float32Array[]): Promise<void> {
    for (const [k, { covariance, total, pull }] of weighed.entries()) {
      const data = alphas[k] as Float32Array;
      const alpha = { rows: data.length / rows, columns: rows, data };
      const attracted = await products.multiply(alpha, centred);
      covariance.add({ from, alpha, attracted: { ...attracted, columns }, total, pull });
    }
  }
}

/** The rows of each label, ascending. */
function rowsByLabel(labels: Int32Array): Int32Array[] {
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const rows = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, i) => rows[label]?.push(i));
  return rows.map((one) => Int32Array.from(one));
}

/** Measures an anchor's surroundings, which depend on no loss. */
function lookAround(pass: PairPass, a: number, neighbours: number, buffer: AnchorDistances, hasLabels: boolean): void {
  const { distances } = buffer;
  let sum = 0;
  let potential = 0;
  for (let j = 0; j < distances.length; j++) {
    const distance = distances[j] as number;
    sum += distance;
    potential += Math.exp(-4 * distance);
  }
  pass.meanDistance[a] = sum / distances.length;
  pass.potential[a] = potential / distances.length;
  if (hasLabels) pass.sameLabel[a] = buffer.sameLabel.length / distances.length;
  const places = new Int32Array(neighbours);
  nearestPlaces(distances, places);
  places.forEach((place, k) => {
    pass.nearestRows[a * neighbours + k] = buffer.rowAt(place);
    pass.nearestDistances[a * neighbours + k] = distances[place] as number;
  });
}

function look(
  into: WeighedAnchors,
  a: number,
  { alpha, beta, logLine }: WeighedAnchor,
  buffer: AnchorDistances,
  hasLabels: boolean,
): void {
  const { distances } = buffer;
  let total = 0;
  let distance = 0;
  let largest = -1;
  let heaviest = 0;
  for (let j = 0; j < alpha.length; j++) {
    const weight = alpha[j] as number;
    total += weight;
    distance += weight * (distances[j] as number);
    if (weight > largest) {
      largest = weight;
      heaviest = j;
    }
  }
  into.total[a] = total;
  into.pull[a] = beta ?? total;
  into.distance[a] = distance;
  into.heaviest[a] = buffer.rowAt(heaviest);
  if (!(total > 0)) return;
  const logs = logLine === undefined ? sumOfLogs(alpha) : logLine.shift * total - logLine.rate * distance;
  into.effective[a] = Math.exp(Math.log(total) - logs / total);
  into.largest[a] = largest / total;
  const { nearest, tenths } = buffer.weightsByRank(alpha, total);
  into.nearest[a] = nearest;
  tenths.forEach((share, k) => ((into.tenths[k] as Float64Array)[a] = share));
  if (!hasLabels) return;
  let same = 0;
  for (const place of buffer.sameLabel) same += alpha[place] as number;
  into.sameLabel[a] = same / total;
}

/** Σ α log α. */
function sumOfLogs(alpha: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < alpha.length; j++) {
    const weight = alpha[j] as number;
    if (weight > 0) sum += weight * Math.log(weight);
  }
  return sum;
}

function rowsOf({ columns, data }: UnitViews['centred'], rows: Int32Array): UnitViews['centred'] {
  const taken = new Float32Array(rows.length * columns);
  rows.forEach((row, k) => taken.set(data.subarray(row * columns, (row + 1) * columns), k * columns));
  return { rows: rows.length, columns, data: taken };
}
