import fc, { type Arbitrary } from 'fast-check';
import { expect, it } from 'vitest';
import type { Ring } from '../../../src/theory/algebra/ring.js';

/** What every ring of src/theory/algebra must satisfy. */
export function ringLaws<Element>(ring: Ring<Element>, elements: Arbitrary<Element>): void {
  const { add, subtract, multiply, zero, one, fromInteger } = ring;
  const forAll = (law: (a: Element, b: Element, c: Element) => readonly [Element, Element][]): void =>
    fc.assert(
      fc.property(elements, elements, elements, (a, b, c) => {
        for (const [left, right] of law(a, b, c)) {
          expect(left).toEqual(right);
          expect(ring.equal(left, right)).toBe(true);
        }
      }),
    );

  it('adds: associative, commutative, with 0 and negatives', () => {
    forAll((a, b, c) => [
      [add(add(a, b), c), add(a, add(b, c))],
      [add(a, b), add(b, a)],
      [add(a, zero), a],
      [subtract(a, a), zero],
      [add(subtract(a, b), b), a],
    ]);
  });

  it('multiplies: associative, commutative, distributive, with 1', () => {
    forAll((a, b, c) => [
      [multiply(multiply(a, b), c), multiply(a, multiply(b, c))],
      [multiply(a, b), multiply(b, a)],
      [multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c))],
      [multiply(a, one), a],
      [multiply(a, zero), zero],
    ]);
  });

  it('has a half', () => {
    expect(add(ring.half, ring.half)).toEqual(one);
  });

  it('holds the integers, negative ones too', () => {
    const integers = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
    fc.assert(
      fc.property(integers, integers, (m, n) => {
        expect(fromInteger(m + n)).toEqual(add(fromInteger(m), fromInteger(n)));
        expect(fromInteger(m * n)).toEqual(multiply(fromInteger(m), fromInteger(n)));
      }),
    );
    expect(fromInteger(1)).toEqual(one);
    expect(fromInteger(-1)).toEqual(subtract(zero, one));
  });

  it('tells elements apart', () => {
    expect(ring.equal(zero, one)).toBe(false);
    expect(ring.equal(one, ring.half)).toBe(false);
  });
}
