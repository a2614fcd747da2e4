/** Doubles as exact numbers: every finite double is an integer times 2⁻¹⁰⁷⁴. */
import fc, { type Arbitrary } from 'fast-check';
import type { Interval } from '../../../src/theory/algebra/interval.js';

/** 2¹⁰⁷⁴: what the integer 1 stands for is its inverse. */
export const ONE = 2n ** 1074n;

/** x·2¹⁰⁷⁴, exactly. */
export function units(x: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0] as bigint;
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return bits >> 63n === 1n ? -size : size;
}

/** Whether numerator/denominator, in units of 1, lies in the interval; the denominator is positive. */
export function encloses({ lower, upper }: Interval, numerator: bigint, denominator = 1n): boolean {
  const scaled = numerator * ONE;
  return (
    (lower === -Infinity || units(lower) * denominator <= scaled) &&
    (upper === Infinity || scaled <= units(upper) * denominator)
  );
}

/** The neighbouring double above, by its bits. */
export function successor(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  const [bits] = new BigInt64Array(Float64Array.of(x).buffer);
  return new Float64Array(BigInt64Array.of((bits as bigint) + (x > 0 ? 1n : -1n)).buffer)[0] as number;
}

const NASTY = [0, -0, 1, -1, 3, Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1022, 2 ** -1022 - Number.MIN_VALUE].concat(
  [2 ** -1021, 2 ** -970, 2 ** -969, 2 ** -537, 2 ** 512, -(2 ** 1023), Number.MAX_VALUE, -Number.MAX_VALUE],
  [1 + Number.EPSILON, 1 - Number.EPSILON / 2, 0.1, 1e16, 1e-308, -1e308],
);

/** Finite doubles: bit patterns of every size, numbers of ordinary size, and those where rounding is at its worst. */
export const double: Arbitrary<number> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -10, max: 10 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(...NASTY),
);

/** An interval with finite bounds, and a number in it. */
export const intervalAround: Arbitrary<{ readonly interval: Interval; readonly member: number }> = fc
  .tuple(double, double, double)
  .map((numbers) => {
    const [lower = 0, member = 0, upper = 0] = numbers.toSorted((a, b) => a - b);
    return { interval: { lower, upper }, member };
  });
