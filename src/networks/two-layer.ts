/** The two-layer network z = W₂ h(W₁ x) without bias, applied to rows, with its gradient. */
import { generate, at, type Matrix, type Rows } from '../linear-algebra/matrix.js';
import { multiplyTransposed, multiply, transposedMultiply } from '../linear-algebra/multiply.js';

interface Activation {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
}

/** h. `relu` has h′(0) = 0, as in the paper. */
export const ACTIVATIONS = {
  linear: { value: (x) => x, derivative: () => 1 },
  tanh: { value: Math.tanh, derivative: (x) => 1 - Math.tanh(x) ** 2 },
  relu: { value: (x) => Math.max(0, x), derivative: (x) => (x > 0 ? 1 : 0) },
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof ACTIVATIONS;

export interface TwoLayer {
  readonly activation: ActivationName;
  /** W₁, [n, d]. */
  readonly first: Matrix;
  /** W₂, [m, n]. */
  readonly second: Matrix;
}

/** @param x [N, d] @returns [N, m] */
export function twoLayerForward({ activation, first, second }: TwoLayer, x: Rows): Rows {
  return multiplyTransposed(applied(ACTIVATIONS[activation].value, multiplyTransposed(x, first)), second);
}

/**
 * Gradients of a scalar with respect to both weights, from its gradient with respect to z.
 *
 * @param x [N, d]
 * @param gradient ∂/∂z, [N, m]
 */
export function twoLayerGradient(
  { activation, first, second }: TwoLayer,
  x: Rows,
  gradient: Rows,
): { readonly first: Matrix; readonly second: Matrix } {
  const { value, derivative } = ACTIVATIONS[activation];
  const before = multiplyTransposed(x, first);
  const hidden = multiply(gradient, second);
  const gated = generate(before.rows, before.columns, (i, k) => at(hidden, i, k) * derivative(at(before, i, k)));
  return { first: transposedMultiply(gated, x), second: transposedMultiply(gradient, applied(value, before)) };
}

function applied(value: (x: number) => number, rows: Rows): Rows {
  return { ...rows, data: rows.data.map((entry) => value(entry)) };
}
