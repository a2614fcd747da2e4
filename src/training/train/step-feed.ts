/** The step of a run, and the batches that go into it: views that threads make, or draws for views that the device makes. */
import type { NamedData, Step, TensorData } from '../compile/step.js';
import { viewBatches, type ViewBatch } from '../data/batches/view-batches.js';
import { recipeOf } from '../data/dataset-choice.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { NO_LABEL, type ImageSet } from '../data/image-set.js';
import type { RunningStep } from '../engines/engine.js';
import { viewsOnDevice } from '../step/views-on-device.js';
import { imageSizeOf } from './run-config.js';
import type { RunConfig } from './run-options.js';
import type { TrainingPlan } from './training-step.js';

/** A step and its batches. */
export interface StepFeed {
  readonly step: Step;
  /** Yields the batches of the run from that of a step on, counted from 0. */
  batches(from: number): AsyncGenerator<FedBatch>;
}

/** A batch as the inputs of a step, all but the learning rate. */
export interface FedBatch {
  readonly epoch: number;
  readonly inputs: NamedData;
}

/** A run's configuration, images and plan. */
export interface StepFeedOptions {
  readonly config: RunConfig;
  readonly images: ImageSet;
  readonly plan: TrainingPlan;
}

/** Makes the step of a run, and its batches. */
export function stepFeed({ config, images, plan }: StepFeedOptions): StepFeed {
  const recipe = recipeOf(config.dataset);
  const onDevice = config.augment === 'device';
  const step = onDevice ? viewsOnDevice(plan.step, { images, recipe }) : plan.step;
  const { batch: batchSize, seed, order, workers, epochs } = config;
  return {
    step,
    async *batches(from) {
      const stream = viewBatches({
        images,
        recipe,
        batchSize,
        seed,
        viewSize: imageSizeOf(config),
        views: onDevice ? 'drawn' : 'made',
        order,
        epochs,
        from: { epoch: Math.floor(from / plan.batchesPerEpoch), batch: from % plan.batchesPerEpoch },
        ...(workers !== undefined && { workers }),
      });
      for await (const batch of stream) yield { epoch: batch.epoch, inputs: inputsOf(step, batch, images.labels) };
    },
  };
}

/** Takes one step on an engine. */
export async function stepOn(
  running: RunningStep,
  { inputs }: FedBatch,
  learningRate: number,
): Promise<{ readonly loss: number; readonly gradientNorm: number }> {
  const rate: TensorData = { shape: [], dtype: 'float32', data: Float32Array.of(learningRate) };
  const outputs = await running.run({ ...inputs, learningRate: rate });
  return { loss: scalar(outputs, 'loss'), gradientNorm: scalar(outputs, 'gradientNorm') };
}

/**
 * Returns a batch as the inputs of a step, all but the learning rate.
 *
 * @param labels of all images
 * @throws InvalidInput when the step takes labels and a batch has one alone, which leaves its anchors without negatives
 */
export function inputsOf(
  { inputs }: Step,
  { epoch, batch, first, second, indices }: ViewBatch,
  labels: Uint8Array,
): NamedData {
  const given = (name: string, data: TensorData['data']): NamedData => {
    const spec = inputs[name];
    return spec === undefined ? {} : { [name]: { ...spec, data } };
  };
  const numbers = Int32Array.from(indices);
  const classes = numbers.map((index) => labels[index] ?? NO_LABEL);
  if (inputs['labels'] !== undefined && classes.every((one) => one === classes[0])) {
    throw new InvalidInput(
      `batch ${batch} of epoch ${epoch}: its ${indices.length} images are all of one class, so that an anchor has no negative: give a ` +
        'larger --batch, --order shuffled, or --labels without',
    );
  }
  return {
    ...given('first', first),
    ...given('second', second),
    ...given('indices', numbers),
    ...given('samples', numbers),
    ...given('labels', classes),
  };
}

function scalar(outputs: NamedData, name: string): number {
  return outputs[name]?.data[0] ?? Number.NaN;
}
