/**
 * Critical points with E ≠ 0 of the deep linear energy E = ½ tr(P C Pᵀ), P = W_L ⋯ W₁, under ‖W_l‖_F = 1.
 *
 * There ∂E/∂W_l = 2E W_l in every layer, and W_{l+1}ᵀ ∂E/∂W_{l+1} = ∂E/∂W_l W_lᵀ, so that
 *
 *   W_{l+1}ᵀ W_{l+1} = W_l W_lᵀ       and, from the first layer,       σᵢ^{2L−2} C xᵢ = 2E xᵢ:
 *
 * all layers share their singular values σᵢ, are aligned, and begin at eigenvectors xᵢ of C. For L ≥ 2 every set S of
 * orthonormal eigenvectors with eigenvalues of one sign gives such a stack, with
 *
 *   σᵢ² = (2E/λᵢ)^{1/(L−1)},    |2E| = (Σ_{i∈S} |λᵢ|^{−1/(L−1)})^{−(L−1)};
 *
 * for L = 1 it takes equal eigenvalues. Rank 1 is W_l = v_l v_{l−1}ᵀ with E = ½λ.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { at, generate, type Matrix } from '../algebra/matrix.js';
import { multiplyTransposed } from '../algebra/multiply.js';
import type { Layers } from '../networks/deep-linear.js';

/** The singular values with which aligned layers are a critical point, and its energy. */
export interface AlignedValues {
  readonly energy: number;
  /** σᵢ > 0 of every layer, one for each eigenvalue; Σσᵢ² = 1. */
  readonly singularValues: Float64Array;
}

/**
 * Returns energy and singular values of the stack on eigenvectors with these eigenvalues.
 *
 * @param eigenvalues λᵢ, i ∈ S: of one sign, none 0; for depth 1 all equal
 * @throws InvalidInput when they are not
 * @example
 * alignedValues([4, 1], 2); // { energy: 0.4, singularValues: [0.4472, 0.8944] }
 */
export function alignedValues(eigenvalues: readonly number[], depth: number): AlignedValues {
  const [first = 0] = eigenvalues;
  if (!(first !== 0 && eigenvalues.every((value) => value * first > 0))) {
    throw new InvalidInput(`eigenvalues ${eigenvalues.join(', ')}: a critical stack takes non-zero ones of one sign`);
  }
  if (depth === 1) {
    if (eigenvalues.some((value) => value !== first)) {
      throw new InvalidInput(`eigenvalues ${eigenvalues.join(', ')}: a single layer takes equal ones`);
    }
    const share = Math.sqrt(1 / eigenvalues.length);
    return { energy: first / 2, singularValues: Float64Array.from(eigenvalues, () => share) };
  }
  const power = 1 / (depth - 1);
  const weights = eigenvalues.map((value) => Math.abs(value) ** -power);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    energy: (Math.sign(first) * total ** -(depth - 1)) / 2,
    singularValues: Float64Array.from(weights, (weight) => Math.sqrt(weight / total)),
  };
}

/**
 * Builds the layers W_l = F_l diag(σ) F_{l−1}ᵀ.
 *
 * @param frames F₀ … F_L with r orthonormal columns each, F_l of [n_l, r]; those of F₀ are the eigenvectors
 * @param singularValues σ, [r], Σσᵢ² = 1
 * @example
 * alignedStack([identity(2), identity(2)], Float64Array.of(0.6, 0.8)); // [[[0.6, 0], [0, 0.8]]]
 */
export function alignedStack(frames: readonly Matrix[], singularValues: Float64Array): Layers {
  return frames.slice(1).map((frame, l) => {
    const scaled = generate(frame.rows, frame.columns, (i, k) => at(frame, i, k) * (singularValues[k] as number));
    return multiplyTransposed(scaled, frames[l] as Matrix);
  });
}

/**
 * Lists the energies of all critical points: 0, and one for every set of eigenvalues of one sign that fits the widths.
 *
 * @param eigenvalues λ of C, [d], all of them with their multiplicity
 * @param widths n₁ … n_L
 * @example
 * criticalEnergies([4, 1], [2, 2]); // [0, 2, 0.5, 0.4]
 */
export function criticalEnergies(eigenvalues: readonly number[], widths: readonly number[]): number[] {
  // For a single layer a larger set of equal eigenvalues has the energy of one of them.
  const largest = widths.length === 1 ? 1 : Math.min(...widths);
  const sets = [1, -1].flatMap((sign) =>
    subsets(
      eigenvalues.filter((value) => value * sign > 0),
      largest,
    ),
  );
  return [0, ...sets.map((set) => alignedValues(set, widths.length).energy)];
}

/** Lists all sets of 1 to `largest` of the values. */
export function subsets<Value>(values: readonly Value[], largest: number): Value[][] {
  const grown = (sets: Value[][], value: Value): Value[][] => [
    ...sets,
    ...sets.filter(({ length }) => length < largest).map((set) => [...set, value]),
  ];
  return values.reduce(grown, [[]]).slice(1);
}
