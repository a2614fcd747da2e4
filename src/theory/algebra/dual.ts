/**
 * Dual numbers a + bε with ε² = 0 over F_p: polynomials differentiate themselves.
 *
 * f(x + vε) = f(x) + ε·⟨∇f(x), v⟩ for every polynomial f, exactly: expand each monomial and drop what holds ε². The slope
 * of a computation that starts from x + vε is the formal derivative along v, with no step and no rounding.
 */
import { primeField, type FieldElement } from './prime-field.js';
import type { Ring } from './ring.js';

/** a + b·ε with ε² = 0: a value, and its derivative along a direction. */
export interface Dual {
  readonly value: FieldElement;
  /** The coefficient of ε. */
  readonly slope: FieldElement;
}

const { add, subtract, multiply } = primeField;

/**
 * Returns x + 0ε, a value that a derivative holds fixed.
 *
 * @example
 * const [c, x] = [constant(3n), { value: 5n, slope: 1n }];
 * dualNumbers.multiply(c, x); // { value: 15n, slope: 3n }
 */
export function constant(value: FieldElement): Dual {
  return { value, slope: primeField.zero };
}

/** Dual numbers over the prime field as a ring. */
export const dualNumbers: Ring<Dual> = {
  zero: constant(primeField.zero),
  one: constant(primeField.one),
  half: constant(primeField.half),
  add: (a, b) => ({ value: add(a.value, b.value), slope: add(a.slope, b.slope) }),
  subtract: (a, b) => ({ value: subtract(a.value, b.value), slope: subtract(a.slope, b.slope) }),
  multiply: (a, b) => ({
    value: multiply(a.value, b.value),
    slope: add(multiply(a.value, b.slope), multiply(a.slope, b.value)),
  }),
  equal: (a, b) => a.value === b.value && a.slope === b.slope,
  fromInteger: (n) => constant(primeField.fromInteger(n)),
};
