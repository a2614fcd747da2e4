/**
 * One training step on pairs of views: forward, loss, backward, update.
 *
 * A pure function of state (parameters, buffers, optimiser) and inputs (two views, learning rate), in float32.
 */
import type { NamedTensors, Step, TensorSpec, TensorSpecs } from '../compile/step.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { mapValues } from '../../base/map-values.js';
import { allMean, allRows } from '../compile/collectives.js';
import { tf } from '../compile/tfjs.js';
import { batchLoss, rememberingLoss, type StepObjective } from './batch-loss.js';
import type { DistanceObjective } from './distance-contrast.js';
import { gradientIsFinite, keepIfFinite, LOSS_SCALE_STATE, nextLossScale, SCALE } from './loss-scaling.js';
import { picked, plainSpecs } from './named-tensors.js';
import { tensorNamed, type Optimiser } from './optimiser.js';
import { requireChoice, requireWhole } from '../../base/option-checks.js';
import { REPLICA_SCOPES, wholeGradients, type ReplicaOptions } from './replica-gradients.js';
import { slopeOf, type ForwardPass, type Slope } from './slope.js';
import { VIEW_PASSES, type TrainedModel, type ViewPass } from './view-passes.js';

/** The parts that a training step is made of. */
export interface ContrastiveStepOptions {
  readonly model: TrainedModel;
  readonly objective: StepObjective;
  readonly optimiser: Optimiser;
  /** Samples in a batch, N ≥ 2. */
  readonly pairs: number;
  /** Height and width of the images. */
  readonly imageSize: number;
  /**
   * `separate` calls the network once a view, as the authors do: batch statistics of one view each, and running statistics
   * move twice. `joint` calls it once on all 2N views. Default `separate`.
   */
  readonly views?: keyof typeof VIEW_PASSES;
  /** `dynamic` is for engines that compute in float16. Default `none`. */
  readonly lossScaling?: 'none' | 'dynamic';
  /** `gradients` adds every parameter's gradient to the outputs, as `gradient/NAME`. Default `losses`. */
  readonly report?: 'losses' | 'gradients';
  /** The replicas that share a batch; only an engine with as many takes such a step. Default: one. */
  readonly replicas?: ReplicaOptions;
  /**
   * Samples of the data set, of which a loss with averages keeps one each; a batch then says which are in it. Default: none, and
   * every batch is the first of its averages.
   */
  readonly samples?: number;
}

/**
 * Makes the training step of a model on pairs of views.
 *
 * - state: the model's parameters and buffers, the optimiser's state, that of the loss scaling, and the averages of the loss
 * - inputs: `first` and `second`, [N, H, W, 3], the two views; `learningRate`, a scalar; for a loss with averages `samples`, [N],
 *   the numbers of the batch's samples in the data set, no two the same; for a loss with labels `labels`, [N]
 * - outputs: `loss`; `gradientNorm`, the ℓ2 norm over all parameters, infinite in a step that loss scaling skips;
 *   `gradient/NAME` if asked for
 *
 * Run on a tfjs backend, it leaves no tensors behind but those that it returns.
 *
 * @throws InvalidInput on fewer than 2 pairs, pairs that cannot be shared by the replicas, an image size that is not a positive integer,
 *   an unknown choice, or a loss with averages whose negatives are of each replica alone
 * @example
 * const objective = { kind: 'cross-entropy', temperature: 0.5 } as const;
 * const step = contrastiveStep({ model: namedModel('tiny'), objective, optimiser: sgd(), pairs: 4, imageSize: 8 });
 * step.inputs['first']; // { shape: [4, 8, 8, 3], dtype: 'float32' }
 */
