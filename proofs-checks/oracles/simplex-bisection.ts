/**
 * min Σⱼ hⱼ(αⱼ) over α ≥ 0, Σα = 1, for convex hⱼ of which only the slopes hⱼ′ are known.
 *
 * Lagrange: there is a ν with hⱼ′(αⱼ) = ν where αⱼ > 0, and hⱼ′(0) ≥ ν elsewhere. Both levels are found by bisection: αⱼ for
 * a given ν, and the ν whose weights sum to 1. It inverts no formula.
 */
export interface SimplexProblem {
  /** Number of weights. */
  readonly size: number;
  /** hⱼ′(α) for α in (0, 1], increasing in α. */
  readonly slope: (weight: number, j: number) => number;
}

export interface SimplexSolution {
  readonly weights: Float64Array;
  /** ν. */
  readonly multiplier: number;
}

/** 2⁻⁵² of an interval is below the rounding of the slopes. */
const STEPS = 52;

export function simplexBisection({ size, slope }: SimplexProblem): SimplexSolution {
  const weightsAt = (multiplier: number): Float64Array =>
    Float64Array.from({ length: size }, (_, j) => crossing((weight) => slope(weight, j) < multiplier));
  // At equal weights: with the smallest slope as ν no weight exceeds 1/n, with the largest none falls short of it.
  const even = Array.from({ length: size }, (_, j) => slope(1 / size, j));
  let [low, high] = [Math.min(...even), Math.max(...even)];
  for (let k = 0; k < STEPS; k++) {
    const middle = (low + high) / 2;
    if (weightsAt(middle).reduce((a, b) => a + b, 0) < 1) low = middle;
    else high = middle;
  }
  return { weights: weightsAt(high), multiplier: high };
}

/** The end of the part of [0, 1] where `below` is true; 0 where it is nowhere. */
function crossing(below: (weight: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let k = 0; k < STEPS; k++) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return low;
}
