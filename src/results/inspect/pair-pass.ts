/**
 * One pass over the pairs of a sample of anchors with all other rows, in blocks: never is there an N × N matrix. Products and weights are
 * float32, sums over pairs float64; against float64 alone this costs 2·10⁻⁵ of a value at most, which a test measures.
 */
import { randomStream } from '../../theory/algebra/random-stream.js';
import type { NamedData } from '../../training/compile/step.js';
import { AnchorDistances, type WeightSums } from './anchor-distances.js';
import type { AnchorWeighing } from './anchor-weighing.js';
import { CovarianceSums, groupsOf, placesOf } from './covariance-sums.js';
import { rowsOf, type UnitViews } from './unit-views.js';

/** The sizes of a block of anchors. */
export interface BlockSize {
  /** B */
  readonly anchors: number;
  /** N */
  readonly rows: number;
  /** d */
  readonly columns: number;
}

/** Computes blocks: inputs and outputs are those of `pairStep`. */
interface RunningBlocks {
  readonly run: (inputs: NamedData) => Promise<NamedData>;
  readonly close: () => Promise<void>;
}

/** Prepares the computation of blocks. */
export type StartBlocks = (size: BlockSize, weighings: readonly AnchorWeighing[]) => Promise<RunningBlocks>;

/** The pairs and losses of a pass. */
export interface PassOptions {
  readonly start: StartBlocks;
  readonly views: UnitViews;
  readonly labels: Int32Array | undefined;
  readonly weighings: readonly AnchorWeighing[];
  /** Rows that are anchors, in random order. */
  readonly anchors: Int32Array;
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

/** Pairs in a block. */
const BLOCK = 2 ** 23;
/** Most anchors in a block. */
const MOST_ANCHORS = 256;

/** Draws anchors without replacement, in random order; all rows come in their own. @param count at most `rows` */
export function drawnAnchors(rows: number, count: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  if (count === rows) return order;
  const random = randomStream(seed, 'anchors');
  for (let k = 0; k < count; k++) {
    const other = k + random.integer(rows - k);
    [order[k], order[other]] = [order[other] as number, order[k] as number];
  }
  return order.slice(0, count);
}

export async function pairPass(options: PassOptions): Promise<PairPass> {
  const { start, views, labels, weighings, anchors, neighbours, onProgress } = options;
  const { rows, columns } = views.centred;
  const n = anchors.length;
  const pass = emptyPass(options);
  const blocks = blocksOf(n, rows);
  const height = Math.max(...blocks.map(({ from, to }) => to - from));
  const running = await start({ anchors: height, rows, columns }, weighings);
  try {
    const inputs = new BlockInputs(views, anchors, height);
    const buffer = new AnchorDistances(rows, neighbours);
    const rowsOfLabel = labels === undefined ? undefined : rowsByLabel(labels);
    for (const block of blocks) {
      const { group, from, to } = block;
      const found = await running.run(inputs.of(block));
      const line = (name: string, a: number): Float32Array =>
        numbersOf(found, name).subarray((a - from) * rows, (a - from + 1) * rows);
      for (let a = from; a < to; a++) {
        const own = anchors[a] as number;
        buffer.take(own, line('distances', a));
        const same = rowsOfLabel?.[labels?.[own] as number];
        lookAround(pass, a, buffer, (numbersOf(found, 'potentials')[a - from] as number) / (rows - 1));
        if (same !== undefined) pass.sameLabel[a] = (same.length - 1) / (rows - 1);
        for (const [k, weighed] of pass.weighed.entries()) {
          const alpha = line(`alpha ${k}`, a);
          look(weighed, a, buffer.weigh(alpha), numbersOf(found, `logs ${k}`)[a - from] as number);
          weighed.pull[a] = found[`beta ${k}`]?.data[a - from] ?? (weighed.total[a] as number);
          if (same !== undefined) weighed.sameLabel[a] = sumAt(alpha, same) / (weighed.total[a] as number);
        }
      }
      for (const [k, { covariance }] of pass.weighed.entries()) {
        const attracted = numbersOf(found, `attracted ${k}`).subarray(0, (to - from) * columns);
        covariance.add(group, from, attracted, numbersOf(found, `columns ${k}`));
      }
      onProgress(to, n);
    }
    return pass;
  } finally {
    await running.close();
  }
}

/** Anchors of one group that are looked at together. */
interface AnchorBlock {
  readonly group: number;
  /** The first of them, a place in the list of anchors, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** Divides n anchors of N rows into blocks that are nearly equal. */
function blocksOf(n: number, rows: number): AnchorBlock[] {
  const most = Math.max(1, Math.min(MOST_ANCHORS, Math.floor(BLOCK / rows)));
  const groups = groupsOf(n, rows);
  return Array.from({ length: groups }, (_, group) => {
    const [first, end] = placesOf(group, n, groups);
    const count = Math.ceil((end - first) / most);
    const edge = (k: number): number => first + Math.ceil((k * (end - first)) / count);
    return Array.from({ length: count }, (_unused, k) => ({ group, from: edge(k), to: edge(k + 1) }));
  }).flat();
}

function emptyPass({ views, weighings, anchors, neighbours }: PassOptions): PairPass {
  const n = anchors.length;
  const numbers = (): Float64Array => new Float64Array(n).fill(Number.NaN);
  return {
    weighed: weighings.map(() => {
      const [total, pull] = [new Float64Array(n), new Float64Array(n)];
      return {
        total,
        pull,
        effective: numbers(),
        largest: numbers(),
        nearest: numbers(),
        tenths: Array.from({ length: 10 }, numbers),
        distance: new Float64Array(n),
        sameLabel: numbers(),
        heaviest: new Int32Array(n),
        covariance: new CovarianceSums({ views, anchors, total, pull }),
      };
    }),
    meanDistance: numbers(),
    potential: numbers(),
    sameLabel: numbers(),
    nearestRows: new Int32Array(n * neighbours),
    nearestDistances: new Float64Array(n * neighbours),
  };
}

/** The inputs of a step, block by block. */
class BlockInputs {
  readonly #shared: NamedData;
  readonly #halves: Float32Array;

