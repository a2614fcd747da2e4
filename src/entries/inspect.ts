/**
 * Embeddings from anywhere: files read, their state, where losses put their weight on them, and advice with its evidence.
 *
 * @packageDocumentation
 */
export { type WrittenArray, encodeNpy, encodeNpz } from '../training/arrays/write-npz.js';
export type { Embeddings, RowLabels } from '../training/embeddings/embeddings.js';
export { readEmbeddings, readLabels } from '../training/embeddings/read-embeddings.js';
export {
  type AnchorWeighing,
  type WeighedAnchor,
  type WeighingForm,
  anchorWeighing,
} from '../results/inspect/anchor-weighing.js';
export type { Estimate } from '../results/inspect/estimate.js';
export type { Advice, HardPair, Inspection, WeightInspection } from '../results/inspect/inspection.js';
export { inspectEmbeddings } from '../results/inspect/inspect-embeddings.js';
export { type EmbeddingCovariance, lossCovariance } from '../results/inspect/loss-covariance.js';
export type { InspectOptions } from '../results/inspect/inspect-on.js';
export type { RowState } from '../training/evaluate/row-state.js';
