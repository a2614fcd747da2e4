/** From a configuration to what is trained: the step, its first state, the learning rates. */
import type { NamedData, Step } from '../compile/step.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { initialWeights } from '../models/initialise.js';
import type { Model } from '../models/model.js';
import { namedModel } from '../models/named-models.js';
import { adam } from '../step/adam.js';
import { contrastiveStep } from '../step/contrastive-step.js';
import { initialState } from '../step/initial-state.js';
import type { ReplicaOptions } from '../step/replica-gradients.js';
import { lars } from '../step/lars.js';
import { learningRates, type Schedule } from '../step/learning-rate.js';
import type { Optimiser } from '../step/optimiser.js';
import { sgd } from '../step/sgd.js';
import { namedObjective } from './named-objectives.js';
import { imageSizeOf } from './run-config.js';
import type { RunConfig } from './run-options.js';

export interface TrainingPlan {
  readonly step: Step;
  /** Before the first step; depends on the seed. */
  start(): NamedData;
  /** Learning rate of a step, counted from 0. */
  rate(step: number): number;
  readonly batchesPerEpoch: number;
  /** In the whole run. */
  readonly steps: number;
}

/**
 * @param images how many there are
 * @throws InvalidInput when they do not fill a batch
 */
export function trainingPlan(config: RunConfig, images: { readonly count: number }): TrainingPlan {
  const batchesPerEpoch = Math.floor(images.count / config.batch);
  if (batchesPerEpoch === 0) {
    throw new InvalidInput(`--batch is ${config.batch}: there are ${images.count} images; it must be at most that`);
  }
  const steps = batchesPerEpoch * config.epochs;
  const model = modelOf(config);
  const step = contrastiveStep({
    model,
    objective: namedObjective(config.loss, config),
    optimiser: optimiserOf(config),
    pairs: config.batch,
    imageSize: imageSizeOf(config),
    views: config.views,
    lossScaling: config.precision === 'float16' ? 'dynamic' : 'none',
    samples: images.count,
    ...replicasOf(config),
  });
  return {
    step,
    start: () => initialState(step, initialWeights(model, config.seed)),
    rate: learningRates(scheduleOf(config, batchesPerEpoch)),
    batchesPerEpoch,
    steps,
  };
}

/** The replicas of a run on several devices. */
function replicasOf({ devices = 1, negatives = 'global', statistics = 'global' }: RunConfig): {
  readonly replicas?: ReplicaOptions;
} {
  return devices === 1 ? {} : { replicas: { count: devices, negatives, statistics } };
}

/** The encoder and its projector. */
export function modelOf({ model, stem }: Pick<RunConfig, 'model' | 'stem'>): Model {
  return namedModel(model, stem === undefined ? {} : { stem });
}

function optimiserOf({ optimiser, weightDecay, momentum = 0.9 }: RunConfig): Optimiser {
  switch (optimiser) {
    case 'adam':
      return adam({ weightDecay });
    case 'sgd':
      return sgd({ weightDecay, momentum });
    case 'lars':
      return lars({ weightDecay, momentum });
  }
}

function scheduleOf(
  { schedule, learningRate: rate, warmUpEpochs, epochs }: RunConfig,
  batchesPerEpoch: number,
): Schedule {
  const warmUpSteps = warmUpEpochs * batchesPerEpoch;
  switch (schedule) {
    case 'constant':
      return { kind: 'constant', rate, warmUpSteps };
    case 'cosine':
      return { kind: 'cosine', rate, warmUpSteps, steps: epochs * batchesPerEpoch };
    case 'authors':
      return { kind: 'authors', rate, batchesPerEpoch };
  }
}