  constructor(
    private readonly views: UnitViews,
    private readonly anchors: Int32Array,
    private readonly height: number,
  ) {
    this.#halves = Float32Array.from(views.squares, (square) => square / 2);
    const { rows, columns, data } = views.centred;
    this.#shared = { z: floats([rows, columns], data), halves: floats([1, rows], this.#halves) };
  }

  /** A block that is less high than the step is filled up with anchors that do not count. */
  of({ from, to }: AnchorBlock): NamedData {
    const { height, views, anchors } = this;
    const own = Int32Array.from({ length: height }, (_, k) => anchors[Math.min(from + k, to - 1)] as number);
    const ofEach = (value: (row: number, k: number) => number): Float32Array => Float32Array.from(own, value);
    return {
      ...this.#shared,
      anchors: floats([height, views.centred.columns], rowsOf(views.centred, own).data),
      ownHalves: floats(
        [height, 1],
        ofEach((row) => this.#halves[row] as number),
      ),
      own: { shape: [height, 1], dtype: 'int32', data: own },
      positives: floats(
        [height, 1],
        ofEach((row) => views.positives[row] as number),
      ),
      counted: floats(
        [1, height],
        ofEach((_, k) => (from + k < to ? 1 : 0)),
      ),
    };
  }
}

function floats(shape: readonly number[], data: Float32Array): NamedData[string] {
  return { shape, dtype: 'float32', data };
}

function numbersOf(found: NamedData, name: string): Float32Array {
  return found[name]?.data as Float32Array;
}

/** The rows of each label, ascending. */
function rowsByLabel(labels: Int32Array): Int32Array[] {
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const rows = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, i) => rows[label]?.push(i));
  return rows.map((one) => Int32Array.from(one));
}

/** Notes an anchor's surroundings, which depend on no loss. */
function lookAround(pass: PairPass, a: number, buffer: AnchorDistances, potential: number): void {
  pass.meanDistance[a] = buffer.mean;
  pass.potential[a] = potential;
  const { nearest } = buffer;
  nearest.forEach((row, k) => {
    pass.nearestRows[a * nearest.length + k] = row;
    pass.nearestDistances[a * nearest.length + k] = buffer.distanceTo(row);
  });
}

/** Notes the weights of an anchor. @param logs Σ α log α */
function look(into: WeighedAnchors, a: number, sums: WeightSums, logs: number): void {
  const { total } = sums;
  into.total[a] = total;
  into.distance[a] = sums.distance;
  into.heaviest[a] = sums.heaviest;
  if (!(total > 0)) return;
  into.effective[a] = Math.exp(Math.log(total) - logs / total);
  into.largest[a] = sums.largest / total;
  into.nearest[a] = sums.nearest;
  sums.tenths.forEach((share, k) => ((into.tenths[k] as Float64Array)[a] = share));
}

/** The sum of weights at rows; the anchor's own weight is 0. */
function sumAt(alpha: Float32Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += alpha[row] as number;
  return sum;
}
