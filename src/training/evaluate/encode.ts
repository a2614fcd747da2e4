/** Features of images by a model's weights: the forward pass in evaluation mode, in batches of one size. */
import { setImmediate } from 'node:timers/promises';
import type { NamedData, Step, TensorData, TensorSpec } from '../compile/step.js';
import type { Engine, RunningStep } from '../engines/engine.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Model } from '../models/model.js';
import { plainSpecs } from '../step/named-tensors.js';
import { requireWhole } from '../../base/option-checks.js';
import type { FeatureRows } from './feature-rows.js';
import type { ImageSource } from './image-source.js';

/** The part of a model that an encoder needs. */
export type EvaluatedModel = Pick<Model, 'parameters' | 'buffers' | 'featureWidth' | 'embeddingWidth' | 'forward'>;

/** Which network encodes, on which engine. */
export interface EncoderOptions {
  readonly engine: Engine;
  readonly model: EvaluatedModel;
  /** Pixels a side. */
  readonly imageSize: number;
  /** Images at once. Default 128. */
  readonly batchSize?: number;
}

/** Features and embeddings of images. */
export interface EncodedImages {
  /** Features, which linear evaluation and nearest neighbours see, [count, featureWidth]. */
  readonly features: FeatureRows;
  /** Embeddings, which the loss sees, not normalised, [count, embeddingWidth]. */
  readonly embedding: FeatureRows;
}

/** A model made ready on an engine; it may encode by many weights, one after the other. */
export interface ImageEncoder {
  /**
   * @param weights every parameter and buffer of the model; what else a training state holds is passed over
   * @param signal when aborted, its reason is thrown before the next batch
   * @throws InvalidInput when a weight is missing or of another shape, or the images have another size
   */
  encode(weights: NamedData, images: ImageSource, signal?: AbortSignal): Promise<EncodedImages>;
  close(): Promise<void>;
}

const BATCH = 128;

/**
 * Makes a model ready to encode images on an engine, in evaluation mode.
 *
 * @throws InvalidInput when an option is not a positive integer
 * @example
 * const set = { name: 'grey', count: 2, size: 8, pixels: new Uint8Array(384), labels: new Uint8Array(2) };
 * const images = plainImages({ ...set, classNames: ['grey'], officialCount: 2 }, NO_NORMALISATION);
 * const encoder = await openEncoder({ engine: await chooseEngine('cpu'), model: namedModel('tiny'), imageSize: 8 });
 * (await encoder.encode(initialWeights(namedModel('tiny'), 1), images)).embedding.columns; // 8
 */
export async function openEncoder(options: EncoderOptions): Promise<ImageEncoder> {
  const { engine, model, imageSize, batchSize = BATCH } = options;
  const running = await engine.start(encodingStep(model, imageSize, batchSize));
  return {
    async encode(weights, images, signal) {
      if (images.size !== imageSize) {
        throw new InvalidInput(
          `the images have ${images.size} pixels a side: this encoder takes ${imageSize}; resize them to that`,
        );
      }
      running.setState(weightsOf(model, weights));
      return encodeAll(running, model, images, { batchSize, signal });
    },
    close: () => running.close(),
  };
}

/**
 * - state: the model's parameters and buffers; none of them changes
 * - inputs: `images`, [batchSize, imageSize, imageSize, 3]
 * - outputs: `features` [batchSize, featureWidth] and `embedding` [batchSize, embeddingWidth]
 *
 * @throws InvalidInput when a size is not a positive integer
 */
export function encodingStep(model: EvaluatedModel, imageSize: number, batchSize: number): Step {
  requireWhole('imageSize', imageSize, 1);
  requireWhole('batchSize', batchSize, 1);
  return {
    state: plainSpecs({ ...model.parameters, ...model.buffers }),
    inputs: { images: imagesSpec(imageSize, batchSize) },
    run: (state, { images }) => {
      const { features, embedding } = model.forward(state, images as NonNullable<typeof images>, 'evaluate');
      return { state, outputs: { features, embedding } };
    },
  };
}

async function encodeAll(
  running: RunningStep,
  { featureWidth, embeddingWidth }: EvaluatedModel,
  images: ImageSource,
  { batchSize, signal }: { readonly batchSize: number; readonly signal: AbortSignal | undefined },
): Promise<EncodedImages> {
  const spec = imagesSpec(images.size, batchSize);
  const length = 3 * images.size * images.size;
  const features = emptyRows(images.count, featureWidth);
  const embedding = emptyRows(images.count, embeddingWidth);
  for (let from = 0; from < images.count; from += batchSize) {
    // Signals are heard between tasks; an engine that computes in this thread leaves no other gap.
    if (signal !== undefined) await setImmediate();
    signal?.throwIfAborted();
    // What is left free in the last batch stays black, and its features are dropped.
    const data = new Float32Array(batchSize * length);
    const filled = Math.min(batchSize, images.count - from);
    for (let k = 0; k < filled; k++) images.write(from + k, data, k * length);
    const outputs = await running.run({ images: { ...spec, data } });
    put(outputs['features'] as TensorData, features, from, filled);
    put(outputs['embedding'] as TensorData, embedding, from, filled);
  }
  return { features, embedding };
}

function put({ data }: TensorData, rows: FeatureRows, from: number, filled: number): void {
  rows.data.set(data.subarray(0, filled * rows.columns), from * rows.columns);
}

function emptyRows(rows: number, columns: number): FeatureRows {
  return { rows, columns, data: new Float32Array(rows * columns) };
}

function imagesSpec(imageSize: number, batchSize: number): TensorSpec {
  return { shape: [batchSize, imageSize, imageSize, 3], dtype: 'float32' };
}

/** Those of the model alone. */
export function weightsOf(
  { parameters, buffers }: Pick<Model, 'parameters' | 'buffers'>,
  weights: NamedData,
): NamedData {
  return Object.fromEntries(
    Object.keys({ ...parameters, ...buffers }).flatMap((name) => {
      const weight = weights[name];
      // A missing one is named by the engine.
      return weight === undefined ? [] : [[name, weight] as const];
    }),
  );
}
