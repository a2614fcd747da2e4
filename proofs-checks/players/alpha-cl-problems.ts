/** The min player's problems behind the chosen importances: min Σ αⱼrⱼ + Σ h(αⱼ) over α ≥ 0, Σα = 1. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber } from '../../src/claims/instances.js';

/** `matched-power` is the power's problem, to be answered by shifted power at the temperature λ. */
export const PROBLEM_KINDS = ['entropy', 'power', 'square', 'direct', 'shifted-power', 'matched-power'] as const;

export interface AlphaProblem {
  readonly kind: (typeof PROBLEM_KINDS)[number];
  /** d²ᵢⱼ, [n]. */
  readonly distances: Float64Array;
  /** τ of entropy, square and direct; γ of the powers. */
  readonly parameter: number;
  /** Power p of direct. */
  readonly power: number;
  /** t, the fixed temperature of shifted power. */
  readonly shift: number;
}

/** Distances 0 … 4, 1 to 8 of them; parameters 0.1 … 3. */
export function alphaProblems(kinds: readonly AlphaProblem['kind'][] = PROBLEM_KINDS): Arbitrary<AlphaProblem> {
  return fc.record({
    kind: fc.constantFrom(...kinds),
    distances: fc.array(gridNumber(0, 4), { minLength: 1, maxLength: 8 }).map((r) => Float64Array.from(r)),
    parameter: gridNumber(0.1, 3),
    power: gridNumber(1, 6),
    shift: gridNumber(0.1, 3),
  });
}

/** r of the problem: the distances themselves, or dᵖ for direct. */
export function costsOf({ kind, distances, power }: AlphaProblem): Float64Array {
  return kind === 'direct' ? distances.map((r) => r ** (power / 2)) : distances;
}

/** h′. */
export function regulariserSlope(problem: AlphaProblem): (weight: number) => number {
  const { kind, parameter } = problem;
  const strength = strengthOf(problem);
  switch (kind) {
    case 'entropy':
    case 'direct':
      return (weight) => parameter * (Math.log(weight) + 1);
    case 'square':
      return (weight) => parameter * weight;
    case 'power':
    case 'shifted-power':
    case 'matched-power':
      return (weight) => -strength * weight ** -parameter;
  }
}

/** The least h″(α) on [0, 1], where h is at least this strongly convex: τ/α ≥ τ, τ, or cγα^(−γ−1) ≥ cγ. */
export function leastCurvature(problem: AlphaProblem): number {
  return strengthOf(problem) * problem.parameter;
}

/** Z^(−γ), Z = Σ (rⱼ + t)^(−1/γ), for shifted power at the temperature t; 1 for the others. */
function strengthOf({ kind, distances, parameter, shift }: AlphaProblem): number {
  if (kind !== 'shifted-power') return 1;
  return distances.reduce((sum, r) => sum + (r + shift) ** (-1 / parameter), 0) ** -parameter;
}
