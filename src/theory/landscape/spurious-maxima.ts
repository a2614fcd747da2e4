/**
 * Critical points with E = 0 of the deep linear energy under ‖W_l‖_F = 1, and which of them are local maxima.
 *
 * E = 0 is critical iff P C = 0 (from ∂E/∂W₁ = 0: W_{>1}ᵀ W_{>1} W₁ C = 0). Let λ_max(C) > 0 and write
 * A_k = W_L ⋯ W_{k+1}, B_k = W_k ⋯ W₁, so that E = ½ tr(A_k (B_k C B_kᵀ) A_kᵀ) for every cut k. Then
 *
 *   such a point is a local maximum  ⟺  A_k = 0 and B_k C B_kᵀ ≺ 0 for some cut 1 ≤ k ≤ L − 2.
 *
 * ⟸: B C Bᵀ stays negative definite nearby, so E ≤ 0 there. ⟹: let k be the last cut with A_k = 0 (none: A₁ ≠ 0, and
 * H₁ = A₁ᵀ z u₁ᵀ has curvature λ_max ‖A₁A₁ᵀz‖²). A small change of W_{k+1} makes A_k a row qᵀ of any direction, and E
 * the sign of qᵀ B_k C B_kᵀ q, which is ≥ 0 for some q; where it is 0 a change of the layers below makes it positive, or
 * the argument repeats with a smaller cut and ends at C itself, which has λ_max > 0.
 *
 * Such points exist iff some hidden layer l, 2 ≤ l ≤ L − 1, has n_l ≥ 2 (so that A_k can vanish) and
 * min(n₁, …, n_{l−1}) is at most the number of negative eigenvalues of C. In particular not for L ≤ 2.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { symmetricEigen } from '../algebra/decompositions.js';
import { at, generate, type Matrix } from '../algebra/matrix.js';
import { multiply, multiplyTransposed } from '../algebra/multiply.js';
import { orthonormalColumns } from '../algebra/orthonormal-columns.js';
import { productOf, randomLayers, unitNorm, type Layers } from '../networks/deep-linear.js';
import { normalMatrix, type RandomStream } from '../algebra/random-stream.js';
import { alignedStack } from './aligned-stacks.js';

/** A cut k below a hidden layer l > k that is severed: W_{l+1} W_l = 0. Both count from 1. */
export interface SpuriousCut {
  readonly cut: number;
  readonly severed: number;
}

/**
 * Lists the cuts at which this network has spurious maxima: for each layer that can be severed, at a narrowest layer below it;
 * empty when it has none.
 *
 * @param negatives number of negative eigenvalues of C
 * @param widths n₁ … n_L
 * @example
 * spuriousCuts(1, [1, 2, 1]); // [{ cut: 1, severed: 2 }]
 * spuriousCuts(0, [1, 2, 1]); // []
 */
export function spuriousCuts(negatives: number, widths: readonly number[]): SpuriousCut[] {
  return widths.slice(0, -1).flatMap((width, l) => {
    const before = widths.slice(0, l);
    const narrowest = Math.min(...before);
    return width >= 2 && narrowest <= negatives ? [{ cut: before.indexOf(narrowest) + 1, severed: l + 1 }] : [];
  });
}

/**
 * Builds a local maximum with E = 0: W₁ … W_k aligned on negative eigenvectors of C, random above, and severed.
 *
 * @throws InvalidInput when C has fewer than n_k negative eigenvalues
 * @example
 * const C = fromNested([[1, 0], [0, -1]]);
 * const layers = spuriousMaximum(C, [1, 2, 1], { cut: 1, severed: 2 }, randomStream(1));
 * deepLinearEnergy(layers, C); // 0
 */
export function spuriousMaximum(
  covariance: Matrix,
  widths: readonly number[],
  { cut, severed }: SpuriousCut,
  random: RandomStream,
): Layers {
  const { values, vectors } = symmetricEigen(covariance);
  const negatives = values.filter((value) => value < 0).length;
  const rank = widths[cut - 1] as number;
  if (negatives < rank) {
    throw new InvalidInput(
      `the covariance has ${negatives} negative eigenvalues: a cut at a layer of width ${rank} takes as many`,
    );
  }
  const mixed = orthonormalColumns(normalMatrix(random, negatives, rank));
  const lowest = generate(values.length, negatives, (i, k) => at(vectors, i, values.length - negatives + k));
  const below = widths.slice(0, cut).map((width) => orthonormalColumns(normalMatrix(random, width, rank)));
  const flat = Float64Array.from({ length: rank }, () => Math.sqrt(1 / rank));
  const above = randomLayers(widths.slice(cut - 1), random);
  return severedAt([...alignedStack([multiply(lowest, mixed), ...below], flat), ...above], severed);
}

/**
 * Returns the stack with W_{l+1} W_l = 0 exactly: the first half of the units of hidden layer l is fed and not read, the other
 * half is read and not fed. Up to a rotation of the units every product of two layers vanishes in such a way.
 *
 * @param hidden l, from 1 to L − 1
 * @throws InvalidInput when that layer has one unit, since then no product of non-zero layers vanishes
 */
export function severedAt(layers: Layers, hidden: number): Layers {
  const [feeding, reading] = [layers[hidden - 1], layers[hidden]];
  if (feeding === undefined || reading === undefined || feeding.rows < 2) {
    throw new InvalidInput(
      `hidden layer ${hidden} of widths ${layers.map(({ rows }) => rows).join(', ')}: choose one of 2 units or more`,
    );
  }
  const fed = Math.ceil(feeding.rows / 2);
  const masked = (layer: Matrix, keeps: (i: number, j: number) => boolean): Matrix =>
    unitNorm(generate(layer.rows, layer.columns, (i, j) => (keeps(i, j) ? at(layer, i, j) : 0)));
  return layers
    .with(
      hidden - 1,
      masked(feeding, (i) => i < fed),
    )
    .with(
      hidden,
      masked(reading, (_, j) => j >= fed),
    );
}

/** Returns B_k C B_kᵀ, [n_k, n_k]. */
export function coreAt(layers: Layers, covariance: Matrix, cut: number): Matrix {
  const below = productOf(layers.slice(0, cut), covariance.rows);
  return multiplyTransposed(multiply(below, covariance), below);
}

/**
 * Returns a radius r with E ≤ 0 wherever W₁ … W_k move by less than r each, and the layers above at will.
 *
 * With μ = −λ_max(B C Bᵀ) and ‖B′ − B‖ ≤ β = (1 + r)^k − 1: qᵀB′CB′ᵀq ≤ −μ + ‖C‖(2β + β²) for unit q, which is 0 at
 * r = (1 + μ/‖C‖)^{1/(2k)} − 1.
 *
 * @param margin μ > 0
 * @param size ‖C‖ = max |λ|
 */
export function flatRadius(margin: number, size: number, cut: number): number {
  return (1 + margin / size) ** (1 / (2 * cut)) - 1;
}
