/** The two-layer network z = W₂ h(W₁ x) without bias, applied to rows, with its gradient. */
import { map, zeros, type Matrix, type Rows } from '../algebra/matrix.js';
import { multiplyTransposed, multiply, transposedMultiply } from '../algebra/multiply.js';

interface Activation {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
}

/** The activations h. `relu` has h′(0) = 0, as in Tian (2022). */
export const ACTIVATIONS = {
  linear: { value: (x) => x, derivative: () => 1 },
  tanh: { value: Math.tanh, derivative: (x) => 1 - Math.tanh(x) ** 2 },
  relu: { value: (x) => Math.max(0, x), derivative: (x) => (x > 0 ? 1 : 0) },
} as const satisfies Record<string, Activation>;

/** An activation by name. */
export type ActivationName = keyof typeof ACTIVATIONS;

/** z = W₂·h(W₁x), with the activation h. */
export interface TwoLayer {
  readonly activation: ActivationName;
  /** W₁, [n, d]. */
  readonly first: Matrix;
  /** W₂, [m, n]. */
  readonly second: Matrix;
}

/** Buffers for the numbers of a pass; many passes over rows of one shape can share them. */
export interface ForwardBuffers {
  /** [N, n]. */
  readonly hidden: Rows;
  /** [N, m]. */
  readonly output: Rows;
}

export function forwardBuffers({ first, second }: TwoLayer, x: Rows): ForwardBuffers {
  return { hidden: zeros(x.rows, first.rows), output: zeros(x.rows, second.rows) };
}

/**
 * Computes z for every row of x.
 *
 * @param x [N, d]
 * @param buffers overwritten
 * @returns their output, [N, m]
 * @example
 * const network = { activation: 'relu', first: fromNested([[1], [-1]]), second: fromNested([[1, 2]]) } as const;
 * twoLayerForward(network, fromNested([[3], [-3]])); // [[3], [6]]
 */
export function twoLayerForward(network: TwoLayer, x: Rows, buffers = forwardBuffers(network, x)): Rows {
  const { value } = ACTIVATIONS[network.activation];
  const hidden = multiplyTransposed(x, network.first, buffers.hidden).data;
  for (let k = 0; k < hidden.length; k++) hidden[k] = value(hidden[k] as number);
  return multiplyTransposed(buffers.hidden, network.second, buffers.output);
}

/**
 * Returns the gradients of a scalar with respect to both weights, from its gradient with respect to z.
 *
 * @param x [N, d]
 * @param gradient ∂/∂z, [N, m]
 * @example
 * const network = { activation: 'relu', first: fromNested([[1], [-1]]), second: fromNested([[1, 2]]) } as const;
 * twoLayerGradient(network, fromNested([[3]]), fromNested([[1]])); // { first: [[3], [0]], second: [[3, 0]] }
 */
export function twoLayerGradient(
  { activation, first, second }: TwoLayer,
  x: Rows,
  gradient: Rows,
): { readonly first: Matrix; readonly second: Matrix } {
  const before = multiplyTransposed(x, first);
  const toBefore = throughActivation(activation, before, multiply(gradient, second));
  const hidden = map(before, ACTIVATIONS[activation].value);
  return { first: transposedMultiply(toBefore, x), second: transposedMultiply(gradient, hidden) };
}

/** Maps ∂/∂h(a) to ∂/∂a = g∘h′(a). @param before a, [N, n] @param gradient g, [N, n] */
export function throughActivation(activation: ActivationName, before: Rows, gradient: Rows): Rows {
  const { derivative } = ACTIVATIONS[activation];
  const out = zeros(before.rows, before.columns);
  for (let k = 0; k < out.data.length; k++) {
    out.data[k] = (gradient.data[k] as number) * derivative(before.data[k] as number);
  }
  return out;
}
