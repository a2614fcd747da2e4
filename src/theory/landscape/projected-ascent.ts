/**
 * The max player at work: projected gradient ascent of the deep linear energy under ‖W_l‖_F = 1.
 *
 * One sweep updates the layers in turn, W_l ← (W_l + η_l ∂E/∂W_l) / ‖·‖_F. With G = W_{>l}ᵀW_{>l} and S = W_{<l} C W_{<l}ᵀ
 * the energy is ½ tr(G W_l S W_lᵀ) and its gradient G W_l S. The curvature in W_l is at least −c_l, c_l = ‖G‖ ‖S⁻‖, where
 * S⁻ = W_{<l} C⁻ W_{<l}ᵀ belongs to the negative part of C. With step η_l = 1/c_l the shifted energy E + ½c_l‖W_l‖² is convex,
 * and projecting the gradient of a convex function never lowers it, so E rises in every update; no step size has to be
 * chosen. G is computed once a sweep from above, S and S⁻ on the way up.
 */
import { requireNotNegative, requireWhole } from '../../base/option-checks.js';
import { InvalidInput } from '../../base/invalid-input.js';
import {
  add,
  at,
  copy,
  generate,
  inner,
  maxAbs,
  norm,
  requireFinite,
  trace,
  zeros,
  type Matrix,
} from '../algebra/matrix.js';
import { symmetricEigen } from '../algebra/decompositions.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../algebra/multiply.js';
import { deepLinearEnergy, deepLinearGradients, unitNorm, type Layers } from '../networks/deep-linear.js';

/** The stopping rule of ascent. */
export interface AscentOptions {
  /** Stop when every tangential gradient is at most this times max |λ(C)|. Default 1e-8: half of the digits. */
  readonly stationarity?: number;
  /** Most sweeps. Default 20,000. */
  readonly sweeps?: number;
}

/** The end of ascent, and the energies on the way. */
export interface Ascent {
  readonly layers: Layers;
  /** E at the start and after every sweep. */
  readonly energies: readonly number[];
  /** Largest tangential gradient over the layers, divided by max |λ(C)|. */
  readonly stationarity: number;
  /** False when the sweeps ran out first. */
  readonly converged: boolean;
}

/**
 * Ascends the deep linear energy until it is stationary or the sweeps run out.
 *
 * @param start layers of any norm; they are projected first
 * @param covariance C, [d, d], symmetric, not zero
 * @throws InvalidInput when C is not symmetric and finite, is zero, or an option is out of range
 * @example
 * const { energies, converged } = projectedAscent(randomLayers([2, 2, 1], randomStream(1)), fromNested([[2, 0], [0, 1]]));
 * energies.at(-1); // 1
 * converged; // true
 */
export function projectedAscent(start: Layers, covariance: Matrix, options: AscentOptions = {}): Ascent {
  const { stationarity: tolerance = 1e-8, sweeps = 20_000 } = options;
  requireNotNegative('stationarity', tolerance);
  requireWhole('sweeps', sweeps, 0);
  requireFinite('covariance', covariance);
  const { values, vectors } = symmetricEigen(covariance);
  const lowest = values.at(-1) ?? 0;
  const scale = maxAbs(values);
  if (scale === 0)
    throw new InvalidInput('the covariance is zero, so that every network has the same energy: give another');

  const below = {
    full: covariance,
    negative: negativePart(values, vectors),
    reach: Math.max(0, -lowest),
  };
  const ascending = start.map(ascendingLayer);
  const layers: Layers = ascending.map(({ weights }) => weights);
  const energies = [deepLinearEnergy(layers, covariance)];
  let stationarity = Infinity;
  for (let sweep = 0; sweep < sweeps && stationarity > tolerance; sweep++) {
    const { energy, steepest } = sweepOnce(ascending, below);
    energies.push(energy);
    // What the updates saw on their way tells when the whole is worth evaluating.
    if (steepest <= 2 * tolerance * scale) stationarity = tangentialGradient(layers, covariance) / scale;
  }
  if (stationarity > tolerance) stationarity = tangentialGradient(layers, covariance) / scale;
  return { layers, energies, stationarity, converged: stationarity <= tolerance };
}

