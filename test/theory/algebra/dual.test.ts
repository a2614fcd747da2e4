import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant, dualNumbers } from '../../../src/theory/algebra/dual.js';
import { derivative, evaluate } from '../../../src/theory/algebra/polynomial.js';
import { primeField } from '../../../src/theory/algebra/prime-field.js';
import { duals, elements } from './field-elements.js';
import { ringLaws } from './ring-laws.js';

describe('dualNumbers', () => {
  ringLaws(dualNumbers, duals());

  it('has ε² = 0 and ε ≠ 0', () => {
    const epsilon = { value: 0n, slope: 1n };
    expect(dualNumbers.multiply(epsilon, epsilon)).toEqual(dualNumbers.zero);
    expect(dualNumbers.equal(epsilon, dualNumbers.zero)).toBe(false);
  });

  it('follows Leibniz: (ab)′ = a′b + ab′', () => {
    fc.assert(
      fc.property(duals(), duals(), (a, b) => {
        const { add, multiply } = primeField;
        const leibniz = add(multiply(a.slope, b.value), multiply(a.value, b.slope));
        expect(dualNumbers.multiply(a, b)).toEqual({ value: multiply(a.value, b.value), slope: leibniz });
      }),
    );
  });

  it('differentiates a polynomial: f(x + vε) = f(x) + f′(x)v ε', () => {
    fc.assert(
      fc.property(fc.array(elements(), { maxLength: 7 }), duals(), (coefficients, x) => {
        const value = evaluate(primeField, coefficients, x.value);
        const slope = evaluate(primeField, derivative(primeField, coefficients), x.value);
        const moving = evaluate(dualNumbers, coefficients.map(constant), x);
        expect(moving).toEqual({ value, slope: primeField.multiply(slope, x.slope) });
      }),
    );
  });
});

describe('polynomials', () => {
  it('evaluate and differentiate as on paper', () => {
    // 3 + 5x + 2x³ at 4, and 5 + 6x².
    const cubic = [3n, 5n, 0n, 2n];
    expect(evaluate(primeField, cubic, 4n)).toBe(151n);
    expect(derivative(primeField, cubic)).toEqual([5n, 0n, 6n]);
    expect(evaluate(primeField, [], 4n)).toBe(0n);
    expect(derivative(primeField, [3n])).toEqual([]);
  });
});
