/**
 * The contrastive covariance
 *
 *   C_α[a, b] = Σᵢ Σ_{j≠i} αᵢⱼ (a[i]−a[j])(b[i]−b[j])ᵀ − Σᵢ (Σ_{j≠i} αᵢⱼ)(a[i]−a[i'])(b[i]−b[i'])ᵀ
 *
 * in its Laplacian form. With D the diagonal of the row and column sums of α together, s its row sums and Δ the rows
 * a[i]−a[i'] and b[i]−b[i'],
 *
 *   C = Aᵀ D B − Aᵀ α B − (α A)ᵀ B − Δ_aᵀ diag(s) Δ_b
 *
 * which costs O(N²d + Nd²) instead of O(N²d²), and holds no N × N matrix beside α.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { add, at, generate, requireFinite, requireSameShape, shapeOf, zeros } from '../algebra/matrix.js';
import type { Matrix, Rows } from '../algebra/matrix.js';
import { multiply, transposedMultiply } from '../algebra/multiply.js';
import type { Products } from '../algebra/products.js';

/**
 * Computes C_α[a, b]; C_α[a] where b is left out.
 *
 * @param alpha pairwise importance αᵢⱼ, [N, N] with a zero diagonal; any sign, though the paper's are ≥ 0
 * @param a first views, [N, d]
 * @param aPrime second views of the same samples, [N, d]
 * @param b first views of another feature of the same samples, [N, e]
 * @param bPrime its second views, [N, e]
 * @returns [d, e]; symmetric to the last bit for C_α[a]
 * @throws InvalidInput on shapes that do not fit, entries that are not finite, a diagonal that is not zero, or a b without
 *   its bPrime
 * @example
 * const alpha = fromNested([[0, 1], [0, 0]]); // [[0, 1], [0, 0]]
 * contrastiveCovariance(alpha, fromNested([[0], [2]]), fromNested([[1], [2]])); // [[3]] = [[(0 - 2) ** 2 - (0 - 1) ** 2]]
 */
export function contrastiveCovariance(alpha: Matrix, a: Rows, aPrime: Rows, b?: Rows, bPrime?: Rows): Matrix {
  requireImportance(alpha, a, aPrime, 'a');
  const sums = importanceSums(alpha);
  const first = centred(a);
  const alphaFirst = multiply(alpha, first);
  const step = difference(a, aPrime);
  if (b === undefined && bPrime === undefined) {
    const attracted = transposedMultiply(first, alphaFirst);
    const repelled = transposedMultiply(first, weighted(sums.both, first));
    const augmented = transposedMultiply(step, weighted(sums.rows, step));
    return generate(a.columns, a.columns, (p, q) => {
      const [i, j] = p <= q ? [p, q] : [q, p];
      return at(repelled, i, j) - (at(attracted, i, j) + at(attracted, j, i)) - at(augmented, i, j);
    });
  }
  if (b === undefined || bPrime === undefined) {
    const missing = b === undefined ? 'b' : 'bPrime';
    throw new InvalidInput(`${missing} is missing: give both views of the other feature, or none`);
  }
  requireImportance(alpha, b, bPrime, 'b');
  const second = centred(b);
  const repelled = transposedMultiply(first, weighted(sums.both, second));
  const attracted = add(transposedMultiply(first, multiply(alpha, second)), transposedMultiply(alphaFirst, second));
  const augmented = transposedMultiply(step, weighted(sums.rows, difference(b, bPrime)));
  return add(add(repelled, attracted, -1), augmented, -1);
}

/**
 * Computes C_α[a] as `contrastiveCovariance` does, up to rounding, with the products of large matrices by whoever is fastest.
 *
 * @param products `loopProducts`, or in Node.js `doubleProducts()` of `alpha-cl/engines`
 * @throws InvalidInput (rejects) as `contrastiveCovariance`
 * @example
 * const alpha = fromNested([[0, 1], [0, 0]]);
 * await largeContrastiveCovariance(loopProducts, alpha, fromNested([[0], [2]]), fromNested([[1], [2]])); // [[3]]
 */
