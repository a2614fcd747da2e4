/**
 * Entropic mirror descent (Beck, Teboulle 2003) for one row of the min player's problem,
 *
 *   min Σ_j α_j r_j + τ Σ_j α_j log α_j   over α ≥ 0, Σα = mass.
 *
 * It knows the objective and the constraint, not the solution: each step moves log α against the gradient
 * r_j + τ(log α_j + 1) and scales back to the mass. With step 1/(2τ) the distance of log α from the solution halves.
 */
export interface MirrorDescentProblem {
  /** r_j, [n]. */
  readonly distances: Float64Array;
  /** τ. */
  readonly temperature: number;
  readonly mass: number;
}

/** Halvings enough for any double: 2⁻¹¹⁰ of a range of at most 1e6 is below one ulp. */
const STEPS = 110;

/** @returns α, [n] */
export function mirrorDescent({ distances, temperature, mass }: MirrorDescentProblem): Float64Array {
  const step = 1 / (2 * temperature);
  let logAlpha = distances.map(() => Math.log(mass / distances.length));
  for (let k = 0; k < STEPS; k++) {
    const moved = logAlpha.map((value, j) => value - step * ((distances[j] as number) + temperature * (value + 1)));
    const largest = Math.max(...moved);
    const logTotal = largest + Math.log(moved.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    logAlpha = moved.map((value) => value - logTotal + Math.log(mass));
  }
  return logAlpha.map(Math.exp);
}
