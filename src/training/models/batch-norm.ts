/**
 * Batch normalisation over the last axis (Ioffe and Szegedy, ICML 2015), numerically that of PyTorch.
 *
 * With n values a channel, mean m, centred values c = x − m, variance v = mean(c²) and inv = 1/√(v + ε):
 *
 *     y  = c·(γ·inv) + β
 *     dx = γ·inv·(dy − mean(dy) − c·inv²·mean(dy·c)),  dγ = inv·Σ dy·c,  dβ = Σ dy
 *
 * The gradient is written out because autodiff of the formula passes over the activation more than ten times. Here all
 * that is known per channel is folded into vectors first: two reductions and five element-wise passes remain.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { allMean, allSum } from '../compile/collectives.js';
import { tf } from '../compile/tfjs.js';
import { weight, type Layer, type Pass, type WeightSpec } from './layer.js';

/** ε, which is added to the variance. */
const EPSILON = 1e-5;
/** Share of the new batch in the running statistics. */
const MOMENTUM = 0.1;

export interface Affine {
  /** γ, [C], a factor. */
  readonly gamma: tf.Tensor;
  /** β, [C], an offset. */
  readonly beta: tf.Tensor;
}

export interface BatchStatistics {
  /** Mean of each channel, [C]. */
  readonly mean: tf.Tensor;
  /** Variance of each channel, [C], divided by n, not n − 1. */
  readonly variance: tf.Tensor;
}

export interface NormalisedBatch extends BatchStatistics {
  /** Normalised values, in the shape of the input. */
  readonly normalised: tf.Tensor;
}

/**
 * Normalises by the statistics of the batch itself, with the gradient above in x, γ and β.
 *
 * @param x [N, H, W, C] or [N, C]
 * @param replicas how many replicas have a batch as large, whose statistics are taken together
 */
export function normaliseBatch(x: tf.Tensor, affine?: Affine, replicas = 1): NormalisedBatch {
  const axes = batchAxes(x);
  const mean = allMean(tf.mean(x, axes), replicas);
  const centred = tf.sub(x, mean);
  const variance = allMean(tf.mean(tf.square(centred), axes), replicas);
  const inverse = inverseDeviation(variance);
  const normalise = affine === undefined ? plain(centred, inverse, replicas) : scaled(centred, inverse, replicas);
  const normalised = affine === undefined ? normalise(x) : normalise(x, affine.gamma, affine.beta);
  return { normalised, mean, variance };
}

/**
 * Normalises by given statistics: one product and one sum over the activation.
 *
 * @param x [N, H, W, C] or [N, C]
 */
export function normaliseBy({ mean, variance }: BatchStatistics, x: tf.Tensor, affine?: Affine): tf.Tensor {
  const inverse = inverseDeviation(variance);
  const scale = affine === undefined ? inverse : tf.mul(affine.gamma, inverse);
  const shift = tf.mul(mean, scale);
  return tf.add(tf.mul(x, scale), affine === undefined ? tf.neg(shift) : tf.sub(affine.beta, shift));
}

/**
 * Makes torch.nn.BatchNorm2d or BatchNorm1d: γ and β unless `affine` is `none`.
 *
 * @example
 * const layer = batchNorm('bn', 4, 'none');
 * Object.keys(layer.parameters); // []
 * Object.keys(layer.buffers); // ['bn.running_mean', 'bn.running_var', 'bn.num_batches_tracked']
 */
export function batchNorm(name: string, channels: number, affine: 'affine' | 'none' = 'affine'): Layer {
  const filled = (value: number): WeightSpec => ({
    shape: [channels],
    dtype: 'float32',
    initial: { kind: 'constant', value },
  });
  return {
    parameters: affine === 'affine' ? { [`${name}.weight`]: filled(1), [`${name}.bias`]: filled(0) } : {},
    buffers: {
      [`${name}.running_mean`]: filled(0),
      [`${name}.running_var`]: filled(1),
      [`${name}.num_batches_tracked`]: { shape: [], dtype: 'int32', initial: { kind: 'constant', value: 0 } },
    },
    apply(x, pass) {
      const factors =
        affine === 'affine' ? { gamma: weight(pass, `${name}.weight`), beta: weight(pass, `${name}.bias`) } : undefined;
      if (pass.mode === 'evaluate') {
        const running = { mean: weight(pass, `${name}.running_mean`), variance: weight(pass, `${name}.running_var`) };
        return normaliseBy(running, x, factors);
      }
      const replicas = typeof pass.mode === 'object' ? pass.mode.replicas : 1;
      const { normalised, ...statistics } = normaliseBatch(x, factors, replicas);
      moveStatistics(name, pass, statistics, (replicas * x.size) / channels);
      return normalised;
    },
  };
}

