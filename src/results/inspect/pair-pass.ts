/**
 * One pass over the pairs of a sample of anchors with all other rows, in blocks: never is there an N × N matrix. Products, weights and
 * the sums of one anchor are float32, sums over anchors float64; against float64 alone this costs 2·10⁻⁵ of a value at most, which a
 * test measures.
 */
import type { NamedData } from '../../training/compile/step.js';
import { addSums, forEachBlock, numbersOf, type StartBlocks } from './anchor-blocks.js';
import type { AnchorWeighing } from './anchor-weighing.js';
import {
  emptyMeasures,
  measureBlock,
  putMeasures,
  type WeightMeasures,
  type PairMeasures,
  type WeighedBlock,
} from './block-measures.js';
import { CovarianceSums } from './covariance-sums.js';
import type { UnitViews } from './unit-views.js';

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
export interface WeighedAnchors extends WeightMeasures {
  readonly covariance: CovarianceSums;
}

export async function pairPass(options: PassOptions): Promise<PairPass> {
  const { start, views, labels, weighings, anchors, neighbours, onProgress } = options;
  const { rows } = views.centred;
  const pass = emptyPass(options);
  await forEachBlock({ start, views, weighings, anchors, keeps: 'pairs' }, (block, found) => {
    const { from, to } = block;
    pass.weighed.forEach(({ covariance }, k) => addSums(covariance, block, found, k));
    const own = anchors.subarray(from, to);
    putMeasures(pass, from, measureBlock({ own, rows, labels, neighbours, ...weightsOf(found, weighings.length) }));
    onProgress(to, anchors.length);
  });
  return pass;
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
    })),
  };
}

function emptyPass({ views, weighings, anchors, neighbours }: PassOptions): PairPass {
  const measures = emptyMeasures(anchors.length, weighings.length, neighbours);
  return {
    ...measures,
    weighed: measures.weighed.map((of) => ({ ...of, covariance: new CovarianceSums(views, anchors) })),
  };
}
