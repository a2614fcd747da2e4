/**
 * Directed rounding where the machine only rounds to nearest.
 *
 * With u = 2⁻⁵³, φ = u(1 + 2u) and η = 2⁻¹⁰⁷⁴ the double nearest to x ± (φ|x| + η) lies beyond x by one double at least,
 * subnormals included (Rump, Zimmermann, Boldo, Melquiond: Computing predecessor and successor in rounding to nearest,
 * BIT 49, 2009). So `down` and `up` bound every number that rounds to x.
 */

const STEP = 2 ** -53 * (1 + 2 ** -52);

/** Returns a lower bound of every number that rounds to x; for +∞, to which sums overflow, the largest double. */
export function down(x: number): number {
  return x === Infinity ? Number.MAX_VALUE : x - (Math.abs(x) * STEP + Number.MIN_VALUE);
}

/** Returns an upper bound of every number that rounds to x; for −∞, to which sums overflow, minus the largest double. */
export function up(x: number): number {
  return x === -Infinity ? -Number.MAX_VALUE : x + (Math.abs(x) * STEP + Number.MIN_VALUE);
}

/** Returns a lower bound of a + b, exact where a + b is a double. */
export function sumDown(a: number, b: number): number {
  const sum = a + b;
  return roundedOff(a, b, sum) >= 0 ? sum : down(sum);
}

/** Returns an upper bound of a + b, exact where a + b is a double. */
export function sumUp(a: number, b: number): number {
  const sum = a + b;
  return roundedOff(a, b, sum) <= 0 ? sum : up(sum);
}

/** Returns a lower bound of a·b, not beyond 0 and exact where both are short. An infinite bound is none: 0·∞ is 0. */
export function timesDown(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  const product = a * b;
  if (isShort(a) && isShort(b)) return product;
  return a > 0 === b > 0 ? Math.max(0, down(product)) : down(product);
}

/** Returns an upper bound of a·b, not beyond 0 and exact where both are short. */
export function timesUp(a: number, b: number): number {
  return -timesDown(-a, b) + 0;
}

/** Returns a lower bound of a/b for b ≠ 0, not beyond 0 and exact where b and the quotient are short. */
export function overDown(a: number, b: number): number {
  if (a === 0) return 0;
  if (!Number.isFinite(b)) return a > 0 === b > 0 ? 0 : Number.isFinite(a) ? -Number.MIN_VALUE : -Infinity;
  const quotient = a / b;
  if (isShort(quotient) && isShort(b) && quotient * b === a) return quotient;
  return a > 0 === b > 0 ? Math.max(0, down(quotient)) : down(quotient);
}

/** Returns an upper bound of a/b for b ≠ 0, not beyond 0 and exact where b and the quotient are short. */
export function overUp(a: number, b: number): number {
  return -overDown(-a, b) + 0;
}

/** Tells if a number is finite and has at most 24 bits, as float32 has them: the product of two is a double. */
function isShort(x: number): boolean {
  return Math.fround(x) === x && x - x === 0;
}

/** Returns a + b − fl(a + b), exactly (Knuth's two-sum); NaN where something overflows, so that neither sign is claimed. */
function roundedOff(a: number, b: number, sum: number): number {
  const fromB = sum - a;
  return a - (sum - fromB) + (b - fromB);
}