export function contrastiveStep(options: ContrastiveStepOptions): Step {
  const { model, objective, optimiser, pairs, imageSize } = options;
  const { views = 'separate', lossScaling = 'none', report = 'losses' } = options;
  requireWhole('pairs', pairs, 2);
  requireWhole('imageSize', imageSize, 1);
  requireChoice('views', views, Object.keys(VIEW_PASSES));
  requireChoice('lossScaling', lossScaling, LOSS_SCALINGS);
  requireChoice('report', report, REPORTS);
  const { replicas } = options;
  if (replicas !== undefined) requireReplicas(replicas, pairs);
  if (options.samples !== undefined) requireWhole('samples', options.samples, pairs);
  const memory = memoryOf(objective, options);
  const lossOf = embeddedLoss({ model, pass: VIEW_PASSES[views], objective, memory }, replicas);
  const optimiserState = optimiser.state(model.parameters);
  const images: TensorSpec = { shape: [pairs, imageSize, imageSize, 3], dtype: 'float32' };

  const run = (state: NamedTensors, inputs: NamedTensors) => {
    const parameters = picked(state, model.parameters);
    const moments = picked(state, optimiserState);
    const rate = tensorNamed(inputs, 'learningRate');
    const scale = lossScaling === 'dynamic' ? (tensorNamed(state, SCALE) as tf.Scalar) : undefined;
    const slope = slopeOf((weights) => lossOf(weights, inputs), parameters, state, scale);
    const { loss, gradients, buffers } = replicas === undefined ? slope : wholeSlope(slope, replicas);
    const squares = sumOfSquares(Object.values(gradients));
    const update = optimiser.update(parameters, gradients, moments, rate);
    const next = { ...update.parameters, ...buffers, ...update.state };
    const norm = tf.sqrt(squares);
    const finite = gradientIsFinite(squares);
    return {
      state: scale === undefined ? next : guarded(next, state, finite),
      // A step that is skipped is not a failure: its norm is infinite, where NaN would stop the run.
      outputs: {
        loss,
        gradientNorm: scale === undefined ? norm : tf.where(finite, norm, Infinity),
        ...(report === 'gradients' ? reported(gradients) : {}),
      },
    };
  };
  return {
    state: {
      ...plainSpecs(model.parameters),
      ...plainSpecs(model.buffers),
      ...optimiserState,
      ...(lossScaling === 'dynamic' ? LOSS_SCALE_STATE : {}),
      ...memory,
    },
    inputs: {
      first: images,
      second: images,
      learningRate: { shape: [], dtype: 'float32' },
      // Whole on every replica that computes the loss of all.
      ...(memory !== undefined && { samples: { shape: [pairs], dtype: 'int32' } as const }),
      ...(takesLabels(objective) && { labels: { shape: [pairs], dtype: 'int32' } as const }),
    },
    ...(replicas !== undefined && { replicas: { count: replicas.count, split: splitInputs(objective, replicas) } }),
    run: (state, inputs) => tf.tidy(() => run(state, inputs)),
  };
}

/** Buffers are left as they are too: an overflow in the forward pass would stay in running statistics for ever. */
function guarded(next: NamedTensors, state: NamedTensors, finite: tf.Tensor): NamedTensors {
  return { ...keepIfFinite(finite, next, state), ...nextLossScale(state, finite) };
}

type LossOfWeights = (weights: NamedTensors, inputs: NamedTensors) => ForwardPass;

interface EmbeddedLossOptions {
  readonly model: TrainedModel;
  readonly pass: ViewPass;
  readonly objective: StepObjective;
  /** The state of the loss's averages; undefined where it keeps none. */
  readonly memory: TensorSpecs | undefined;
}

function embeddedLoss(
  { model, pass, objective, memory }: EmbeddedLossOptions,
  { count = 1, negatives = 'global', statistics = 'global' }: Partial<ReplicaOptions> = {},
): LossOfWeights {
  const loss =
    memory === undefined && !takesLabels(objective)
      ? forgetful(batchLoss(objective))
      : distancesLoss(objective, memory);
  const mode = count > 1 && statistics === 'global' ? { replicas: count } : 'train';
  const joined = negatives === 'global' ? count : 1;
  return (weights, inputs) => {
    const [first, second] = [tensorNamed(inputs, 'first'), tensorNamed(inputs, 'second')];
    const { z, zPrime, buffers } = pass(model, weights, first, second, mode);
    const found = loss(allRows(z, joined), allRows(zPrime, joined), weights, inputs);
    return { loss: found.loss, buffers: { ...buffers, ...found.buffers } };
  };
}

