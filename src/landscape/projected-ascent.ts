/**
 * The max player at work: projected gradient ascent of the deep linear energy under ‖W_l‖_F = 1.
 *
 * One sweep updates the layers in turn, W_l ← (W_l + η_l ∂E/∂W_l) / ‖·‖_F. With G = W_{>l}ᵀW_{>l} and S = W_{<l} C W_{<l}ᵀ
 * the energy is ½ tr(G W_l S W_lᵀ) and its gradient G W_l S. The curvature in W_l is at least −c_l, c_l = ‖G‖ ‖S⁻‖, where
 * S⁻ = W_{<l} C⁻ W_{<l}ᵀ belongs to the negative part of C. With step η_l = 1/c_l the shifted energy E + ½c_l‖W_l‖² is convex,
 * and projecting the gradient of a convex function never lowers it, so E rises in every update; no step size has to be
 * chosen. G is computed once a sweep from above, S and S⁻ on the way up.
 */
import { InvalidInput } from '../invalid-input.js';
import { add, at, generate, inner, norm, requireFinite, trace, type Matrix } from '../linear-algebra/matrix.js';
import { symmetricEigen } from '../linear-algebra/decompositions.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../linear-algebra/multiply.js';
import { deepLinearEnergy, deepLinearGradient, unitNorm, type Layers } from '../networks/deep-linear.js';

export interface AscentOptions {
  /** Stop when every tangential gradient is at most this times max |λ(C)|. Default 1e-8: half of the digits. */
  readonly stationarity?: number;
  /** Sweeps at most. Default 20,000. */
  readonly sweeps?: number;
}

export interface Ascent {
  readonly layers: Layers;
  /** E after the start and after every sweep. */
  readonly energies: readonly number[];
  /** Largest tangential gradient over the layers, divided by max |λ(C)|. */
  readonly stationarity: number;
  /** False when the sweeps ran out first. */
  readonly converged: boolean;
}

/**
 * @param start layers of any norm; they are projected first
 * @param covariance C, [d, d], symmetric, not zero
 * @throws InvalidInput when C is not symmetric and finite
 */
export function projectedAscent(start: Layers, covariance: Matrix, options: AscentOptions = {}): Ascent {
  const { stationarity: tolerance = 1e-8, sweeps = 20_000 } = options;
  requireFinite('covariance', covariance);
  const { values, vectors } = symmetricEigen(covariance);
  const lowest = values.at(-1) ?? 0;
  const scale = Math.max(...values.map(Math.abs));
  if (scale === 0) throw new InvalidInput('the covariance is zero: every network has the same energy');

  const below = {
    full: covariance,
    negative: negativePart(values, vectors),
    reach: Math.max(0, -lowest),
  };
  let layers: Layers = start.map(unitNorm);
  const energies = [deepLinearEnergy(layers, covariance)];
  let stationarity = Infinity;
  for (let sweep = 0; sweep < sweeps && stationarity > tolerance; sweep++) {
    const swept = sweepOnce(layers, below);
    layers = swept.layers;
    energies.push(swept.energy);
    // What the updates saw on their way tells when the whole is worth evaluating.
    if (swept.steepest <= 2 * tolerance * scale) stationarity = tangentialGradient(layers, covariance) / scale;
  }
  if (stationarity > tolerance) stationarity = tangentialGradient(layers, covariance) / scale;
  return { layers, energies, stationarity, converged: stationarity <= tolerance };
}

/** S = W_{<l} C W_{<l}ᵀ, its negative part, and a bound of the operator norm of that. */
interface Below {
  readonly full: Matrix;
  readonly negative: Matrix;
  readonly reach: number;
}

/** One update of every layer, from the first to the last. `steepest` is the largest tangential gradient met. */
function sweepOnce(start: Layers, covariance: Below): { layers: Layers; energy: number; steepest: number } {
  const above = gramsAbove(start);
  const layers: Matrix[] = [];
  let [below, steepest] = [covariance, 0];
  start.forEach((layer, l) => {
    const gram = above[l];
    const seen = multiply(layer, below.full);
    const gradient = gram === undefined ? seen : multiply(gram, seen);
    // The identity above the last layer has operator norm 1, not its trace.
    const shift = below.reach * (gram === undefined ? 1 : trace(gram));
    steepest = Math.max(steepest, norm(add(gradient, layer, -inner(gradient, layer))));
    const next = add(gradient, layer, shift);
    const updated = norm(next) === 0 ? layer : unitNorm(next);
    layers.push(updated);
    const negative = through(updated, below.negative);
    below = { full: through(updated, below.full), negative, reach: Math.max(0, trace(negative)) };
  });
  return { layers, energy: trace(below.full) / 2, steepest };
}

/** W_{>l}ᵀ W_{>l} for every layer; none above the last. */
function gramsAbove(layers: Layers): (Matrix | undefined)[] {
  const grams: (Matrix | undefined)[] = [undefined];
  for (const layer of layers.slice(1).toReversed()) {
    const [gram] = grams;
    grams.unshift(transposedMultiply(layer, gram === undefined ? layer : multiply(gram, layer)));
  }
  return grams;
}

/** W M Wᵀ. */
function through(layer: Matrix, form: Matrix): Matrix {
  return multiplyTransposed(multiply(layer, form), layer);
}

/** C⁻ ⪰ 0 of C = C⁺ − C⁻. */
function negativePart(values: Float64Array, vectors: Matrix): Matrix {
  const scaled = generate(
    vectors.rows,
    vectors.columns,
    (i, k) => at(vectors, i, k) * Math.max(0, -(values[k] as number)),
  );
  return multiplyTransposed(scaled, vectors);
}

/** The largest norm over the layers of ∂E/∂W_l less its part along W_l. */
export function tangentialGradient(layers: Layers, covariance: Matrix): number {
  return Math.max(
    ...layers.map((layer, l) => {
      const gradient = deepLinearGradient(layers, covariance, l);
      return norm(add(gradient, layer, -inner(gradient, layer) / inner(layer, layer)));
    }),
  );
}
