/** Instances at known critical points: a spectrum, a set of its eigenvectors, widths, and a seed for the frames. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber, seeds } from '../../src/claims/instances.js';
import { alignedStack, type AlignedValues } from '../../src/theory/landscape/aligned-stacks.js';
import type { AlignedPoint } from '../../src/theory/landscape/index-formula.js';
import { at, generate, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiplyTransposed } from '../../src/theory/algebra/multiply.js';
import { orthonormalColumns } from '../../src/theory/algebra/orthonormal-columns.js';
import type { Layers } from '../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';

export interface AlignedInstance extends AlignedPoint {
  /** Seed of the eigenvectors and of the frames. */
  readonly seed: number;
}

export interface AlignedOptions {
  /** d from 1 to this. Default 4. */
  readonly features?: number;
  /** L from 1 to this. Default 4. */
  readonly depth?: number;
  /** n_l from 1 to this. Default 3. */
  readonly width?: number;
}

/** No eigenvalue is closer to 0, so that every number of the spectrum that is not 0 stands well above rounding. */
const SMALLEST_EIGENVALUE = 0.05;

/** Eigenvalues in [−2, 2], none near 0: multiples of 1/1000, so that two of them are equal or 1/1000 apart. */
export function spectra(features: number): Arbitrary<number[]> {
  const eigenvalue = gridNumber(-2, 2).filter((value) => Math.abs(value) >= SMALLEST_EIGENVALUE);
  return fc.array(eigenvalue, { minLength: 1, maxLength: features, size: 'max' });
}

/** n₁ … n_L. */
export function widthLists(depth: number, width: number, shallowest = 1): Arbitrary<number[]> {
  return fc.array(fc.integer({ min: 1, max: width }), { minLength: shallowest, maxLength: depth, size: 'max' });
}

/** A random set of eigenvectors whose eigenvalues have one sign, as large as the widths allow or smaller. */
export function alignedInstances(options: AlignedOptions = {}): Arbitrary<AlignedInstance> {
  const { features = 4, depth = 4, width = 3 } = options;
  return fc
    .tuple(spectra(features), widthLists(depth, width), fc.nat({ max: features - 1 }), fc.nat({ max: 3 }), seeds())
    .map(([eigenvalues, widths, pick, rank, seed]) => {
      const first = pick % eigenvalues.length;
      const sign = Math.sign(eigenvalues[first] as number);
      const largest = widths.length === 1 ? 1 : Math.min(...widths, rank + 1);
      const partners = eigenvalues.flatMap((value, i) => (i !== first && value * sign > 0 ? [i] : []));
      return { eigenvalues, chosen: [first, ...partners].slice(0, largest), widths, seed };
    });
}

/** C = Q Λ Qᵀ with random orthonormal Q. */
export function covarianceOf({ eigenvalues, seed }: Pick<AlignedInstance, 'eigenvalues' | 'seed'>): {
  readonly covariance: Matrix;
  readonly vectors: Matrix;
} {
  const d = eigenvalues.length;
  const vectors = orthonormalColumns(normalMatrix(randomStream(seed, 'eigenvectors'), d, d));
  const scaled = generate(d, d, (i, k) => at(vectors, i, k) * (eigenvalues[k] as number));
  return { covariance: multiplyTransposed(scaled, vectors), vectors };
}

/** F₀ … F_L: the chosen eigenvectors, and random frames for the outputs. */
export function framesOf({ chosen, widths, seed }: AlignedInstance, vectors: Matrix): Matrix[] {
  const random = randomStream(seed, 'frames');
  const directions = generate(vectors.rows, chosen.length, (i, k) => at(vectors, i, chosen[k] as number));
  return [directions, ...widths.map((width) => orthonormalColumns(normalMatrix(random, width, chosen.length)))];
}

/** The stack of the instance with the given energies and singular values. */
export function stackOf(
  instance: AlignedInstance,
  values: (eigenvalues: readonly number[], depth: number) => AlignedValues,
): { readonly covariance: Matrix; readonly layers: Layers; readonly energy: number; readonly frames: Matrix[] } {
  const { covariance, vectors } = covarianceOf(instance);
  const frames = framesOf(instance, vectors);
  const { energy, singularValues } = values(
    instance.chosen.map((i) => instance.eigenvalues[i] as number),
    instance.widths.length,
  );
  return { covariance, layers: alignedStack(frames, singularValues), energy, frames };
}

/** Rounding of a quantity built of L products of matrices of at most n rows, times the largest |λ|. */
export function stackRounding({ eigenvalues, widths }: Pick<AlignedInstance, 'eigenvalues' | 'widths'>): number {
  const size = Math.max(eigenvalues.length, ...widths);
  // Gram-Schmidt, C and each of the L + 2 products round n additions of numbers of size max |λ| each.
  return 4 * (widths.length + 4) * size * Number.EPSILON * Math.max(...eigenvalues.map(Math.abs));
}
