/** E_{α,β} and C_{α,β} over any ring, word for word: the double loops over anchors and rows of their definitions. */
import { entryAt, type ExactMatrix, type MatrixRing } from '../../src/theory/algebra/exact-matrix.js';

/** α and β, [A, R] each: of the first A of R rows with all of them. */
export interface ExactWeights<Element> {
  readonly alpha: ExactMatrix<Element>;
  readonly beta: ExactMatrix<Element>;
}

/** Σᵢⱼ αᵢⱼ (x[i]−x[j])(y[i]−y[j])ᵀ − Σᵢⱼ βᵢⱼ (x[i]−x[j])(y[i]−y[j])ᵀ, [d, e]. */
export function twoWeightCovarianceByDefinition<Element>(
  over: MatrixRing<Element>,
  { alpha, beta }: ExactWeights<Element>,
  x: ExactMatrix<Element>,
  y = x,
): ExactMatrix<Element> {
  const step = (rows: ExactMatrix<Element>, i: number, j: number, p: number): Element =>
    over.subtract(entryAt(rows, i, p), entryAt(rows, j, p));
  const product = (i: number, j: number, p: number, q: number): Element =>
    over.multiply(step(x, i, j, p), step(y, i, j, q));
  const columns = (rows: ExactMatrix<Element>): readonly number[] => (rows[0] ?? []).map((_, k) => k);
  return columns(x).map((p) =>
    columns(y).map((q) =>
      over.subtract(
        overWeights(over, alpha, (i, j) => product(i, j, p, q)),
        overWeights(over, beta, (i, j) => product(i, j, p, q)),
      ),
    ),
  );
}

/** Σᵢⱼ αᵢⱼ d²ᵢⱼ − Σᵢⱼ βᵢⱼ d²ᵢⱼ with d²ᵢⱼ = ½‖x[i]−x[j]‖². */
export function twoWeightEnergyByDistances<Element>(
  over: MatrixRing<Element>,
  { alpha, beta }: ExactWeights<Element>,
  x: ExactMatrix<Element>,
): Element {
  const d2 = (i: number, j: number): Element => halfSquare(over, x[i] ?? [], x[j] ?? []);
  return over.subtract(overWeights(over, alpha, d2), overWeights(over, beta, d2));
}

/** ½‖a − b‖². */
export function halfSquare<Element>(over: MatrixRing<Element>, a: readonly Element[], b: readonly Element[]): Element {
  const step = over.difference([a], [b]);
  return over.multiply(over.half, over.inner(step, step));
}

function overWeights<Element>(
  over: MatrixRing<Element>,
  weights: ExactMatrix<Element>,
  term: (i: number, j: number) => Element,
): Element {
  return over.total(weights.flatMap((own, i) => own.map((weight, j) => over.multiply(weight, term(i, j)))));
}
