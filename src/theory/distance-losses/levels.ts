/**
 * The number x at which a sum S(x) that does not fall is 1, found by halving alone, so that S may have corners and steps.
 *
 * x = sinh(u), so that few halvings of u reach every size of x: u descends from its largest value by steps of half the size each, and
 * takes a step where S is still 1 or more. What is found lies above the number that is looked for, by less than the last step: S is
 * never 0 there.
 */

/** The range of u: sinh of its ends, ±10²²², and their squares lie far beyond any sum of weights that is 1. */
const RANGE = 512;
/** The last step: below the rounding of a distance. */
const LEAST = 2 ** -56;

/**
 * Finds several x at once.
 *
 * @param totalsAt gives every sum S(x) at its x
 * @returns every x, NaN where S is nowhere 1 or more, or nowhere less
 */
export function findLevels(count: number, totalsAt: (x: Float64Array) => Float64Array): Float64Array {
  const u = new Float64Array(count).fill(RANGE);
  for (let step = RANGE; step >= LEAST; step /= 2) {
    totalsAt(u.map((at) => Math.sinh(at - step))).forEach((total, k) => {
      if (total >= 1) u[k] = (u[k] as number) - step;
    });
  }
  return u.map((at) => (Math.abs(at) < RANGE - 1 ? Math.sinh(at) : Number.NaN));
}
