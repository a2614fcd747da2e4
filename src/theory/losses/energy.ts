/**
 * The energy that the max player raises: E_α(θ) = ½ tr C_α[f_θ] = Σᵢ Σ_{j≠i} αᵢⱼ (d²ᵢⱼ − d²ᵢ)
 * with d²ᵢⱼ = ½‖z[i]−z[j]‖² and d²ᵢ = ½‖z[i]−z[i']‖².
 */
import { map, row, zeros, type Matrix, type Rows } from '../algebra/matrix.js';
import { multiply } from '../algebra/multiply.js';
import { centred, difference, importanceSums, requireImportance, weighted } from './contrastive-covariance.js';

/** Gradients with respect to both views: [N, d] each. */
export interface ViewGradients {
  readonly z: Rows;
  readonly zPrime: Rows;
}

/**
 * Computes E_α of two views, by its distances: O(N²d).
 *
 * @param alpha [N, N] with a zero diagonal
 * @param z first views, [N, d]
 * @param zPrime second views, [N, d]
 * @throws InvalidInput as `contrastiveCovariance`
 * @example
 * const alpha = fromNested([[0, 1], [0, 0]]);
 * energy(alpha, fromNested([[0], [2]]), fromNested([[1], [2]])); // 1.5 = 2 ** 2 / 2 - 1 ** 2 / 2
 */
export function energy(alpha: Matrix, z: Rows, zPrime: Rows): number {
  requireImportance(alpha, z, zPrime);
  let sum = 0;
  for (let i = 0; i < z.rows; i++) {
    const own = halfSquaredDistance(row(z, i), row(zPrime, i));
    for (let j = 0; j < z.rows; j++) {
      const weight = alpha.data[i * z.rows + j] as number;
      if (weight !== 0) sum += weight * (halfSquaredDistance(row(z, i), row(z, j)) - own);
    }
  }
  return sum;
}

/**
 * Computes ∂E_α/∂z = (D − α − αᵀ) z − diag(s)(z − z') and ∂E_α/∂z' = diag(s)(z − z'), [N, d] each, α held fixed.
 *
 * @throws InvalidInput as `contrastiveCovariance`
 * @example
 * const alpha = fromNested([[0, 1], [0, 0]]);
 * energyGradient(alpha, fromNested([[0], [2]]), fromNested([[1], [2]])); // { z: [[-1], [2]], zPrime: [[-1], [0]] }
 */
export function energyGradient(alpha: Matrix, z: Rows, zPrime: Rows): ViewGradients {
  requireImportance(alpha, z, zPrime);
  return trustedEnergyGradient(alpha, z, zPrime);
}

/** energyGradient without its checks, for an α that the library has just computed of these views. */
export function trustedEnergyGradient(alpha: Matrix, z: Rows, zPrime: Rows): ViewGradients {
  const sums = importanceSums(alpha);
  const pull = weighted(sums.rows, difference(z, zPrime));
  const from = centred(z);
  const attraction = multiply(symmetricSum(alpha), from);
  const own = weighted(sums.both, from);
  const toFirst = own.data.map((x, k) => x - (attraction.data[k] as number) - (pull.data[k] as number));
  return { z: { ...z, data: toFirst }, zPrime: pull };
}

/** α + αᵀ. */
function symmetricSum(alpha: Matrix): Matrix {
  const N = alpha.rows;
  const sum = zeros(N, N);
  for (let i = 0; i < N; i++) {
    for (let j = 0, p = i * N, q = i; j <= i; j++, p++, q += N) {
      const both = (alpha.data[p] as number) + (alpha.data[q] as number);
      sum.data[p] = both;
      sum.data[q] = both;
    }
  }
  return sum;
}

/** ½‖a − b‖². */
export function halfSquaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += ((a[k] as number) - (b[k] as number)) ** 2;
  return sum / 2;
}

/** Both gradients times −1: what descends where the others ascend. */
export function negated(gradients: ViewGradients): ViewGradients {
  const flip = (entry: number): number => -entry;
  return { z: map(gradients.z, flip), zPrime: map(gradients.zPrime, flip) };
}
