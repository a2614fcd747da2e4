/** Inspects embeddings: their state, and what losses do with their pairs. */
import type { Embeddings } from '../../training/embeddings/embeddings.js';
import { doubleProducts, singleProducts } from '../../training/engines/matrix-products.js';
import { openDecompositions } from '../../training/evaluate/decompose.js';
import { inspectOn, type InspectOptions } from './inspect-on.js';
import type { Inspection } from './inspection.js';
import { onnxBlocks } from './onnx-blocks.js';
import { defaultWeighings } from './own-weighing.js';

/**
 * Inspects embeddings.
 *
 * @throws InvalidInput when fewer than 3 rows are finite and not zero, and on options out of range
 * @example
 * const first = { rows: 4, columns: 2, data: Float64Array.of(1, 0, 0, 1, -1, 0, 0, -1) };
 * const { pairs } = await inspectEmbeddings({ first });
 * pairs.uniformity.value; // -4.3963 = Math.log((2 * Math.exp(-4) + Math.exp(-8)) / 3)
 */
export async function inspectEmbeddings(embeddings: Embeddings, options: InspectOptions = {}): Promise<Inspection> {
  const [single, double, { decompose, close }] = [singleProducts(), doubleProducts(), openDecompositions()];
  try {
    return await inspectOn({ single, double, decompose, start: onnxBlocks }, embeddings, {
      ...options,
      losses: options.losses ?? defaultWeighings(embeddings.loss),
    });
  } finally {
    await Promise.all([single.close(), double.close(), close()]);
  }
}
