/**
 * Gradient ascent with one step length for all layers: it follows the dynamics of Tian (2022), where a layer slows down as the
 * layers above it lose their grip. Projected ascent of the library lengthens its steps as the curvature falls, and so leaves
 * places in which the dynamics end.
 */
import { tangentialGradient, type Ascent } from '../../src/theory/landscape/projected-ascent.js';
import { add, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, deepLinearGradient, unitNorm, type Layers } from '../../src/theory/networks/deep-linear.js';

/** Times the gradient over ‖C‖_F. */
const STEP = 0.2;
const STEPS = 1500;

/** Stops after 1,500 steps, or when the tangential gradient is `stationarity` times ‖C‖_F. */
export function gradientSteps(start: Layers, covariance: Matrix, stationarity: number): Ascent {
  const scale = norm(covariance);
  let layers: Layers = start.map(unitNorm);
  const energies = [deepLinearEnergy(layers, covariance)];
  let reached = Infinity;
  for (let step = 0; step < STEPS && reached > stationarity; step++) {
    const before = layers;
    layers = before.map((layer, l) => unitNorm(add(layer, deepLinearGradient(before, covariance, l), STEP / scale)));
    energies.push(deepLinearEnergy(layers, covariance));
    reached = tangentialGradient(layers, covariance) / scale;
  }
  return { layers, energies, stationarity: reached, converged: reached <= stationarity };
}
