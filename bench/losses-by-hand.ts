/** The losses of the table with φ and ψ written by hand: what the compiled formulae are held against, in time and in value. */
import { logAddExp, logistic } from '../src/theory/algebra/log-sum-exp.js';
import { lossEntry } from '../src/theory/losses/named-losses.js';
import type { Loss } from '../src/theory/losses/loss.js';
import type { ScalarFunction } from '../src/theory/losses/scalar-function.js';

type Parts = readonly [phi: ScalarFunction, psi: ScalarFunction];

const BY_HAND: Readonly<Record<string, (parameters: Record<string, number>) => Parts>> = {
  infonce: ({ temperature = NaN, epsilon = NaN }) => [logarithm(temperature, epsilon), exponential(1 / temperature)],
  mine: () => [logarithm(1, 0), exponential(1)],
  triplet: ({ epsilon = NaN }) => [linear(), hinge(epsilon)],
  'soft-triplet': ({ temperature = NaN, epsilon = NaN }) => [
    logarithm(temperature, 1),
    exponential(1 / temperature, epsilon),
  ],
  'n-plus-one-tuplet': () => [logarithm(1, 1), exponential(1)],
  'lifted-structured': ({ epsilon = NaN }) => [squaredPositiveLog(), exponential(1, epsilon)],
  'modified-triplet': ({ steepness = NaN }) => [linear(), sigmoid(steepness)],
  'triplet-contrastive': () => [linear(), linear()],
  'nt-xent': ({ temperature = NaN }) => [logarithm(1, 1), exponential(1 / temperature)],
  dcl: ({ temperature = NaN }) => [logarithm(1, 0), exponential(1 / temperature)],
};

/** Makes a loss of the table from functions that were written by hand. @param given parameters; others are as usual */
export function lossByHand(name: string, given: Readonly<Record<string, number>> = {}): Loss {
  const { title, parameters: declared } = lossEntry(name);
  const parameters: Record<string, number> = {};
  for (const [key, parameter] of Object.entries(declared)) parameters[key] = given[key] ?? parameter.default;
  const [phi, psi] = BY_HAND[name]?.(parameters) ?? [linear(), linear()];
  return { name, title, parameters, phi, psi };
}

const SMOOTH = { lowerBound: -Infinity, kinks: [] } as const;

/** x. */
export function linear(): ScalarFunction {
  return {
    ...SMOOTH,
    value: (x) => x,
    derivative: () => 1,
    secondDerivative: () => 0,
  };
}

/** exp(rate·x + shift). */
export function exponential(rate: number, shift = 0): ScalarFunction {
  const value = (x: number): number => Math.exp(rate * x + shift);
  return {
    ...SMOOTH,
    value,
    derivative: (x) => rate * value(x),
    secondDerivative: (x) => rate * (rate * value(x)),
    logLine: { rate, shift },
  };
}

/** scale·log(offset + x), for x > −offset. */
export function logarithm(scale: number, offset: number): ScalarFunction {
  const logOffset = Math.log(offset);
  return {
    value: (x) => (offset === 1 ? scale * Math.log1p(x) : scale * Math.log(offset + x)),
    derivative: (x) => scale / (offset + x),
    secondDerivative: (x) => -scale / (offset + x) / (offset + x),
    lowerBound: -offset,
    kinks: [],
    ofExponent: {
      value: (l) => scale * logAddExp(logOffset, l),
      derivative: (l) => scale * Math.exp(l - logAddExp(logOffset, l)),
    },
    onLogScale: (l) => {
      const share = logistic(l - logOffset);
      return { slope: scale * share, curvature: -scale * share ** 2, bend: scale * share * logistic(logOffset - l) };
    },
  };
}

/** [x + margin]₊. */
export function hinge(margin: number): ScalarFunction {
  return {
    value: (x) => Math.max(0, x + margin),
    derivative: (x) => (x + margin > 0 ? 1 : 0),
    secondDerivative: () => 0,
    lowerBound: -Infinity,
    kinks: [{ at: -margin, order: 1 }],
  };
}

/** 1 / (1 + exp(−steepness·x)). */
export function sigmoid(steepness: number): ScalarFunction {
  const both = (x: number): number => logistic(steepness * x) * logistic(-steepness * x);
  return {
    ...SMOOTH,
    value: (x) => logistic(steepness * x),
    derivative: (x) => steepness * both(x),
    // The square of a large steepness would overflow.
    secondDerivative: (x) => -(steepness * both(x)) * (steepness * Math.tanh((steepness * x) / 2)),
  };
}

/** [log x]₊², for x > 0: continuously differentiable, with a second derivative that jumps at 1. */
export function squaredPositiveLog(): ScalarFunction {
  return {
    value: (x) => Math.max(0, Math.log(x)) ** 2,
    derivative: (x) => (2 * Math.max(0, Math.log(x))) / x,
    secondDerivative: (x) => (x < 1 ? 0 : (2 * (1 - Math.log(x))) / x / x),
    lowerBound: 0,
    kinks: [{ at: 1, order: 2 }],
    ofExponent: { value: (l) => Math.max(0, l) ** 2, derivative: (l) => 2 * Math.max(0, l) },
    onLogScale: (l) =>
      l < 0 ? { slope: 0, curvature: 0, bend: 0 } : { slope: 2 * l, curvature: 2 * (1 - l), bend: 2 },
  };
}
