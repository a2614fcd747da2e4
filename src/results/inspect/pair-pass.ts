/**
 * One pass over the pairs of a sample of anchors with all other rows, in blocks: never is there an N × N matrix. Products, weights and
 * the sums of one anchor are float32, sums over anchors float64; against float64 alone this costs 2·10⁻⁵ of a value at most, which a
 * test measures.
 */
import { randomStream } from '../../theory/algebra/random-stream.js';
import type { NamedData } from '../../training/compile/step.js';
import type { AnchorWeighing } from './anchor-weighing.js';
import {
  emptyMeasures,
  measureBlock,
  putMeasures,
  type LossMeasures,
  type PairMeasures,
  type WeighedBlock,
} from './block-measures.js';
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

/** Sums and measures of a pass. */
export interface PairPass extends PairMeasures {
  readonly weighed: readonly WeighedAnchors[];
}

/** Measures of a loss and the sums of its covariance. */
export interface WeighedAnchors extends LossMeasures {
  readonly covariance: CovarianceSums;
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
    for (const { group, from, to } of blocks) {
      const found = await running.run(inputs.of({ group, from, to }));
      for (const [k, { covariance }] of pass.weighed.entries()) {
        const attracted = numbersOf(found, `attracted ${k}`).subarray(0, (to - from) * columns);
        covariance.add(group, from, attracted, numbersOf(found, `columns ${k}`));
      }
      const own = anchors.subarray(from, to);
      putMeasures(pass, from, measureBlock({ own, rows, labels, neighbours, ...weightsOf(found, weighings.length) }));
      onProgress(to, n);
    }
    return pass;
  } finally {
    await running.close();
  }
}

/** Takes what is measured from the outputs of `pairStep`. */
function weightsOf(found: NamedData, losses: number): Pick<WeighedBlock, 'distances' | 'potentials' | 'weights'> {
  return {
    distances: numbersOf(found, 'distances'),
    potentials: numbersOf(found, 'potentials'),
    weights: Array.from({ length: losses }, (_, k) => ({
      alpha: numbersOf(found, `alpha ${k}`),
      totals: numbersOf(found, `totals ${k}`),
      logs: numbersOf(found, `logs ${k}`),
      moments: numbersOf(found, `moments ${k}`),
      largest: numbersOf(found, `largest ${k}`),
      beta: found[`beta ${k}`]?.data as Float32Array | undefined,
    })),
  };
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
  const measures = emptyMeasures(anchors.length, weighings.length, neighbours);
  return {
    ...measures,
    weighed: measures.weighed.map((of) => ({
      ...of,
      covariance: new CovarianceSums({ views, anchors, total: of.total, pull: of.pull }),
    })),
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