/** S = W_{<l} C W_{<l}ᵀ, its negative part S⁻, and a bound of the operator norm of S⁻. */
interface Below {
  readonly full: Matrix;
  readonly negative: Matrix;
  readonly reach: number;
}

/** Updates every layer once, from the first to the last. `steepest` is the largest tangential gradient met. */
function sweepOnce(layers: readonly AscendingLayer[], covariance: Below): { energy: number; steepest: number } {
  findGramsAbove(layers);
  let [below, steepest] = [covariance, 0];
  layers.forEach((layer, l) => {
    const { weights, gram, product, gradient, next } = layer;
    const last = l === layers.length - 1;
    multiply(weights, below.full, product);
    if (!last) multiply(gram, product, gradient);
    const rise = last ? product : gradient;
    // The identity above the last layer has operator norm 1, not its trace.
    const shift = below.reach * (last ? 1 : trace(gram));
    steepest = Math.max(steepest, norm(add(rise, weights, -inner(rise, weights), next)));
    const length = norm(add(rise, weights, shift, next));
    if (length > 0) for (let k = 0; k < next.data.length; k++) weights.data[k] = (next.data[k] as number) / length;
    below = through(layer, below);
  });
  return { energy: trace(below.full) / 2, steepest };
}

/** A layer, updated in place, with the matrices of an update: a thousand sweeps allocate no more than one. */
interface AscendingLayer {
  /** W_l, [n, m]. */
  readonly weights: Matrix;
  /** G = W_{>l}ᵀ W_{>l}, [n, n]; not used in the last layer, where it is the identity. */
  readonly gram: Matrix;
  /** S and S⁻ above this layer, [n, n]. */
  readonly full: Matrix;
  readonly negative: Matrix;
  /** Intermediate results, [n, m]. */
  readonly product: Matrix;
  readonly gradient: Matrix;
  readonly next: Matrix;
}

function ascendingLayer(start: Matrix): AscendingLayer {
  const { rows: n, columns: m } = start;
  const [square, same] = [() => zeros(n, n), () => zeros(n, m)];
  return {
    weights: copy(unitNorm(start)),
    gram: square(),
    full: square(),
    negative: square(),
    product: same(),
    gradient: same(),
    next: same(),
  };
}

/** Computes G = W_{>l}ᵀ W_{>l} of every layer but the last, from above. */
function findGramsAbove(layers: readonly AscendingLayer[]): void {
  for (let l = layers.length - 1; l > 0; l--) {
    const { weights, gram, product } = layers[l] as AscendingLayer;
    const seen = l === layers.length - 1 ? weights : multiply(gram, weights, product);
    transposedMultiply(weights, seen, (layers[l - 1] as AscendingLayer).gram);
  }
}

/** Computes W S Wᵀ and W S⁻ Wᵀ. */
function through({ weights, product, full, negative }: AscendingLayer, below: Below): Below {
  multiplyTransposed(multiply(weights, below.full, product), weights, full);
  multiplyTransposed(multiply(weights, below.negative, product), weights, negative);
  return { full, negative, reach: Math.max(0, trace(negative)) };
}

/** Returns C⁻ ⪰ 0 of C = C⁺ − C⁻. */
function negativePart(values: Float64Array, vectors: Matrix): Matrix {
  const scaled = generate(
    vectors.rows,
    vectors.columns,
    (i, k) => at(vectors, i, k) * Math.max(0, -(values[k] as number)),
  );
  return multiplyTransposed(scaled, vectors);
}

/** Returns the largest norm over the layers of ∂E/∂W_l less its part along W_l. */
export function tangentialGradient(layers: Layers, covariance: Matrix): number {
  return Math.max(
    ...deepLinearGradients(layers, covariance).map((gradient, l) => {
      const layer = layers[l] as Matrix;
      return norm(add(gradient, layer, -inner(gradient, layer) / inner(layer, layer), gradient));
    }),
  );
}
