/**
 * C_α and E_α over any ring: the definition word for word, and the Laplacian form.
 *
 * α is [N, N] and its diagonal is not read by the sums over pairs j ≠ i; views are [N, d] and [N, e], as for
 * contrastiveCovariance.
 */
import { entryAt, transpose, type ExactMatrix, type MatrixRing } from '../../src/theory/algebra/exact-matrix.js';

/** Lists what the sums over pairs take of a ring; whole numbers have it too. */
type Sums<Element> = Pick<MatrixRing<Element>, 'subtract' | 'multiply' | 'total'>;

/** Σᵢ Σ_{j≠i} αᵢⱼ (a[i]−a[j])(b[i]−b[j])ᵀ − Σᵢ (Σ_{j≠i} αᵢⱼ)(a[i]−a[i'])(b[i]−b[i'])ᵀ, [d, e]. */
export function covarianceByDefinition<Element>(
  over: Sums<Element>,
  alpha: ExactMatrix<Element>,
  a: ExactMatrix<Element>,
  aPrime: ExactMatrix<Element>,
  b = a,
  bPrime = aPrime,
): ExactMatrix<Element> {
  const column = (rows: ExactMatrix<Element>): readonly number[] => (rows[0] ?? []).map((_, k) => k);
  const minus = (x: ExactMatrix<Element>, i: number, y: ExactMatrix<Element>, j: number, p: number): Element =>
    over.subtract(entryAt(x, i, p), entryAt(y, j, p));
  return column(a).map((p) =>
    column(b).map((q) =>
      overPairs(over, alpha, (i, j) =>
        over.subtract(
          over.multiply(minus(a, i, a, j, p), minus(b, i, b, j, q)),
          over.multiply(minus(a, i, aPrime, i, p), minus(b, i, bPrime, i, q)),
        ),
      ),
    ),
  );
}

/** Aᵀ(D − α − αᵀ)B − Δ_aᵀ diag(s) Δ_b, D the row and column sums of α together, s its row sums. α has a zero diagonal. */
export function covarianceByLaplacian<Element>(
  over: MatrixRing<Element>,
  alpha: ExactMatrix<Element>,
  a: ExactMatrix<Element>,
  aPrime: ExactMatrix<Element>,
  b = a,
  bPrime = aPrime,
): ExactMatrix<Element> {
  const both = over.sum(alpha, transpose(alpha));
  const laplacian = over.difference(over.diagonal(both.map(over.total)), both);
  const sums = over.diagonal(alpha.map(over.total));
  const [aStep, bStep] = [over.difference(a, aPrime), over.difference(b, bPrime)];
  return over.difference(over.product(transpose(a), laplacian, b), over.product(transpose(aStep), sums, bStep));
}

/** Σᵢ Σ_{j≠i} αᵢⱼ (d²ᵢⱼ − d²ᵢ). */
export function energyByDistances<Element>(
  over: MatrixRing<Element>,
  alpha: ExactMatrix<Element>,
  z: ExactMatrix<Element>,
  zPrime: ExactMatrix<Element>,
): Element {
  const negative = margins(over, z, zPrime);
  return over.subtract(
    over.zero,
    overPairs(over, alpha, (i, j) => entryAt(negative, i, j)),
  );
}

/** d²ᵢ − d²ᵢⱼ, [N, N], with d²ᵢⱼ = ½‖z[i]−z[j]‖² and d²ᵢ = ½‖z[i]−z[i']‖². */
export function margins<Element>(
  over: MatrixRing<Element>,
  z: ExactMatrix<Element>,
  zPrime: ExactMatrix<Element>,
): ExactMatrix<Element> {
  const halfSquare = (x: readonly Element[], y: readonly Element[]): Element => {
    const step = over.difference([x], [y]);
    return over.multiply(over.half, over.inner(step, step));
  };
  return z.map((own, i) => {
    const intra = halfSquare(own, zPrime[i] ?? []);
    return z.map((other) => over.subtract(intra, halfSquare(own, other)));
  });
}

/** Σᵢ Σ_{j≠i} αᵢⱼ · term(i, j). */
export function overPairs<Element>(
  over: Sums<Element>,
  alpha: ExactMatrix<Element>,
  term: (i: number, j: number) => Element,
): Element {
  const terms: Element[] = [];
  for (const [i, weights] of alpha.entries()) {
    for (const [j, weight] of weights.entries()) if (i !== j) terms.push(over.multiply(weight, term(i, j)));
  }
  return over.total(terms);
}
