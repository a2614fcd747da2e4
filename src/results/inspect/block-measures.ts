/** Measures of the anchors of a block, from their distances to all rows and the weights of losses: what is kept of an [b, N] matrix. */
import { AnchorDistances } from './anchor-distances.js';

/** A block of b anchors against N rows, with the outputs of `pairStep`. */
export interface WeighedBlock {
  /** The rows that are anchors, [b]. */
  readonly own: Int32Array;
  /** N */
  readonly rows: number;
  readonly labels: Int32Array | undefined;
  /** Neighbours that are kept of each anchor. */
  readonly neighbours: number;
  /** d², [≥ b, N]; the entries of the anchors themselves are overwritten. */
  readonly distances: Float32Array;
  /** Σ exp(−4d²) over the negatives, [≥ b]. */
  readonly potentials: Float32Array;
  /** Each loss has its own. */
  readonly weights: readonly BlockWeights[];
}

/** The weights of a loss: α, [≥ b, N], and of each anchor, [≥ b], Σα, Σ α log α, Σα d², and the largest α. */
interface BlockWeights {
  readonly alpha: Float32Array;
  readonly totals: Float32Array;
  readonly logs: Float32Array;
  readonly moments: Float32Array;
  readonly largest: Float32Array;
}

/** Measures of a loss, anchor by anchor, [n] each; NaN for an anchor whose weights are all 0. */
export interface WeightMeasures {
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
}

/** Measures of n anchors. */
export interface PairMeasures {
  readonly weighed: readonly WeightMeasures[];
  /** Means over the negatives of each anchor: of d², and of exp(−2‖u − v‖²), [n]. */
  readonly meanDistance: Float64Array;
  readonly potential: Float64Array;
  /** Share of the negatives that have the anchor's label, [n]. */
  readonly sameLabel: Float64Array;
  /** The nearest rows of each anchor, nearest first, [n, neighbours], and d² to them. */
  readonly nearestRows: Int32Array;
  readonly nearestDistances: Float64Array;
}

/** Makes room for the measures of n anchors. */
export function emptyMeasures(n: number, losses: number, neighbours: number): PairMeasures {
  const numbers = (): Float64Array => new Float64Array(n).fill(Number.NaN);
  return {
    weighed: Array.from({ length: losses }, () => ({
      effective: numbers(),
      largest: numbers(),
      nearest: numbers(),
      tenths: Array.from({ length: 10 }, numbers),
      distance: new Float64Array(n),
      sameLabel: numbers(),
      heaviest: new Int32Array(n),
    })),
    meanDistance: numbers(),
    potential: numbers(),
    sameLabel: numbers(),
    nearestRows: new Int32Array(n * neighbours),
    nearestDistances: new Float64Array(n * neighbours),
  };
}

/** Puts the measures of a block where they belong among those of all anchors. @param from the place of the block's first anchor */
export function putMeasures(all: PairMeasures, from: number, block: PairMeasures): void {
  const neighbours = block.nearestRows.length / block.potential.length;
  all.meanDistance.set(block.meanDistance, from);
  all.potential.set(block.potential, from);
  all.sameLabel.set(block.sameLabel, from);
  all.nearestRows.set(block.nearestRows, from * neighbours);
  all.nearestDistances.set(block.nearestDistances, from * neighbours);
  block.weighed.forEach((of, k) => {
    const into = all.weighed[k] as WeightMeasures;
    for (const name of ['effective', 'largest', 'nearest', 'distance', 'sameLabel'] as const) {
      into[name].set(of[name], from);
    }
    into.heaviest.set(of.heaviest, from);
    of.tenths.forEach((shares, tenth) => into.tenths[tenth]?.set(shares, from));
  });
}

/** Measures a block. */
export function measureBlock(block: WeighedBlock): PairMeasures {
  const { own, rows, labels, neighbours, distances, potentials, weights } = block;
  const found = emptyMeasures(own.length, weights.length, neighbours);
  const anchor = new AnchorDistances(neighbours);
  const rowsOfLabel = labels === undefined ? undefined : rowsByLabel(labels);
  own.forEach((row, a) => {
    const line = (matrix: Float32Array): Float32Array => matrix.subarray(a * rows, (a + 1) * rows);
    anchor.take(row, line(distances));
    const same = rowsOfLabel?.[labels?.[row] as number];
    noteSurroundings(found, a, anchor);
    found.potential[a] = (potentials[a] as number) / (rows - 1);
    if (same !== undefined) found.sameLabel[a] = (same.length - 1) / (rows - 1);
    for (const [k, of] of weights.entries()) {
      const weighed = found.weighed[k] as WeightMeasures;
      const alpha = line(of.alpha);
      noteWeights(weighed, a, of, alpha, anchor);
      if (same !== undefined) weighed.sameLabel[a] = sumAt(alpha, same) / (of.totals[a] as number);
    }
  });
  return found;
}

/** The rows of each label, ascending. */
function rowsByLabel(labels: Int32Array): Int32Array[] {
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const rows = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, i) => rows[label]?.push(i));
  return rows.map((one) => Int32Array.from(one));
}

/** Notes an anchor's surroundings, which depend on no loss. */
function noteSurroundings(found: PairMeasures, a: number, anchor: AnchorDistances): void {
  found.meanDistance[a] = anchor.mean;
  anchor.nearest.forEach((row, k) => {
    found.nearestRows[a * anchor.nearest.length + k] = row;
    found.nearestDistances[a * anchor.nearest.length + k] = anchor.distanceTo(row);
  });
}

/** Notes the weights of an anchor. @param alpha those of its row, [N] */
function noteWeights(
  into: WeightMeasures,
  a: number,
  of: BlockWeights,
  alpha: Float32Array,
  anchor: AnchorDistances,
): void {
  const [total, largest] = [of.totals[a] as number, of.largest[a] as number];
  into.distance[a] = of.moments[a] as number;
  into.heaviest[a] = Math.max(0, alpha.indexOf(largest));
  if (!(total > 0)) return;
  into.effective[a] = Math.exp(Math.log(total) - (of.logs[a] as number) / total);
  into.largest[a] = largest / total;
  const { nearest, tenths } = anchor.shares(alpha);
  into.nearest[a] = nearest;
  tenths.forEach((share, k) => ((into.tenths[k] as Float64Array)[a] = share));
}

/** The sum of weights at rows; the anchor's own weight is 0. */
function sumAt(alpha: Float32Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += alpha[row] as number;
  return sum;
}
