/**
 * The Hessian's spectrum at an aligned stack of rank r = |S| (aligned-stacks.ts), in closed form but for 2L × 2L blocks.
 *
 * In the singular vectors' basis, H_l has entries h_l(a, b). With ρ = σᵢ/σⱼ the Hessian falls into blocks:
 *
 *   input j ∉ S, i ∈ S:       2E(λⱼ/λᵢ − 1)
 *   spare unit, spare input:  −2E, Σ_{l=1}^{L} (n_l − r)(n_{l−1} − r) of them (n₀ = d)
 *   spare unit c of a hidden layer, i ∈ S:  h_l(c, i) with h_{l+1}(i, c): 0 and −4E
 *   spare unit of the output layer, i ∈ S:  0
 *   σ itself, tangent to Σσᵢ² = 1:  4E(L − 1) and L − 1 times −4E, r − 1 of each
 *   a pair i < j in S, x_l = h_l(i, j) and y_l = h_l(j, i): 2E times the form
 *       (Σ_l ρ^{L−l} x_l)² + (Σ_l ρ^{l−L} y_l)² + 2 Σ_{l<m} (ρ^{l+1−m} x_m y_l + ρ^{m−l−1} y_m x_l) − Σ_l (x_l² + y_l²).
 *
 * The last form vanishes on the L rotations of the layers' outputs. Each class modulo rotations has one member with
 * y = 0, where it is (Σ_l ρ^{L−l} x_l)² − Σ_l x_l²: one positive direction (ρ² + ρ⁴ + … > 0) and L − 1 negative ones.
 * So the index, the number of ascent directions, is for L ≥ 2
 *
 *   #{i ∈ S, j ∉ S: λⱼ > λᵢ} + (r − 1) + r(r − 1)/2                                                       if E > 0,
 *   #{i ∈ S, j ∉ S: λⱼ > λᵢ} + (L − 1)(r − 1)(1 + r/2) + Σ_hidden r(n_l − r) + Σ_l (n_l − r)(n_{l−1} − r)  if E < 0,
 *
 * and the kernel is tangent to the set of critical points: E is a Morse–Bott function where it is not 0.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { symmetricEigen } from '../algebra/decompositions.js';
import { zeros } from '../algebra/matrix.js';
import { alignedValues } from './aligned-stacks.js';

/** An aligned critical point, named by the eigenvalues that it takes. */
export interface AlignedPoint {
  /** λ of C, [d]. */
  readonly eigenvalues: readonly number[];
  /** Positions in `eigenvalues` of the set S; for one layer, one position. */
  readonly chosen: readonly number[];
  /** n₁ … n_L. */
  readonly widths: readonly number[];
}

/**
 * Returns all Σ_l (n_l n_{l−1} − 1) eigenvalues of the constrained Hessian, descending.
 *
 * @throws InvalidInput as `alignedValues`
 * @example
 * alignedSpectrum({ eigenvalues: [4, 1], chosen: [1], widths: [1] }); // [3] = [2 * 0.5 * (4 / 1 - 1)]
 * alignedSpectrum({ eigenvalues: [4, 1], chosen: [0], widths: [1, 1] }); // [-3]
 */
export function alignedSpectrum({ eigenvalues, chosen, widths }: AlignedPoint): Float64Array {
  const depth = widths.length;
  const rank = chosen.length;
  const set = chosen.map((i) => eigenvalues[i] as number);
  const { energy, singularValues } = alignedValues(set, depth);
  const others = eigenvalues.filter((_, j) => !chosen.includes(j));
  if (depth === 1) return singleLayerSpectrum(set, others, widths[0] as number);

  const { hidden, output, unused } = spareDirections(eigenvalues.length, widths, rank);
  const pairs = [...singularValues].flatMap((sigma, i) =>
    Array.from(singularValues.slice(i + 1)).flatMap((other) => [...pairSpectrum(sigma / other, depth)]),
  );
  return Float64Array.from([
    ...set.flatMap((value) => others.map((other) => 2 * energy * (other / value - 1))),
    ...repeated(-2 * energy, unused),
    ...repeated(0, hidden + output),
    ...repeated(-4 * energy, hidden + (depth - 1) * (rank - 1)),
    ...repeated(4 * energy * (depth - 1), rank - 1),
    ...pairs.map((value) => 2 * energy * value),
  ]).toSorted((a, b) => b - a);
}

/**
 * Counts the ascent directions, the index of the critical point, in closed form.
 *
 * @throws InvalidInput as `alignedValues`
 * @example
 * alignedIndex({ eigenvalues: [4, 1], chosen: [0], widths: [1, 1] }); // 0
 * alignedIndex({ eigenvalues: [4, 1], chosen: [1], widths: [1, 1] }); // 1
 */
export function alignedIndex({ eigenvalues, chosen, widths }: AlignedPoint): number {
  const depth = widths.length;
  const rank = chosen.length;
  const set = chosen.map((i) => eigenvalues[i] as number);
  const { energy } = alignedValues(set, depth);
  const higher = set.reduce(
    (count, value) => count + eigenvalues.filter((other, j) => !chosen.includes(j) && other > value).length,
    0,
  );
  if (depth === 1) return higher * (widths[0] as number);
  if (energy > 0) return higher + (rank - 1) + (rank * (rank - 1)) / 2;
  const { hidden, unused } = spareDirections(eigenvalues.length, widths, rank);
  return higher + (depth - 1) * (rank - 1) * (1 + rank / 2) + hidden + unused;
}

/** Counts the directions of spare units: of a hidden or output layer with S, and of any layer with spare inputs. */
function spareDirections(
  inputs: number,
  widths: readonly number[],
  rank: number,
): { readonly hidden: number; readonly output: number; readonly unused: number } {
  const spare = [inputs, ...widths].map((size) => size - rank);
  return {
    hidden: spare.slice(1, -1).reduce((sum, units) => sum + units * rank, 0),
    output: (spare.at(-1) as number) * rank,
    unused: spare.slice(1).reduce((sum, units, l) => sum + units * (spare[l] as number), 0),
  };
}

/**
 * Returns the spectrum for L = 1 on one eigenvector: every λⱼ − λ once for each output, and 0 for the rotations of the output.
 */
function singleLayerSpectrum(set: readonly number[], others: readonly number[], width: number): Float64Array {
  const [value] = set;
  if (value === undefined || set.length > 1) {
    throw new InvalidInput(`chosen has ${set.length} positions: for a single layer choose one`);
  }
  const differences = others.flatMap((other) => repeated(other - value, width));
  return Float64Array.from([...differences, ...repeated(0, width - 1)]).toSorted((a, b) => b - a);
}

/** Returns the eigenvalues of the form of a pair, divided by 2E: [2L]. */
function pairSpectrum(ratio: number, depth: number): Float64Array {
  const form = zeros(2 * depth, 2 * depth);
  const put = (i: number, j: number, value: number): void => {
    form.data[i * 2 * depth + j] = value;
    form.data[j * 2 * depth + i] = value;
  };
  for (let m = 0; m < depth; m++) {
    for (let l = 0; l <= m; l++) {
      const own = l === m ? 1 : 0;
      put(m, l, ratio ** (2 * (depth - 1) - l - m) - own);
      put(depth + m, depth + l, ratio ** (l + m - 2 * (depth - 1)) - own);
      if (l < m) {
        put(m, depth + l, ratio ** (l + 1 - m));
        put(depth + m, l, ratio ** (m - l - 1));
      }
    }
  }
  return symmetricEigen(form).values;
}

function repeated(value: number, times: number): number[] {
  return Array.from({ length: times }, () => value);
}
