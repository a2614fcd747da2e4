/** Exact rational numbers n/d, d > 0, in lowest terms: the coefficients and exponents of a formula that is simplified. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export function fraction(n: bigint, d = 1n): Fraction {
  const common = gcd(n, d) * (d < 0n ? -1n : 1n);
  return { n: n / common, d: d / common };
}

export const ONE = fraction(1n);

export function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.n, a.d * b.d);
}

function inverse(a: Fraction): Fraction {
  return fraction(a.d, a.n);
}

/** @param exponent whole, of either sign; the base is not 0 where it is negative */
export function power(a: Fraction, exponent: bigint): Fraction {
  return exponent < 0n ? power(inverse(a), -exponent) : fraction(a.n ** exponent, a.d ** exponent);
}

/**
 * The fraction that a decimal number is written as, 1/10 for 0.1: the double nearest to it is the number again.
 *
 * @returns undefined beyond 15 digits or exponents of 30, where a fraction would read worse than the number
 */
export function ofDecimal(value: number): Fraction | undefined {
  const [, whole = '', decimals = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (whole === '' || whole.length + decimals.length > 15 || Math.abs(Number(exponent)) > 30) return undefined;
  const shift = Number(exponent) - decimals.length;
  const digits = BigInt(whole + decimals);
  return shift >= 0 ? fraction(digits * 10n ** BigInt(shift)) : fraction(digits, 10n ** BigInt(-shift));
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
