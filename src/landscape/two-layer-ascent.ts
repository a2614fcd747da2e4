/**
 * The max player of a two-layer network at work: the top layer exactly at its optimum, W₁ by projected gradient ascent.
 *
 * One step is W₁ ← normalised(W₁ + η ∂E/∂W₁) with the top eigenvector of the moment. A step that lowers E*(W₁) is taken
 * back and tried with half of η; a step that does not doubles it. So E* never falls by more than rounding, and no step size has to be chosen.
 */
import { InvalidInput } from '../invalid-input.js';
import { add, dot, inner, norm, row, requireFinite, zeros, type Matrix } from '../linear-algebra/matrix.js';
import type { HiddenLandscape } from './hidden-landscape.js';
import { optimalTopLayer, type TopLayer } from './top-layer.js';

/** `layer`: ‖W₁‖_F = 1. `row`: ‖w_k‖ = 1 for every neuron. */
export type Normalisation = 'layer' | 'row';

export interface TwoLayerAscentOptions {
  /** Default `layer`. */
  readonly normalisation?: Normalisation;
  /** Stop when the tangential gradient is at most this times ‖C_α[x]‖_F. Default 1e-8: half of the digits. */
  readonly stationarity?: number;
  /** Steps at most, those taken back included. Default 5,000. */
  readonly steps?: number;
}

export interface TwoLayerAscent {
  /** W₁, [K, d]. */
  readonly first: Matrix;
  readonly top: TopLayer;
  /** E* after the start and after every step that was kept. */
  readonly energies: readonly number[];
  /** Tangential gradient / ‖C_α[x]‖_F at the end. */
  readonly stationarity: number;
  /** False when the steps ran out first, or none however short was uphill. */
  readonly converged: boolean;
}

/** Step sizes in units of 1 / ‖C_α[x]‖_F: beyond the longest the step is a power iteration, below the shortest nothing. */
const LONGEST_STEP = 1e6;
const SHORTEST_STEP = 1e-12;
/** An eigenvalue is known to a few units of rounding of the matrix: a smaller change is none. */
const ROUNDING = 16 * Number.EPSILON;

/**
 * @param start W₁ of any norm; it is normalised first
 * @throws InvalidInput when the start is not finite or the landscape is flat
 */
export function twoLayerAscent(
  start: Matrix,
  landscape: HiddenLandscape,
  options: TwoLayerAscentOptions = {},
): TwoLayerAscent {
  const { normalisation = 'layer', stationarity: tolerance = 1e-8, steps = 5_000 } = options;
  const { scale } = landscape;
  requireFinite('the first layer', start);
  if (!(scale > 0)) throw new InvalidInput('the covariance is zero: every network has the same energy');

  let first = normalised(landscape.confined(start), normalisation);
  let top = optimalTopLayer(landscape.covariance(first));
  const energies = [top.value / 2];
  let gradient = landscape.gradient(first, top.direction);
  let stationarity = norm(tangential(gradient, first, normalisation)) / scale;
  let rate = 1;
  for (let step = 0; step < steps && stationarity > tolerance && rate > SHORTEST_STEP; step++) {
    const next = normalised(landscape.confined(add(first, gradient, rate / scale)), normalisation);
    const nextTop = optimalTopLayer(landscape.covariance(next));
    const nextGradient = landscape.gradient(next, nextTop.direction);
    const nextStationarity = norm(tangential(nextGradient, next, normalisation)) / scale;
    const rise = (nextTop.value - top.value) / (ROUNDING * scale * first.rows);
    // Where rounding hides whether E* rose, the tangential gradient decides.
    if (rise < -1 || (rise <= 1 && nextStationarity > stationarity)) {
      rate /= 2;
      continue;
    }
    [first, top, gradient, stationarity] = [next, nextTop, nextGradient, nextStationarity];
    rate = Math.min(LONGEST_STEP, 2 * rate);
    energies.push(top.value / 2);
  }
  return { first, top, energies, stationarity, converged: stationarity <= tolerance };
}

/** W₁ of norm 1, as a whole or row by row; what is zero stays. */
export function normalised(first: Matrix, normalisation: Normalisation): Matrix {
  const whole = norm(first) || 1;
  const out = zeros(first.rows, first.columns);
  for (let k = 0; k < first.rows; k++) {
    const own = row(first, k);
    const length = normalisation === 'layer' ? whole : norm(own) || 1;
    own.forEach((entry, l) => (row(out, k)[l] = entry / length));
  }
  return out;
}

/** The gradient less its part along W₁, or along w_k in every row: [K, d]. */
export function tangential(gradient: Matrix, first: Matrix, normalisation: Normalisation): Matrix {
  if (normalisation === 'layer') return add(gradient, first, -inner(gradient, first) / (inner(first, first) || 1));
  const out = zeros(first.rows, first.columns);
  for (let k = 0; k < first.rows; k++) {
    const [own, pull] = [row(first, k), row(gradient, k)];
    const radial = dot(pull, own) / (dot(own, own) || 1);
    own.forEach((entry, l) => (row(out, k)[l] = (pull[l] as number) - radial * entry));
  }
  return out;
}
