/**
 * The orthogonal mixture: every sample lies on one of M orthonormal directions, x[i] = a_i e_{m(i)} with
 * a_i ≥ 0, and augmentation changes the magnitude a_i only.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { generate, type Matrix, type Rows } from '../algebra/matrix.js';

/** Samples of orthogonal components, one each, with views that keep the component. */
export interface OrthogonalMixture {
  /** The number M of components. */
  readonly components: number;
  /** m(i), from 0 to M − 1. */
  readonly component: readonly number[];
  /** a_i ≥ 0 in the first view, and in the second. */
  readonly magnitude: readonly number[];
  readonly magnitudePrime: readonly number[];
}

/**
 * Returns the two views, [N, M] each.
 *
 * @throws InvalidInput when a magnitude is missing or negative, or a component is out of range
 * @example
 * mixtureViews({ components: 2, component: [0, 1], magnitude: [1, 2], magnitudePrime: [1, 3] }).xPrime; // [[1, 0], [0, 3]]
 */
export function mixtureViews(mixture: OrthogonalMixture): { readonly x: Rows; readonly xPrime: Rows } {
  const { components, component, magnitude, magnitudePrime } = mixture;
  component.forEach((m, i) => {
    if (!Number.isInteger(m) || m < 0 || m >= components) {
      throw new InvalidInput(`component[${i}] is ${m}: it must be an integer from 0 to ${components - 1}`);
    }
    for (const [name, a] of [
      ['magnitude', magnitude[i]],
      ['magnitudePrime', magnitudePrime[i]],
    ] as const) {
      if (!((a ?? Number.NaN) >= 0)) throw new InvalidInput(`${name}[${i}] is ${a}: it must be a number ≥ 0`);
    }
  });
  const views = (sizes: readonly number[]): Rows =>
    generate(component.length, components, (i, m) => (component[i] === m ? (sizes[i] as number) : 0));
  return { x: views(magnitude), xPrime: views(magnitudePrime) };
}

/**
 * Returns W₁ with rows w_k = e_{m(k)}, [K, M]: an assignment of neurons to components.
 *
 * @param assignment m(k), from 0 to M − 1
 * @example
 * assignedRows([0, 1, 1], 2); // [[1, 0], [0, 1], [0, 1]]
 */
export function assignedRows(assignment: readonly number[], components: number): Matrix {
  return generate(assignment.length, components, (k, m) => (assignment[k] === m ? 1 : 0));
}