/** A loss of two views, with the state of its averages among the weights, and afterwards among the buffers. */
type StatefulLoss = (z: tf.Tensor2D, zPrime: tf.Tensor2D, state: NamedTensors, inputs: NamedTensors) => ForwardPass;

function forgetful(loss: ReturnType<typeof batchLoss>): StatefulLoss {
  return (z, zPrime) => ({ loss: loss(z, zPrime), buffers: {} });
}

/** A loss of distances with averages or labels. */
function distancesLoss(objective: StepObjective, specs: TensorSpecs | undefined): StatefulLoss {
  const { compute } = rememberingLoss(objective as DistanceObjective);
  return (z, zPrime, state, inputs) => {
    const { loss, memory } = compute(z, zPrime, {
      memory:
        specs === undefined
          ? undefined
          : {
              averages: tensorNamed(state, AVERAGES) as tf.Tensor2D,
              seen: tensorNamed(state, SEEN) as tf.Tensor1D,
              samples: tensorNamed(inputs, 'samples') as tf.Tensor1D,
            },
      labels: takesLabels(objective) ? (tensorNamed(inputs, 'labels') as tf.Tensor1D) : undefined,
    });
    return { loss, buffers: memory === undefined ? {} : { [AVERAGES]: memory.averages, [SEEN]: memory.seen } };
  };
}

const [AVERAGES, SEEN] = ['loss.remembered', 'loss.seen'] as const;

function takesLabels(objective: StepObjective): boolean {
  return objective.kind === 'distances' && objective.labels === 'with';
}

/** The inputs of which each replica has its part: labels too where it compares its own rows alone. */
function splitInputs(objective: StepObjective, { negatives = 'global' }: ReplicaOptions): string[] {
  return ['first', 'second', ...(takesLabels(objective) && negatives === 'local' ? ['labels'] : [])];
}

/** The state of the averages of a loss for each sample of the data set. */
function memoryOf(
  objective: StepObjective,
  { samples, replicas }: Pick<ContrastiveStepOptions, 'samples' | 'replicas'>,
): TensorSpecs | undefined {
  const averages = objective.kind === 'distances' ? rememberingLoss(objective).averages : 0;
  if (samples === undefined || averages === 0) return undefined;
  if (replicas !== undefined && replicas.negatives === 'local') {
    throw new InvalidInput(
      'the loss keeps an average for each sample, which replicas with negatives of their own do not share: ' +
        'choose global negatives, or one device',
    );
  }
  return {
    [AVERAGES]: { shape: [samples, averages], dtype: 'float32' },
    [SEEN]: { shape: [samples], dtype: 'float32' },
  };
}

/** The loss, its gradient and the buffers of all replicas. */
function wholeSlope({ loss, gradients, buffers }: Slope, replicas: ReplicaOptions): Slope {
  const { count, negatives = 'global', statistics = 'global' } = replicas;
  return {
    loss: negatives === 'global' ? loss : allMean(loss, count),
    gradients: wholeGradients(gradients, replicas),
    // Counts of batches are the same everywhere; running statistics of each alone are averaged, so that the state stays one.
    buffers:
      statistics === 'global'
        ? buffers
        : mapValues(buffers, (buffer) => (buffer.dtype === 'float32' ? allMean(buffer, count) : buffer)),
  };
}

function requireReplicas({ count, negatives = 'global', statistics = 'global' }: ReplicaOptions, pairs: number): void {
  requireWhole('replicas', count, 2);
  requireChoice('negatives', negatives, REPLICA_SCOPES);
  requireChoice('statistics', statistics, REPLICA_SCOPES);
  if (pairs % count !== 0 || pairs / count < 2) {
    throw new InvalidInput(
      `${pairs} pairs cannot be shared by ${count} replicas: give a multiple of ${count}, at least 2 pairs to each`,
    );
  }
}

function sumOfSquares(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tensors.map((tensor) => tf.sum(tf.square(tensor))).reduce((total, squares) => tf.add(total, squares));
}

function reported(gradients: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(gradients).map(([name, tensor]) => [`gradient/${name}`, tensor]));
}

const LOSS_SCALINGS = ['none', 'dynamic'] as const;
const REPORTS = ['losses', 'gradients'] as const;
