/**
 * Ascent on αᵀx − F*(α): the min player of one anchor, knowing margins x and the slopes of F* alone.
 *
 * Mirror ascent with the entropy as mirror map where F* is an entropy (the slack 1 − Σα counts as one weight more), with
 * step 1/(2τ): the distance of log α from the solution halves. Without a limit on the total, the shares go first, and the
 * total follows by one projected Newton step: F* is quadratic in it. On the box, projected ascent whose steps double.
 */
import type { Conjugate } from '../../src/theory/analysis/conjugate.js';
import { dot } from '../../src/theory/algebra/matrix.js';

export interface AscentProblem {
  readonly conjugate: Conjugate;
  /** xⱼ, [n]. */
  readonly margins: Float64Array;
  /** τ. */
  readonly temperature: number;
}

/** Halvings enough for any double: 2⁻⁷⁰ of a log-range of at most 1e4 is below one ulp. */
const STEPS = 70;
/** The least share that is left of the total: a sum of weights then stays below 1 with its rounding. */
const SMALLEST_SLACK = 16 * Number.EPSILON;

/** @returns α, [n] */
export function conjugateAscent(problem: AscentProblem): Float64Array {
  const { conjugate, margins } = problem;
  switch (conjugate.set.kind) {
    case 'sum-equals':
      return scaled(mirrored(problem, 0), conjugate.set.bound);
    case 'sum-at-most':
      return scaled(mirrored(problem, 1), conjugate.set.bound);
    case 'orthant': {
      const shares = mirrored(problem, 0);
      // Along the ray S·shares the slope falls by ½ for each unit of S.
      return scaled(shares, Math.max(0, 1 + 2 * dot(shares, ascentDirection(problem, shares))));
    }
    case 'each-at-most':
      return boxAscent(problem, conjugate.set.bound);
    case 'each-equals': {
      const { bound } = conjugate.set;
      return margins.map(() => bound);
    }
  }
}

/**
 * Mirror ascent on the shares of the bound, which with `slack` shares more add up to 1, from equal shares. A step along
 * x − ∇F* is one of the shares too: bound and slopes scale alike.
 */
function mirrored(problem: AscentProblem, slack: 0 | 1): Float64Array {
  const step = 1 / (2 * problem.temperature);
  const n = problem.margins.length;
  const { set } = problem.conjugate;
  const bound = set.kind === 'orthant' ? 1 : set.bound;
  let weights = problem.margins.map(() => 1 / (n + slack));
  for (let k = 0; k < STEPS; k++) {
    const rest = slack * Math.max(SMALLEST_SLACK, 1 - total(weights));
    const logs = ascentDirection(problem, scaled(weights, bound)).map(
      (slope, j) => Math.log(weights[j] as number) + step * slope,
    );
    const largest = Math.max(Math.log(rest), ...logs);
    const moved = logs.map((log) => Math.exp(log - largest));
    const room = total(moved) + rest * Math.exp(-largest);
    // No weight may vanish on the way, nor leave no slack at all: both logarithms must stay finite.
    weights = moved.map((weight) => Math.max(Number.MIN_VALUE, (weight / room) * (1 - slack * SMALLEST_SLACK)));
  }
  return weights;
}

function boxAscent(problem: AscentProblem, bound: number): Float64Array {
  let weights = problem.margins.map(() => bound / 2);
  for (let k = 0; k < STEPS; k++) {
    const slopes = ascentDirection(problem, weights);
    weights = weights.map((weight, j) => Math.min(bound, Math.max(0, weight + 2 ** k * (slopes[j] as number))));
  }
  return weights;
}

/** x − ∇F*(α). */
function ascentDirection({ conjugate, margins }: AscentProblem, weights: Float64Array): Float64Array {
  const slopes = conjugate.gradient(weights);
  return margins.map((x, j) => x - (slopes[j] as number));
}

function scaled(weights: Float64Array, by: number): Float64Array {
  return weights.map((weight) => by * weight);
}

function total(weights: Float64Array): number {
  return weights.reduce((a, b) => a + b, 0);
}
