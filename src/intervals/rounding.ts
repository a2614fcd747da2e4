/**
 * Directed rounding where the machine only rounds to nearest.
 *
 * With u = 2⁻⁵³, φ = u(1 + 2u) and η = 2⁻¹⁰⁷⁴ the double nearest to x ± (φ|x| + η) lies beyond x by one double at least,
 * subnormals included (Rump, Zimmermann, Boldo, Melquiond: Computing predecessor and successor in rounding to nearest,
 * BIT 49, 2009). So `down` and `up` bound every number that rounds to x.
 */

const STEP = 2 ** -53 * (1 + 2 ** -52);

/** At most every number that rounds to x. What overflows to +∞ is at least the largest double. */
export function down(x: number): number {
  return x === Infinity ? Number.MAX_VALUE : x - (Math.abs(x) * STEP + Number.MIN_VALUE);
}

/** At least every number that rounds to x. What overflows to −∞ is at most minus the largest double. */
export function up(x: number): number {
  return x === -Infinity ? -Number.MAX_VALUE : x + (Math.abs(x) * STEP + Number.MIN_VALUE);
}

/** At most a + b, and equal to it where a double can be. */
export function sumDown(a: number, b: number): number {
  const sum = a + b;
  return roundedOff(a, b, sum) >= 0 ? sum : down(sum);
}

/** At least a + b, and equal to it where a double can be. */
export function sumUp(a: number, b: number): number {
  const sum = a + b;
  return roundedOff(a, b, sum) <= 0 ? sum : up(sum);
}

/** a + b − fl(a + b), exactly (Knuth's two-sum); NaN where something overflows, so that neither sign is claimed. */
function roundedOff(a: number, b: number, sum: number): number {
  const fromB = sum - a;
  return a - (sum - fromB) + (b - fromB);
}
