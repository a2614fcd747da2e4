import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIELD_BITS,
  FIELD_ORDER,
  inverse,
  power,
  primeField,
  randomElement,
} from '../../../src/theory/algebra/prime-field.js';
import { elements } from './field-elements.js';
import { ringLaws } from './ring-laws.js';

const { multiply } = primeField;

describe('primeField', () => {
  ringLaws(primeField, elements());

  it('has 2⁶¹ − 1 elements, and stays among them', () => {
    expect(FIELD_ORDER).toBe(2305843009213693951n);
    expect(Math.log2(Number(FIELD_ORDER))).toBe(FIELD_BITS);
    fc.assert(
      fc.property(elements(), elements(), (a, b) => {
        const { add, subtract, fromInteger } = primeField;
        for (const element of [add(a, b), subtract(a, b), multiply(a, b), fromInteger(a - b)]) {
          expect(element >= 0n && element < FIELD_ORDER).toBe(true);
        }
      }),
    );
  });

  it('is a field of prime order: aᵖ = a, and no a ≠ 0 divides 0', () => {
    fc.assert(
      fc.property(elements(), elements(), (a, b) => {
        expect(power(a, FIELD_ORDER)).toBe(a);
        expect(multiply(a, b) === 0n).toBe(a === 0n || b === 0n);
      }),
    );
    // Lucas and Lehmer: 2⁶¹ − 1 is prime when s₅₉ = 0 with s₀ = 4, s_k = s_{k−1}² − 2.
    let s = 4n;
    for (let k = 0; k < FIELD_BITS - 2; k++) s = primeField.subtract(multiply(s, s), 2n);
    expect(s).toBe(0n);
  });

  it('inverts every element but 0', () => {
    fc.assert(
      fc.property(
        elements().filter((a) => a !== 0n),
        (a) => {
          expect(multiply(a, inverse(a))).toBe(1n);
        },
      ),
    );
    expect(inverse(2n)).toBe(primeField.half);
    expect(() => inverse(0n)).toThrow('0 has no inverse');
  });

  it('raises to powers', () => {
    fc.assert(
      fc.property(elements(), fc.nat({ max: 20 }), (a, n) => {
        const product = Array.from({ length: n }, () => a).reduce(multiply, 1n);
        expect(power(a, BigInt(n))).toBe(product);
      }),
    );
  });
});

describe('randomElement', () => {
  const words = (...given: number[]): (() => number) => {
    let next = 0;
    return () => given[next++] as number;
  };

  it('takes 61 bits of two words', () => {
    expect(randomElement(words(0, 5))).toBe(5n);
    expect(randomElement(words(1, 0))).toBe(2n ** 32n);
    expect(randomElement(words(0xffffffff, 0xfffffffe))).toBe(FIELD_ORDER - 1n);
    expect(randomElement(words(0xe0000003, 7))).toBe(3n * 2n ** 32n + 7n);
  });

  it('draws again where the bits are p itself, which is no element', () => {
    expect(randomElement(words(0xffffffff, 0xffffffff, 0, 9))).toBe(9n);
  });
});
