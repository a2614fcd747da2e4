/**
 * The max player of a two-layer network at work: the top layer exactly at its optimum, W₁ by projected gradient ascent.
 *
 * One step is W₁ ← normalised(W₁ + η ∂E/∂W₁) with the top eigenvector of the moment. A step D from W to V is taken back and
 * tried with half of η where E* falls, or where it leads past the top: ⟨T(V), D⟩ < −½⟨T(W), D⟩ for the tangential gradient
 * T. A step that is kept doubles η. So E* never falls by more than rounding, and no step size has to be chosen.
 *
 * Why the second condition: where C_α[x] has eigenvalues near λ and −λ a step may land on the other side of the ridge at
 * nearly the height it came from, and so to and fro for thousands of steps. On a quadratic E* the condition is the one of
 * sufficient increase, a quarter of ⟨T(W), D⟩, in the form of Hager and Zhang (2005) that rounding does not blur.
 */
import { requireChoice, requireNotNegative, requireWhole } from '../../base/option-checks.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { add, dot, inner, norm, row, requireFinite, zeros, type Matrix } from '../algebra/matrix.js';
import type { HiddenLandscape } from './hidden-landscape.js';
import { optimalTopLayer, type TopLayer } from './top-layer.js';

/** The norm that ascent keeps at 1. `layer`: ‖W₁‖_F = 1. `row`: ‖w_k‖ = 1 for every neuron. */
export type Normalisation = 'layer' | 'row';

/** The normalisation and the stopping rule of ascent. */
export interface TwoLayerAscentOptions {
  /** Default `layer`. */
  readonly normalisation?: Normalisation;
  /** Stop when the tangential gradient is at most this times ‖C_α[x]‖_F. Default 1e-8: half of the digits. */
  readonly stationarity?: number;
  /** Most steps, those taken back included. Default 5,000. */
  readonly steps?: number;
}

/** The end of the ascent of a two-layer network, and the energies on the way. */
export interface TwoLayerAscent {
  /** W₁, [K, d]. */
  readonly first: Matrix;
  readonly top: TopLayer;
  /** E* at the start and after every step that was kept. */
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
/** Steepest slope against a step at its end, as a share of the slope along it at its start. */
const PAST_THE_TOP = 0.5;

/**
 * Ascends E* from `start` until it is stationary, the steps run out or no step, however short, is uphill.
 *
 * @param start W₁ of any norm, [K, d]; it is normalised first
 * @throws InvalidInput when the start is not finite, the landscape is flat, or an option is out of range
 * @example
 * const landscape = mixtureLandscape(fromNested([[2, 0], [0, 1]]), 'relu');
 * const { energies, top } = twoLayerAscent(fromNested([[0.8, 0.6]]), landscape);
 * energies.at(-1); // 1
 * top.value; // 2
 */
export function twoLayerAscent(
  start: Matrix,
  landscape: HiddenLandscape,
  options: TwoLayerAscentOptions = {},
): TwoLayerAscent {
  const { normalisation = 'layer', stationarity: tolerance = 1e-8, steps = 5_000 } = options;
  requireChoice('normalisation', normalisation, ['layer', 'row']);
  requireNotNegative('stationarity', tolerance);
  requireWhole('steps', steps, 0);
  const { scale } = landscape;
  requireFinite('the first layer', start);
  if (!(scale > 0))
    throw new InvalidInput('the covariance is zero, so that every network has the same energy: give another');

  let first = normalised(landscape.confined(start), normalisation);
  let top = optimalTopLayer(landscape.covariance(first));
  const energies = [top.value / 2];
  let gradient = landscape.gradient(first, top.direction);
  let tangent = tangential(gradient, first, normalisation);
  let rate = 1;
  for (let step = 0; step < steps && norm(tangent) > tolerance * scale && rate > SHORTEST_STEP; step++) {
    const next = normalised(landscape.confined(add(first, gradient, rate / scale)), normalisation);
    const nextTop = optimalTopLayer(landscape.covariance(next));
    const nextGradient = landscape.gradient(next, nextTop.direction);
    const nextTangent = tangential(nextGradient, next, normalisation);
    const moved = add(next, first, -1);
    const falls = nextTop.value - top.value < -ROUNDING * scale * first.rows;
    if (falls || inner(nextTangent, moved) < -PAST_THE_TOP * inner(tangent, moved)) {
      rate /= 2;
      continue;
    }
    [first, top, gradient, tangent] = [next, nextTop, nextGradient, nextTangent];
    rate = Math.min(LONGEST_STEP, 2 * rate);
    energies.push(top.value / 2);
  }
  const stationarity = norm(tangent) / scale;
  return { first, top, energies, stationarity, converged: stationarity <= tolerance };
}

/** Returns W₁ of norm 1, as a whole or row by row; zeros stay. */
export function normalised(first: Matrix, normalisation: Normalisation): Matrix {
  const whole = norm(first) || 1;
  const out = zeros(first.rows, first.columns);
  for (let k = 0; k < first.rows; k++) {
    const [own, unit] = [row(first, k), row(out, k)];
    const length = normalisation === 'layer' ? whole : norm(own) || 1;
    own.forEach((entry, l) => (unit[l] = entry / length));
  }
  return out;
}

/** Returns the gradient less its part along W₁, or along w_k in every row: [K, d]. */
export function tangential(gradient: Matrix, first: Matrix, normalisation: Normalisation): Matrix {
  if (normalisation === 'layer') return add(gradient, first, -inner(gradient, first) / (inner(first, first) || 1));
  const out = zeros(first.rows, first.columns);
  for (let k = 0; k < first.rows; k++) {
    const [own, pull, rest] = [row(first, k), row(gradient, k), row(out, k)];
    const radial = dot(pull, own) / (dot(own, own) || 1);
    own.forEach((entry, l) => (rest[l] = (pull[l] as number) - radial * entry));
  }
  return out;
}
