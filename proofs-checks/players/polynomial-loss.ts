/** Losses L_{φ,ψ} with polynomial φ and ψ of a two-layer network with a polynomial activation, over any ring. */
import { mapEntries, transpose, type ExactMatrix, type MatrixRing } from '../../src/theory/algebra/exact-matrix.js';
import { derivative, evaluate, type Polynomial } from '../../src/theory/algebra/polynomial.js';
import { margins } from '../oracles/exact-covariance.js';

export interface PolynomialLoss<Element> {
  readonly phi: Polynomial<Element>;
  readonly psi: Polynomial<Element>;
}

export interface PolynomialNetwork<Element> {
  /** h. */
  readonly activation: Polynomial<Element>;
  /** W₁, [n, d]. */
  readonly first: ExactMatrix<Element>;
  /** W₂, [m, n]. */
  readonly second: ExactMatrix<Element>;
}

/** z = W₂ h(W₁ x) for every row of x, [N, d] → [N, m]. */
export function representation<Element>(
  over: MatrixRing<Element>,
  { activation, first, second }: PolynomialNetwork<Element>,
  x: ExactMatrix<Element>,
): ExactMatrix<Element> {
  const hidden = mapEntries(over.product(x, transpose(first)), (entry) => evaluate(over, activation, entry));
  return over.product(hidden, transpose(second));
}

/** Σᵢ φ(ξᵢ) with ξᵢ = Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ). */
export function polynomialLoss<Element>(
  over: MatrixRing<Element>,
  loss: PolynomialLoss<Element>,
  z: ExactMatrix<Element>,
  zPrime: ExactMatrix<Element>,
): Element {
  const rows = margins(over, z, zPrime);
  return over.total(rows.map((row, i) => evaluate(over, loss.phi, innerSum(over, loss, row, i))));
}

/** αᵢⱼ = φ′(ξᵢ) ψ′(d²ᵢ − d²ᵢⱼ), 0 on the diagonal. */
export function polynomialImportance<Element>(
  over: MatrixRing<Element>,
  loss: PolynomialLoss<Element>,
  z: ExactMatrix<Element>,
  zPrime: ExactMatrix<Element>,
): ExactMatrix<Element> {
  const [outer, inner] = [derivative(over, loss.phi), derivative(over, loss.psi)];
  return margins(over, z, zPrime).map((row, i) => {
    const factor = evaluate(over, outer, innerSum(over, loss, row, i));
    return row.map((margin, j) => (i === j ? over.zero : over.multiply(factor, evaluate(over, inner, margin))));
  });
}

/** ξᵢ. */
function innerSum<Element>(
  over: MatrixRing<Element>,
  { psi }: PolynomialLoss<Element>,
  row: readonly Element[],
  i: number,
): Element {
  return over.total(row.map((margin, j) => (i === j ? over.zero : evaluate(over, psi, margin))));
}
