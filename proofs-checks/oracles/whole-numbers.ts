/** ReLU and orthogonal mixtures in whole numbers of any size: they compare, as no prime field can, and nothing is rounded. */
import { transpose, type ExactMatrix } from '../../src/theory/algebra/exact-matrix.js';
import { randomElement } from '../../src/theory/algebra/prime-field.js';
import { covarianceByDefinition } from './exact-covariance.js';

/** A matrix of whole numbers. */
export type WholeMatrix = ExactMatrix<bigint>;

const total = (terms: readonly bigint[]): bigint => terms.reduce((sum, term) => sum + term, 0n);

/** C_α[a, b] of two views each. */
export function wholeCovariance(
  alpha: WholeMatrix,
  ...views: readonly [WholeMatrix, WholeMatrix, WholeMatrix?, WholeMatrix?]
): WholeMatrix {
  const [a, aPrime, b, bPrime] = views;
  return covarianceByDefinition(
    { total, multiply: (x, y) => x * y, subtract: (x, y) => x - y },
    alpha,
    a,
    aPrime,
    b,
    bPrime,
  );
}

/** a·b. */
export function wholeProduct(a: WholeMatrix, b: WholeMatrix): WholeMatrix {
  const columns = transpose(b);
  return a.map((row) => columns.map((column) => total(row.map((entry, k) => entry * (column[k] as bigint)))));
}

/** [a]₊, entry by entry. */
export function positive(a: WholeMatrix): WholeMatrix {
  return a.map((row) => row.map((entry) => (entry > 0n ? entry : 0n)));
}

/** Draws a matrix of independent whole numbers of 61 bits, uniformly. */
export function randomWhole(word: () => number, rows: number, columns: number): WholeMatrix {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => randomElement(word)));
}

/** Samples on orthogonal directions, magnitudes and weights at random; five of them on three directions. */
export interface WholeMixture {
  /** m(i). */
  readonly component: readonly number[];
  /** aᵢ ≥ 0 of the two views, [2, N]. */
  readonly magnitudes: WholeMatrix;
  /** αᵢⱼ ≥ 0, [N, N]; its diagonal is not read. */
  readonly alpha: WholeMatrix;
}

/** Number of directions. */
export const WHOLE_COMPONENTS = 3;

export function wholeMixture(word: () => number): WholeMixture {
  const component = [0, 1, 2, 0, 1];
  const size = component.length;
  return { component, magnitudes: randomWhole(word, 2, size), alpha: randomWhole(word, size, size) };
}

/** Both views of a mixture, [N, M] each. */
export function wholeViews({ component, magnitudes }: WholeMixture): [WholeMatrix, WholeMatrix] {
  const view = (v: number): WholeMatrix =>
    component.map((m, i) =>
      Array.from({ length: WHOLE_COMPONENTS }, (_, l) => (l === m ? (magnitudes[v]?.[i] as bigint) : 0n)),
    );
  return [view(0), view(1)];
}
