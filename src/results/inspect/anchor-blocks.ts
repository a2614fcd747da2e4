/** Anchors of a sample against all rows, block by block: never is there an N × N matrix. */
import { randomStream } from '../../theory/algebra/random-stream.js';
import type { NamedData } from '../../training/compile/step.js';
import type { AnchorWeighing } from './anchor-weighing.js';
import { groupsOf, placesOf, type AnchorBlock, type CovarianceSums } from './covariance-sums.js';
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
export type StartBlocks = (
  size: BlockSize,
  weighings: readonly AnchorWeighing[],
  keeps: KeptOfBlock,
) => Promise<RunningBlocks>;

/** The outputs of a block that are handed out: distances and weights of pairs, or their sums alone. */
export type KeptOfBlock = 'pairs' | 'sums';

/** The blocks of a pass. */
interface BlockOptions {
  readonly start: StartBlocks;
  readonly views: UnitViews;
  readonly weighings: readonly AnchorWeighing[];
  /** Rows that are anchors, in random order. */
  readonly anchors: Int32Array;
  readonly keeps: KeptOfBlock;
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

/** Computes the blocks of some anchors in their order. @param look takes the outputs of `pairStep` */
export async function forEachBlock(
  { start, views, weighings, anchors, keeps }: BlockOptions,
  look: (block: AnchorBlock, found: NamedData) => void,
): Promise<void> {
  const { rows, columns } = views.centred;
  const blocks = blocksOf(anchors.length, rows);
  const height = Math.max(...blocks.map(({ from, to }) => to - from));
  const running = await start({ anchors: height, rows, columns }, weighings, keeps);
  try {
    const inputs = new BlockInputs(views, anchors, height);
    for (const block of blocks) look(block, await running.run(inputs.of(block)));
  } finally {
    await running.close();
  }
}

/** Adds the sums of a block to those of the k-th loss. @param found the outputs of `pairStep` */
export function addSums(sums: CovarianceSums, block: AnchorBlock, found: NamedData, k: number): void {
  sums.add(block, {
    attracted: numbersOf(found, `attracted ${k}`),
    columns: numbersOf(found, `columns ${k}`),
    totals: numbersOf(found, `totals ${k}`),
    betas: found[`beta ${k}`]?.data as Float32Array | undefined,
  });
}

/** Takes an output of `pairStep`. */
export function numbersOf(found: NamedData, name: string): Float32Array {
  return found[name]?.data as Float32Array;
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
