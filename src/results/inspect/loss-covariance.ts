/** The contrastive covariance of a loss on embeddings, α and C together, for numbers of rows at which α itself fits no memory. */
import { InvalidInput } from '../../base/invalid-input.js';
import type { Matrix } from '../../theory/algebra/matrix.js';
import { singleProducts } from '../../training/engines/matrix-products.js';
import { requireFitting, type Embeddings } from '../../training/embeddings/embeddings.js';
import { rowState } from '../../training/evaluate/row-state.js';
import { addSums, forEachBlock } from './anchor-blocks.js';
import type { AnchorWeighing } from './anchor-weighing.js';
import { CovarianceSums } from './covariance-sums.js';
import { onnxBlocks } from './onnx-blocks.js';
import { unitViews } from './unit-views.js';

/** Weights and covariance of embeddings under a loss. */
export interface EmbeddingCovariance {
  /** C_α of the unit rows, [d, d], symmetric; its trace is twice the energy. */
  readonly covariance: Matrix;
  /** Σα of each anchor, [N]. */
  readonly weights: Float64Array;
}

/**
 * Computes the contrastive covariance of a loss on embeddings, whose rows are brought to length 1. Every row is an anchor; the pairs are
 * computed in blocks on ONNX Runtime, in float32 with sums over anchors in float64: 2·10⁻⁵ off at most, relative to the largest entry.
 *
 * @param loss from `anchorWeighing`
 * @throws InvalidInput on rows that are zero or not finite
 * @example
 * const first = { rows: 4, columns: 2, data: Float64Array.of(1, 0, 0, 1, -1, 0, 0, -1) };
 * const { covariance } = await lossCovariance({ first }, anchorWeighing('infonce', { temperature: 0.5, epsilon: 0 }));
 * covariance.data[0]; // 4.2535 = (8 * (1 + Math.exp(-2))) / (2 + Math.exp(-2))
 */
export async function lossCovariance(embeddings: Embeddings, loss: AnchorWeighing): Promise<EmbeddingCovariance> {
  const { first, second } = requireFitting('embeddings', embeddings);
  for (const [name, view] of Object.entries({ first, second })) {
    if (view === undefined) continue;
    const { notFinite, zeros } = rowState(view);
    const [unusable] = [...notFinite, ...zeros];
    if (unusable === undefined) continue;
    throw new InvalidInput(`row ${unusable} of ${name} is zero or not finite and has no direction: leave it out`);
  }
  const all = Int32Array.from({ length: first.rows }, (_, i) => i);
  const views = unitViews(first, second, all);
  const sums = new CovarianceSums(views, all);
  const products = singleProducts();
  try {
    await forEachBlock({ start: onnxBlocks, views, weighings: [loss], anchors: all, keeps: 'sums' }, (block, found) =>
      addSums(sums, block, found, 0),
    );
    return { covariance: await sums.of(() => true, products), weights: sums.totals };
  } finally {
    await products.close();
  }
}
