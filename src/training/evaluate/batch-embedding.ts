/** Embeddings of a batch as the loss sees them: both views through the network in training mode, with the batch's statistics. */
import type { NamedData, Step, TensorData, TensorSpec } from '../compile/step.js';
import type { Engine } from '../engines/engine.js';
import type { Model } from '../models/model.js';
import { plainSpecs } from '../step/named-tensors.js';
import { requireChoice, requireWhole } from '../../base/option-checks.js';
import { VIEW_PASSES } from '../step/view-passes.js';
import { weightsOf } from './encode.js';
import type { FeatureRows } from './feature-rows.js';

type TrainedModel = Pick<Model, 'parameters' | 'buffers' | 'embeddingWidth' | 'forward'>;

export interface BatchEmbedderOptions {
  readonly engine: Engine;
  readonly model: TrainedModel;
  readonly views: keyof typeof VIEW_PASSES;
  /** N, samples of the batch. */
  readonly pairs: number;
  /** Pixels a side. */
  readonly imageSize: number;
}

export interface BatchEmbedder {
  /**
   * @param weights every parameter and buffer of the model; what else a training state holds is passed over
   * @param views [N, imageSize, imageSize, 3] each
   * @returns both embeddings, [N, embeddingWidth], not normalised; no weight or statistic changes
   */
  embed(
    weights: NamedData,
    views: { readonly first: Float32Array; readonly second: Float32Array },
  ): Promise<EmbeddedBatch>;
  close(): Promise<void>;
}

interface EmbeddedBatch {
  readonly first: FeatureRows;
  readonly second: FeatureRows;
}

/** @throws InvalidInput when a size is no positive integer or the views are no choice */
export async function openBatchEmbedder(options: BatchEmbedderOptions): Promise<BatchEmbedder> {
  const { engine, model, pairs } = options;
  const spec = viewsSpec(options);
  const rows = ({ data }: TensorData): FeatureRows => ({
    rows: pairs,
    columns: model.embeddingWidth,
    data: Float32Array.from(data as Float32Array),
  });
  const running = await engine.start(batchEmbeddingStep(options));
  return {
    async embed(weights, { first, second }) {
      running.setState(weightsOf(model, weights));
      const outputs = await running.run({ first: { ...spec, data: first }, second: { ...spec, data: second } });
      return { first: rows(outputs['first'] as TensorData), second: rows(outputs['second'] as TensorData) };
    },
    close: () => running.close(),
  };
}

function batchEmbeddingStep(options: BatchEmbedderOptions): Step {
  const { model, views, pairs, imageSize } = options;
  requireWhole('pairs', pairs, 2);
  requireWhole('imageSize', imageSize, 1);
  requireChoice('views', views, Object.keys(VIEW_PASSES));
  return {
    state: plainSpecs({ ...model.parameters, ...model.buffers }),
    inputs: { first: viewsSpec(options), second: viewsSpec(options) },
    run: (state, { first, second }) => {
      type View = NonNullable<typeof first>;
      const { z, zPrime } = VIEW_PASSES[views](model, state, first as View, second as View);
      return { state, outputs: { first: z, second: zPrime } };
    },
  };
}

function viewsSpec({ pairs, imageSize }: BatchEmbedderOptions): TensorSpec {
  return { shape: [pairs, imageSize, imageSize, 3], dtype: 'float32' };
}
