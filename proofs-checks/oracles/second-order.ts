/** Numbers a + bε + cε² with ε³ = 0 over F_p: a computation that starts from a path gives its expansion to second order. */
import { matricesOver, type MatrixRing } from '../../src/theory/algebra/exact-matrix.js';
import { primeField, type FieldElement } from '../../src/theory/algebra/prime-field.js';

/** The value, the slope and half of the curvature along a path: [a, b, c]. */
export type SecondOrder = readonly [FieldElement, FieldElement, FieldElement];

const { add, subtract, multiply, fromInteger, half } = primeField;

/** Returns a + 0ε + 0ε². */
export function still(a: FieldElement): SecondOrder {
  return [a, 0n, 0n];
}

/** Operations on matrices of such numbers. */
export const secondOrderMatrices: MatrixRing<SecondOrder> = matricesOver<SecondOrder>({
  zero: still(0n),
  one: still(1n),
  half: still(half),
  add: (x, y) => [add(x[0], y[0]), add(x[1], y[1]), add(x[2], y[2])],
  subtract: (x, y) => [subtract(x[0], y[0]), subtract(x[1], y[1]), subtract(x[2], y[2])],
  multiply: ([a, b, c], [p, q, r]) => [
    multiply(a, p),
    add(multiply(a, q), multiply(b, p)),
    add(add(multiply(a, r), multiply(b, q)), multiply(c, p)),
  ],
  equal: (x, y) => x[0] === y[0] && x[1] === y[1] && x[2] === y[2],
  fromInteger: (n) => still(fromInteger(n)),
});