export async function largeContrastiveCovariance(
  { multiply: product }: Products,
  alpha: Matrix,
  a: Rows,
  aPrime: Rows,
): Promise<Matrix> {
  requireImportance(alpha, a, aPrime, 'a');
  const sums = importanceSums(alpha);
  const [first, step] = [centred(a), difference(a, aPrime)];
  // C = (H + Hᵀ)/2 − Δᵀ diag(s) Δ with H = Aᵀ(DA − 2αA), which spares a product.
  const attracted = await product(alpha, first);
  const pulled = await product(first, add(weighted(sums.both, first), attracted, -2, attracted), 'first');
  const augmented = await product(step, weighted(sums.rows, step), 'first');
  return generate(a.columns, a.columns, (p, q) => {
    const [i, j] = p <= q ? [p, q] : [q, p];
    return (at(pulled, i, j) + at(pulled, j, i)) / 2 - at(augmented, i, j);
  });
}

/**
 * Computes the row sums of α, [N], and row plus column sums, [N]: the degrees of the graph with weights α + αᵀ.
 *
 * @example
 * importanceSums(fromNested([[0, 1], [2, 0]])); // { rows: [1, 2], both: [3, 3] }
 */
export function importanceSums(alpha: Matrix): { readonly rows: Float64Array; readonly both: Float64Array } {
  const rows = new Float64Array(alpha.rows);
  const both = new Float64Array(alpha.rows);
  for (let i = 0, k = 0; i < alpha.rows; i++) {
    let sum = 0;
    for (let j = 0; j < alpha.columns; j++, k++) {
      const weight = alpha.data[k] as number;
      sum += weight;
      both[j] = (both[j] as number) + weight;
    }
    rows[i] = sum;
  }
  for (let i = 0; i < alpha.rows; i++) both[i] = (both[i] as number) + (rows[i] as number);
  return { rows, both };
}

/** Row i times weights[i]. */
export function weighted(weights: Float64Array, rows: Rows): Rows {
  const out = zeros(rows.rows, rows.columns);
  for (let i = 0, k = 0; i < rows.rows; i++) {
    const weight = weights[i] as number;
    for (let j = 0; j < rows.columns; j++, k++) out.data[k] = weight * (rows.data[k] as number);
  }
  return out;
}

/** Δ: rows z[i] − z[i']. */
export function difference(z: Rows, zPrime: Rows): Rows {
  return add(z, zPrime, -1);
}

/** @param name of z in errors @throws InvalidInput when α is no [N, N] importance for these views */
export function requireImportance(alpha: Matrix, z: Rows, zPrime: Rows, name = 'z'): void {
  requireSameShape(name, z, `${name}Prime`, zPrime);
  if (alpha.rows !== z.rows || alpha.columns !== z.rows) {
    throw new InvalidInput(
      `alpha is ${shapeOf(alpha)} and ${name} is ${shapeOf(z)}: alpha must be [${z.rows}, ${z.rows}]`,
    );
  }
  requireFinite('alpha', alpha);
  requireFinite(name, z);
  requireFinite(`${name}Prime`, zPrime);
  for (let i = 0; i < alpha.rows; i++) {
    const own = at(alpha, i, i);
    if (own !== 0) {
      throw new InvalidInput(
        `alpha[${i}, ${i}] is ${own}: a sample is not a pair with itself, so the diagonal must be 0`,
      );
    }
  }
}

/** Minus the mean row. C_α and E_α do not change, and large common offsets no longer cancel. */
export function centred(rows: Rows): Rows {
  const mean = new Float64Array(rows.columns);
  for (let i = 0, k = 0; i < rows.rows; i++) {
    for (let j = 0; j < mean.length; j++, k++) mean[j] = (mean[j] as number) + (rows.data[k] as number) / rows.rows;
  }
  const out = zeros(rows.rows, rows.columns);
  for (let i = 0, k = 0; i < rows.rows; i++) {
    for (let j = 0; j < rows.columns; j++, k++) out.data[k] = (rows.data[k] as number) - (mean[j] as number);
  }
  return out;
}
