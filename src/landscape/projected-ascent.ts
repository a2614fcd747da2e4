/**
 * The max player at work: projected gradient ascent of the deep linear energy under ‖W_l‖_F = 1.
 *
 * One sweep updates the layers in turn, W_l ← (W_l + η_l ∂E/∂W_l) / ‖·‖_F. E is quadratic in W_l with curvature of at
 * least −c_l, c_l = max(0, −λ_min(C)) ‖W_{>l}‖² ‖W_{<l}‖². With step η_l = 1/c_l the shifted energy E + ½c_l‖W_l‖² is
 * convex, and projecting the gradient of a convex function never lowers it, so E rises in every update; no step size
 * has to be chosen.
 */
import { InvalidInput } from '../invalid-input.js';
import { add, inner, map, norm, requireFinite, type Matrix } from '../linear-algebra/matrix.js';
import { symmetricEigen } from '../linear-algebra/decompositions.js';
import { deepLinearEnergy, deepLinearGradient, productOf, unitNorm, type Layers } from '../networks/deep-linear.js';

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
  const { values } = symmetricEigen(covariance);
  const lowest = values.at(-1) ?? 0;
  const scale = Math.max(...values.map(Math.abs));
  if (scale === 0) throw new InvalidInput('the covariance is zero: every network has the same energy');

  let layers = start.map(unitNorm);
  const energies = [deepLinearEnergy(layers, covariance)];
  let stationarity = Infinity;
  for (let sweep = 0; sweep < sweeps && stationarity > tolerance; sweep++) {
    for (let l = 0; l < layers.length; l++) layers = layers.with(l, updated(layers, covariance, l, lowest));
    energies.push(deepLinearEnergy(layers, covariance));
    stationarity = tangentialGradient(layers, covariance) / scale;
  }
  return { layers, energies, stationarity, converged: stationarity <= tolerance };
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

function updated(layers: Layers, covariance: Matrix, l: number, lowest: number): Matrix {
  const layer = layers[l] as Matrix;
  const below = norm(productOf(layers.slice(0, l), covariance.rows));
  const above = norm(productOf(layers.slice(l + 1), layer.rows));
  // The identity below the first or above the last layer has operator norm 1, not its Frobenius norm.
  const reach = (l === 0 ? 1 : below) * (l === layers.length - 1 ? 1 : above);
  const shift = Math.max(0, -lowest) * reach ** 2;
  const next = add(
    deepLinearGradient(layers, covariance, l),
    map(layer, (entry) => shift * entry),
  );
  return norm(next) === 0 ? layer : unitNorm(next);
}
