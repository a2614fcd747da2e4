/**
 * One batch through the two-layer network z = W₂ h(B(W₁x)) and back, where B is nothing or batch normalisation of the hidden
 * layer. The backward pass reuses what the forward pass computed.
 */
import { map, type Matrix, type Rows } from '../algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../algebra/multiply.js';
import { batchNorm, batchNormGradient, type BatchNormalised } from './batch-norm.js';
import { ACTIVATIONS, throughActivation, type TwoLayer } from './two-layer.js';

/** A two-layer network whose hidden features may be normalised over the batch before the activation. */
export interface HiddenNormalised extends TwoLayer {
  /** `batch`: statistics of the batch at hand, before the activation. */
  readonly hiddenNorm: 'none' | 'batch';
}

/** A forward pass, with what its gradient needs. */
export interface TwoLayerPass {
  readonly network: HiddenNormalised;
  /** The input, [N, d]. */
  readonly x: Rows;
  /** Input of the activation, [N, n]. */
  readonly before: Rows;
  /** f₁, [N, n]. */
  readonly hidden: Rows;
  /** z, [N, m]. */
  readonly output: Rows;
  readonly normalised?: BatchNormalised;
}

/**
 * Computes a forward pass.
 *
 * @param x [N, d]
 * @throws InvalidInput on an empty batch that is to be normalised
 * @example
 * const weights = { first: fromNested([[1]]), second: fromNested([[2]]) };
 * const pass = twoLayerPass({ activation: 'relu', hiddenNorm: 'batch', ...weights }, fromNested([[1], [3]]));
 * pass.before; // [[-1.0000], [1.0000]]
 * pass.output; // [[0], [2.0000]]
 */
export function twoLayerPass(network: HiddenNormalised, x: Rows): TwoLayerPass {
  const linear = multiplyTransposed(x, network.first);
  const normalised = network.hiddenNorm === 'batch' ? batchNorm(linear) : undefined;
  const before = normalised?.value ?? linear;
  const hidden = map(before, ACTIVATIONS[network.activation].value);
  const output = multiplyTransposed(hidden, network.second);
  return { network, x, before, hidden, output, ...(normalised && { normalised }) };
}

/**
 * Returns the gradients of a scalar with respect to both weights, through the batch statistics.
 *
 * @param gradient ∂/∂z, [N, m]
 * @example
 * const weights = { first: fromNested([[1]]), second: fromNested([[2]]) };
 * const pass = twoLayerPass({ activation: 'relu', hiddenNorm: 'none', ...weights }, fromNested([[1], [3]]));
 * passGradient(pass, fromNested([[1], [1]])); // { first: [[8]], second: [[4]] }
 */
export function passGradient(pass: TwoLayerPass, gradient: Rows): { readonly first: Matrix; readonly second: Matrix } {
  const { network, x, before, hidden, normalised } = pass;
  const toBefore = throughActivation(network.activation, before, multiply(gradient, network.second));
  const toLinear = normalised === undefined ? toBefore : batchNormGradient(normalised, toBefore);
  return { first: transposedMultiply(toLinear, x), second: transposedMultiply(gradient, hidden) };
}
