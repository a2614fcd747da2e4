/**
 * A network of any depth without bias whose output is normalised: y = B(W_L h(W_{L−1} ⋯ h(W₁x))) in each row, B nothing, ℓ2 or
 * layer normalisation. The backward pass reuses what the forward pass computed.
 */
import { map, type Rows } from '../algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../algebra/multiply.js';
import { unitRows, unitRowsGradient } from '../losses/unit-rows.js';
import type { Layers } from './deep-linear.js';
import { layerNorm, layerNormGradient } from './layer-norm.js';
import { ACTIVATIONS, throughActivation, type ActivationName } from './two-layer.js';

/** The output normalisation B: `none`, rows of length 1, or rows of mean 0 and variance 1. */
export type OutputNorm = 'none' | 'l2' | 'layer';

/** Layers with an activation between them, and a normalisation of the outputs. */
export interface NormalisedNetwork {
  /** W₁ first. */
  readonly layers: Layers;
  /** h, after every layer but the last. */
  readonly activation: ActivationName;
  readonly outputNorm: OutputNorm;
}

/** A forward pass, with what its gradient needs. */
export interface NetworkPass {
  readonly network: NormalisedNetwork;
  /** Input of each layer, the first one x: [N, n_{l−1}]. */
  readonly inputs: readonly Rows[];
  /** Output of each layer before h: [N, n_l]. The last one is z. */
  readonly before: readonly Rows[];
  /** y, [N, n_L]. */
  readonly output: Rows;
  /** Maps ∂/∂y to ∂/∂z. */
  readonly throughNorm: (gradient: Rows) => Rows;
}

/**
 * Computes a forward pass.
 *
 * @param x [N, d]
 * @throws InvalidInput where an output cannot be normalised: a row of zeros for `l2`, a constant row for `layer`
 * @example
 * const network = { layers: [fromNested([[1, 0], [0, 2]])], activation: 'linear', outputNorm: 'l2' } as const;
 * networkPass(network, fromNested([[3, 2]])).output; // [[0.6, 0.8]]
 */
export function networkPass(network: NormalisedNetwork, x: Rows): NetworkPass {
  const { value } = ACTIVATIONS[network.activation];
  const inputs: Rows[] = [];
  const before: Rows[] = [];
  let last = x;
  network.layers.forEach((layer, l) => {
    const read = l === 0 ? x : map(last, value);
    last = multiplyTransposed(read, layer);
    inputs.push(read);
    before.push(last);
  });
  return { network, inputs, before, ...normalisedOutput(last, network.outputNorm) };
}

/**
 * Returns the gradients of a scalar with respect to all weights.
 *
 * @param gradient ∂/∂y, [N, n_L]
 * @example
 * const network = { layers: [fromNested([[1, 0], [0, 2]])], activation: 'linear', outputNorm: 'l2' } as const;
 * networkGradient(networkPass(network, fromNested([[3, 2]])), fromNested([[1, 0]])); // [[[0.384, 0.256], [-0.288, -0.192]]]
 */
export function networkGradient({ network, inputs, before, throughNorm }: NetworkPass, gradient: Rows): Layers {
  let above = throughNorm(gradient);
  return network.layers
    .map((layer, l) => ({ layer, input: inputs[l] as Rows, below: before[l - 1] }))
    .toReversed()
    .map(({ layer, input, below }) => {
      const own = transposedMultiply(above, input);
      if (below !== undefined) above = throughActivation(network.activation, below, multiply(above, layer));
      return own;
    })
    .toReversed();
}

function normalisedOutput(z: Rows, norm: OutputNorm): Pick<NetworkPass, 'output' | 'throughNorm'> {
  if (norm === 'none') return { output: z, throughNorm: (gradient) => gradient };
  if (norm === 'l2') {
    const lengths = unitRows(z);
    return { output: lengths.unit, throughNorm: (gradient) => unitRowsGradient(lengths, gradient) };
  }
  const normalised = layerNorm(z);
  return { output: normalised.value, throughNorm: (gradient) => layerNormGradient(normalised, gradient) };
}
