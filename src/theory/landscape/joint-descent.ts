/**
 * Both players at once: gradient descent of L_{φ,ψ} for the linear encoder z = Wx on the sphere ‖W‖_F = 1.
 *
 * By Theorem 1 ∂L/∂W = −W C_α[x] at the loss's own α. Steps follow the part of it that is tangent to the sphere, with the
 * length of Barzilai and Borwein (1988), halved until L falls by Armijo's condition, so that L falls in every step.
 */
import { requireNotNegative, requireWhole } from '../../base/option-checks.js';
import { contrastiveCovariance } from '../losses/contrastive-covariance.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { add, inner, map, norm, type Matrix, type Rows } from '../algebra/matrix.js';
import { multiply, multiplyTransposed } from '../algebra/multiply.js';
import { lossValue, pairwiseImportance, type Loss } from '../losses/loss.js';
import { unitNorm } from '../networks/deep-linear.js';

/** Two views of the same inputs, [N, d] each. */
export interface InputViews {
  readonly x: Rows;
  readonly xPrime: Rows;
}

/** The stopping rule of descent. */
export interface DescentOptions {
  /** Stop when the tangential gradient is at most this times ‖C_α‖_F. Default 1e-8. */
  readonly stationarity?: number;
  /** Most steps. Default 2,000. */
  readonly steps?: number;
}

/** The path of descent, and its end. */
export interface Descent {
  /** W at the end, [m, d]. */
  readonly encoder: Matrix;
  /** W at the start and after every step. */
  readonly path: readonly Matrix[];
  /** L along the path; it never rises. */
  readonly losses: readonly number[];
  /** Tangential gradient at the end, divided by ‖C_α‖_F. */
  readonly stationarity: number;
}

/** Share of the fall promised by the gradient that a step must bring. */
const ARMIJO = 1e-4;
/** Number of halvings after which a step is below rounding. */
const HALVINGS = 60;

/**
 * Descends L on the sphere until it is stationary, the steps run out or rounding hides what is left to gain.
 *
 * @param start W, [m, d], not zero; it is scaled to ‖W‖_F = 1 first
 * @throws InvalidInput as `lossValue`, when the start is zero, or an option is out of range
 * @example
 * const views = { x: fromNested([[1, 0], [-1, 0]]), xPrime: fromNested([[1, 1], [-1, -1]]) };
 * const { encoder, losses } = jointDescent(namedLoss('infonce'), views, fromNested([[0.6, 0.8]]));
 * at(encoder, 0, 0) ** 2; // 1
 * losses.at(-1); // 0.01815
 */
export function jointDescent(
  loss: Loss,
  { x, xPrime }: InputViews,
  start: Matrix,
  options: DescentOptions = {},
): Descent {
  const { stationarity: tolerance = 1e-8, steps = 2000 } = options;
  requireNotNegative('stationarity', tolerance);
  requireWhole('steps', steps, 0);
  const valueAt = (encoder: Matrix): number =>
    lossValue(loss, multiplyTransposed(x, encoder), multiplyTransposed(xPrime, encoder));
  const path = [onSphere(start)];
  const losses = [valueAt(path[0] as Matrix)];
  let slope = tangentialSlope(loss, { x, xPrime }, path[0] as Matrix);
  let length = 1 / (slope.scale || 1);
  while (slope.stationarity > tolerance && path.length <= steps) {
    const [encoder, value] = [path.at(-1) as Matrix, losses.at(-1) as number];
    const fall = inner(slope.gradient, slope.gradient);
    let next = stepped(encoder, slope.gradient, length);
    let found = valueAt(next);
    let halvings = 0;
    while (!(found <= value - ARMIJO * length * fall) && halvings < HALVINGS) {
      length /= 2;
      halvings++;
      next = stepped(encoder, slope.gradient, length);
      found = valueAt(next);
    }
    // Rounding hides what is left to gain.
    if (halvings === HALVINGS) break;
    const arrived = tangentialSlope(loss, { x, xPrime }, next);
    length = barzilaiBorwein(add(next, encoder, -1), add(arrived.gradient, slope.gradient, -1)) ?? 2 * length;
    slope = arrived;
    path.push(next);
    losses.push(found);
  }
  return { encoder: path.at(-1) as Matrix, path, losses, stationarity: slope.stationarity };
}

/** Returns W / ‖W‖_F. @throws InvalidInput when W is zero */
export function onSphere(start: Matrix): Matrix {
  if (norm(start) === 0) throw new InvalidInput('the start is all zeros: give an encoder with a direction');
  return unitNorm(start);
}

interface Slope {
  /** ∂L/∂W less its part along W. */
  readonly gradient: Matrix;
  /** ‖C_α‖_F. */
  readonly scale: number;
  readonly stationarity: number;
}

/** Returns the gradient of L on the sphere at W. */
export function tangentialSlope(loss: Loss, { x, xPrime }: InputViews, encoder: Matrix): Slope {
  const alpha = pairwiseImportance(loss, multiplyTransposed(x, encoder), multiplyTransposed(xPrime, encoder));
  const covariance = contrastiveCovariance(alpha, x, xPrime);
  const ascent = multiply(encoder, covariance);
  const gradient = map(add(ascent, encoder, -inner(ascent, encoder)), (entry) => -entry);
  const scale = norm(covariance);
  return { gradient, scale, stationarity: scale === 0 ? 0 : norm(gradient) / scale };
}

function stepped(encoder: Matrix, gradient: Matrix, length: number): Matrix {
  return unitNorm(add(encoder, gradient, -length));
}

/** Returns the step length that makes the secant equation hold; undefined where L curves downwards. */
function barzilaiBorwein(step: Matrix, change: Matrix): number | undefined {
  const curvature = inner(step, change);
  return curvature > 0 ? inner(step, step) / curvature : undefined;
}
