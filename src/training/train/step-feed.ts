/** The step of a run, and the batches that go into it: views that threads make, or draws for views that the device makes. */
import type { NamedData, Step, TensorData } from '../compile/step.js';
import { viewBatches, type ViewBatch } from '../data/batches/view-batches.js';
import { recipeOf } from '../data/datasets.js';
import type { ImageSet } from '../data/image-set.js';
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
      for await (const batch of stream) yield { epoch: batch.epoch, inputs: inputsOf(step, batch) };
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

/** Returns a batch as the inputs of a step, all but the learning rate. */
export function inputsOf({ inputs }: Step, { first, second, indices }: ViewBatch): NamedData {
  const given = (name: string, data: TensorData['data']): NamedData => {
    const spec = inputs[name];
    return spec === undefined ? {} : { [name]: { ...spec, data } };
  };
  const numbers = Int32Array.from(indices);
  return {
    ...given('first', first),
    ...given('second', second),
    ...given('indices', numbers),
    ...given('samples', numbers),
  };
}

function scalar(outputs: NamedData, name: string): number {
  return outputs[name]?.data[0] ?? Number.NaN;
}
