/**
 * One pass over the pairs of a sample of anchors with all other rows, in blocks: never is there an N × N matrix. Products are
 * float32 on ONNX Runtime, weights and sums float64; against sums in float64 alone this costs about six digits, which a test measures.
 */
import { randomStream } from '../../theory/algebra/random-stream.js';
import type { MatrixProducts } from '../../training/engines/matrix-products.js';
import { AnchorDistances, nearestPlaces } from './anchor-distances.js';
import type { AnchorWeighing } from './anchor-weighing.js';
import { CovarianceSums } from './covariance-sums.js';
import type { UnitViews } from './unit-views.js';

/** What is looked at, and how much of it. */
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

/** What a loss weighs, anchor by anchor, [n] each; NaN for an anchor whose weights are all 0. */
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

/** What a pass finds. */
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
  for (let from = 0; from < n; from += height) {
    const to = Math.min(n, from + height);
    const block = rowsOf(centred, anchors.subarray(from, to));
    const { data: cosines } = await products.multiply(block, centred, 'second');
    const alphas = weighings.map(() => new Float32Array((to - from) * rows));
    for (let a = from; a < to; a++) {
      buffer.take(anchors[a] as number, cosines, (a - from) * rows, squares);
      lookAround(pass, a, neighbours, buffer, labels);
      weighings.forEach((weighing, k) => {
        const { alpha, beta } = weighing.weigh(buffer.distances, positives[anchors[a] as number] as number);
        look(weighed[k] as WeighedAnchors, a, alpha, beta, buffer, labels);
        const line = (alphas[k] as Float32Array).subarray((a - from) * rows, (a - from + 1) * rows);
        line.set(alpha);
        const own = anchors[a] as number;
        // The last row stood at the anchor's own place.
        if (own < rows - 1) [line[rows - 1], line[own]] = [line[own] as number, 0];
      });
    }
    for (const [k, { covariance, total, pull }] of weighed.entries()) {
      const alpha = { rows: to - from, columns: rows, data: alphas[k] as Float32Array };
      const { data: attracted } = await products.multiply(alpha, centred);
      covariance.add({ from, alpha, attracted: { rows: to - from, columns, data: attracted }, total, pull });
    }
    onProgress(to, n);
  }
  return pass;
}

/** What does not depend on a loss. */
function lookAround(
  pass: PairPass,
  a: number,
  neighbours: number,
  buffer: AnchorDistances,
  labels: Int32Array | undefined,
): void {
  const { distances, anchor } = buffer;
  let [sum, potential, same] = [0, 0, 0];
  for (let j = 0; j < distances.length; j++) {
    const distance = distances[j] as number;
    sum += distance;
    potential += Math.exp(-4 * distance);
    if (labels !== undefined && labels[j === anchor ? distances.length : j] === labels[anchor]) same++;
  }
  pass.meanDistance[a] = sum / distances.length;
  pass.potential[a] = potential / distances.length;
  if (labels !== undefined) pass.sameLabel[a] = same / distances.length;
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
  alpha: Float64Array,
  beta: number,
  buffer: AnchorDistances,
  labels: Int32Array | undefined,
): void {
  const { distances, anchor } = buffer;
  let [total, logs, distance, same, largest, heaviest] = [0, 0, 0, 0, -1, 0];
  for (let j = 0; j < alpha.length; j++) {
    const weight = alpha[j] as number;
    if (weight > 0) logs += weight * Math.log(weight);
    total += weight;
    distance += weight * (distances[j] as number);
    if (weight > largest) [largest, heaviest] = [weight, j];
    if (labels !== undefined && labels[j === anchor ? alpha.length : j] === labels[anchor]) same += weight;
  }
  into.total[a] = total;
  into.pull[a] = beta;
  into.distance[a] = distance;
  into.heaviest[a] = buffer.rowAt(heaviest);
  if (!(total > 0)) return;
  into.effective[a] = Math.exp(Math.log(total) - logs / total);
  into.largest[a] = largest / total;
  const { nearest, tenths } = buffer.weightsByRank(alpha, total);
  into.nearest[a] = nearest;
  tenths.forEach((share, k) => ((into.tenths[k] as Float64Array)[a] = share));
  if (labels !== undefined) into.sameLabel[a] = same / total;
}

function rowsOf({ columns, data }: UnitViews['centred'], rows: Int32Array): UnitViews['centred'] {
  const taken = new Float32Array(rows.length * columns);
  rows.forEach((row, k) => taken.set(data.subarray(row * columns, (row + 1) * columns), k * columns));
  return { rows: rows.length, columns, data: taken };
}
