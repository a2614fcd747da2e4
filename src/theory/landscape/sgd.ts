/**
 * Stochastic gradient descent with momentum and weight decay, as PyTorch defines it:
 * g ← ∂L/∂w + λw, v ← μv + g, w ← w − ηv.
 */
import { requireDecay, requireNotNegative, requirePositive } from '../../base/option-checks.js';
import { zeros, type Matrix } from '../algebra/matrix.js';

/** Learning rate, momentum and weight decay. */
export interface SgdOptions {
  /** η > 0. */
  readonly learningRate: number;
  /** μ, 0 ≤ μ < 1. Default 0. */
  readonly momentum?: number;
  /** λ ≥ 0. Default 0. */
  readonly weightDecay?: number;
}

/** A weight and its velocity v, of one shape. */
export interface Descending {
  readonly weight: Matrix;
  readonly velocity: Matrix;
}

/**
 * Returns a weight with velocity 0.
 *
 * @example
 * atRest(fromNested([[1, 2]])); // { weight: [[1, 2]], velocity: [[0, 0]] }
 */
export function atRest(weight: Matrix): Descending {
  return { weight, velocity: zeros(weight.rows, weight.columns) };
}

/**
 * Takes one step; the given state stays as it is.
 *
 * @param gradient ∂L/∂w, of the shape of the weight
 * @throws InvalidInput when an option is out of range
 * @example
 * const once = sgdStep(atRest(fromNested([[1]])), fromNested([[2]]), { learningRate: 0.1, momentum: 0.5 });
 * sgdStep(once, fromNested([[2]]), { learningRate: 0.1, momentum: 0.5 }); // { weight: [[0.5]], velocity: [[3]] }
 */
export function sgdStep({ weight, velocity }: Descending, gradient: Matrix, options: SgdOptions): Descending {
  const { learningRate, momentum = 0, weightDecay = 0 } = options;
  requirePositive('learningRate', learningRate);
  requireDecay('momentum', momentum);
  requireNotNegative('weightDecay', weightDecay);
  const next = velocity.data.map(
    (v, k) => momentum * v + (gradient.data[k] as number) + weightDecay * (weight.data[k] as number),
  );
  return {
    weight: { ...weight, data: weight.data.map((w, k) => w - learningRate * (next[k] as number)) },
    velocity: { ...velocity, data: next },
  };
}
