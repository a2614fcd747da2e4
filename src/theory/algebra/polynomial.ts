/** Polynomials in one variable over a ring: c₀ + c₁x + … + c_n xⁿ. */
import type { Ring } from './ring.js';

/** The coefficients of a polynomial, c₀ first. */
export type Polynomial<Element> = readonly Element[];

/**
 * Evaluates a polynomial at x by Horner's rule.
 *
 * @param coefficients c₀ first
 * @example
 * evaluate(primeField, [1n, 2n, 3n], 10n); // 321n = 1n + 20n + 300n
 */
export function evaluate<Element>(ring: Ring<Element>, coefficients: Polynomial<Element>, x: Element): Element {
  return coefficients.reduceRight((sum, coefficient) => ring.add(ring.multiply(sum, x), coefficient), ring.zero);
}

/**
 * Returns the derivative, c₁ + 2c₂x + … + n c_n xⁿ⁻¹.
 *
 * @param coefficients c₀ first
 * @example
 * derivative(primeField, [1n, 2n, 3n]); // [2n, 6n]
 */
export function derivative<Element>(ring: Ring<Element>, coefficients: Polynomial<Element>): Polynomial<Element> {
  return coefficients.slice(1).map((coefficient, k) => ring.multiply(ring.fromInteger(k + 1), coefficient));
}
