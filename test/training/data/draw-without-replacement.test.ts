import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawWithoutReplacement } from '../../../src/training/data/draw-without-replacement.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';

const countAndTotal = fc.nat(60).chain((total) => fc.tuple(fc.nat(total), fc.constant(total)));

describe('drawWithoutReplacement', () => {
  it('gives different integers of [0, total)', () => {
    fc.assert(
      fc.property(countAndTotal, fc.nat(), ([count, total], seed) => {
        const drawn = drawWithoutReplacement(count, total, randomStream(seed));
        expect(drawn).toHaveLength(count);
        expect(new Set(drawn).size).toBe(count);
        expect(drawn.every((k) => Number.isInteger(k) && k >= 0 && k < total)).toBe(true);
      }),
    );
  });

  it('begins a larger draw with the smaller one', () => {
    fc.assert(
      fc.property(countAndTotal, fc.nat(), ([count, total], seed) => {
        const all = drawWithoutReplacement(total, total, randomStream(seed));
        expect(drawWithoutReplacement(count, total, randomStream(seed))).toEqual(all.slice(0, count));
      }),
    );
  });

  it('gives every order of three equally often', () => {
    const orders = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = drawWithoutReplacement(3, 3, randomStream(seed)).join();
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    // Five deviations of a binomial count: √(6000 · 1/6 · 5/6) = 29.
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThanOrEqual(145);
  });
});
