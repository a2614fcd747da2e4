/** The slope of every operation with respect to each of its operands. */
import type { StepOperation } from '../formula/straight-line.js';
import { logistic } from '../algebra/log-sum-exp.js';
import { step } from '../formula/straight-line.js';

/** ∂f/∂operand from the operands and f's value. */
export type SlopeOf = (a: number, b: number, value: number) => number;

/**
 * By operand. Where a slope jumps: at the corner of max(a, b) and min(a, b) the slope of b, of max(a, 0) and max(0, a) that of 0, and
 * 0 at that of abs; as in derivatives that are written out.
 */
export const OPERATION_SLOPES: Readonly<Record<StepOperation, readonly SlopeOf[]>> = {
  sum: [() => 1, () => 1],
  difference: [() => 1, () => -1],
  product: [(_a, b) => b, (a) => a],
  quotient: [(_a, b) => 1 / b, (_a, b, value) => -value / b],
  power: [(a, b) => (b === 0 ? 0 : b * a ** (b - 1)), (a, _b, value) => (value === 0 ? 0 : value * Math.log(a))],
  negative: [() => -1],
  exp: [(_a, _b, value) => value],
  log: [(a) => 1 / a],
  sqrt: [(_a, _b, value) => 0.5 / value],
  abs: [(a) => Math.sign(a)],
  max: [(a, b) => step(a - b), (a, b) => (b === 0 && a === 0 ? 0 : 1 - step(a - b))],
  min: [(a, b) => step(b - a), (a, b) => (b === 0 && a === 0 ? 0 : 1 - step(b - a))],
  tanh: [(_a, _b, value) => 1 - value * value],
  sigmoid: [(a, _b, value) => value * logistic(-a)],
  softplus: [(a) => logistic(a)],
  step: [() => 0],
  sign: [() => 0],
  logAddExp: [(a, b) => share(a, b), (a, b) => share(b, a)],
  log1p: [(a) => 1 / (1 + a)],
  expm1: [(a) => Math.exp(a)],
};

/** The share of eᵘ in eᵘ + eᵛ. */
function share(u: number, v: number): number {
  return u === v ? 0.5 : logistic(u - v);
}