/**
 * Moves the running statistics as PyTorch does: r ← r + 0.1·(batch − r), where the variance is that of a sample, n/(n − 1)
 * times the batch's own.
 */
function moveStatistics(name: string, pass: Pass, { mean, variance }: BatchStatistics, values: number): void {
  if (values < 2) {
    throw new InvalidInput(
      `batch norm "${name}" got 1 value a channel, whose variance is not defined: train on larger batches or images`,
    );
  }
  const move = (buffer: string, batch: tf.Tensor, factor: number): void => {
    const full = `${name}.${buffer}`;
    pass.moved[full] = tf.add(tf.mul(weight(pass, full), 1 - MOMENTUM), tf.mul(batch, MOMENTUM * factor));
  };
  move('running_mean', mean, 1);
  move('running_var', variance, values / (values - 1));
  const batches = `${name}.num_batches_tracked`;
  pass.moved[batches] = tf.add(weight(pass, batches), tf.scalar(1, 'int32'));
}

function inverseDeviation(variance: tf.Tensor): tf.Tensor {
  return tf.div(1, tf.sqrt(tf.add(variance, EPSILON)));
}

function batchAxes(x: tf.Tensor): number[] {
  return Array.from({ length: x.rank - 1 }, (_, axis) => axis);
}

type Save = (tensors: tf.Tensor[]) => void;

/** Returns y = c·inv as a function of x alone. */
function plain(centred: tf.Tensor, inverse: tf.Tensor, replicas: number): (x: tf.Tensor) => tf.Tensor {
  return tf.customGrad((_x, save) => {
    (save as Save)([centred, inverse]);
    return {
      value: tf.mul(centred, inverse),
      gradFunc: (dy, saved) => {
        const [c, inv] = saved as [tf.Tensor, tf.Tensor];
        return inputGradient(dy, c, inv, inv, replicas).dx;
      },
    };
  });
}

/** Returns y = c·(γ·inv) + β as a function of x, γ and β. */
function scaled(centred: tf.Tensor, inverse: tf.Tensor, replicas: number): (...inputs: tf.Tensor[]) => tf.Tensor {
  return tf.customGrad((...inputs) => {
    const [, gamma, beta, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, Save];
    const scale = tf.mul(gamma, inverse);
    save([centred, inverse, scale]);
    return {
      value: tf.add(tf.mul(centred, scale), beta),
      gradFunc: (dy, saved) => {
        const [c, inv, factor] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const { dx, sum, centredSum } = inputGradient(dy, c, inv, factor, replicas);
        return [dx, tf.mul(centredSum, inv), sum];
      },
    };
  });
}

interface InputGradient {
  readonly dx: tf.Tensor;
  /** Σ dy of this replica, [C]. */
  readonly sum: tf.Tensor;
  /** Σ dy·c of this replica, [C]. */
  readonly centredSum: tf.Tensor;
}

/** Computes dx, which the rows of all replicas have a part in, with the sums that dγ and dβ need. @param scale γ·inv, [C] */
function inputGradient(
  dy: tf.Tensor,
  centred: tf.Tensor,
  inverse: tf.Tensor,
  scale: tf.Tensor,
  replicas: number,
): InputGradient {
  const axes = batchAxes(dy);
  const share = scale.size / (replicas * dy.size);
  const sum = tf.sum(dy, axes);
  const centredSum = tf.sum(tf.mul(dy, centred), axes);
  const slope = tf.mul(tf.mul(scale, tf.square(inverse)), tf.mul(allSum(centredSum, replicas), share));
  const offset = tf.mul(scale, tf.mul(allSum(sum, replicas), share));
  const dx = tf.sub(tf.sub(tf.mul(dy, scale), tf.mul(centred, slope)), offset);
  return { dx, sum, centredSum };
}
