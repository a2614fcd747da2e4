import { describe, expect, it } from 'vitest';
import { pairOptimum, signedGauge, signedPair } from '../../../src/theory/landscape/signed-gauge.js';
import { fromNested, norm, toNested } from '../../../src/theory/algebra/matrix.js';

describe('signedGauge', () => {
  it('adds the norms of the positive and the negative part', () => {
    expect(signedGauge(Float64Array.of(3, -5, 4, -12))).toBe(5 + 13);
  });
});

describe('signedPair', () => {
  it('gives one neuron the positive part and another the negative, with norm 1 together', () => {
    const first = signedPair(Float64Array.of(3, -5, 4), 3);
    expect(norm(first)).toBeCloseTo(1, 15);
    const [plus = [], minus = [], rest] = toNested(first);
    expect((plus[2] as number) / (plus[0] as number)).toBeCloseTo(4 / 3, 14);
    expect([plus[1], minus[0], minus[2]]).toEqual([0, 0, 0]);
    // Both parts have length 5: half of the squared norm each.
    expect((minus[1] as number) ** 2).toBeCloseTo(0.5, 14);
    expect(rest).toEqual([0, 0, 0]);
  });

  it('refuses p = 0 and a single neuron for two signs', () => {
    expect(() => signedPair(Float64Array.of(0, 0), 2)).toThrow('p ≠ 0');
    expect(() => signedPair(Float64Array.of(1, -1), 1)).toThrow('1 neurons for 2 signs');
    expect(toNested(signedPair(Float64Array.of(1, 0), 1))).toEqual([[1, 0]]);
  });
});

describe('pairOptimum', () => {
  const matrix = (a: number, b: number, between: number): ReturnType<typeof fromNested> =>
    fromNested([
      [a, -between],
      [-between, b],
    ]);

  it('takes the largest diagonal entry while nothing repels more', () => {
    expect(pairOptimum(matrix(1, 3, 3))).toEqual({ value: 3, p: Float64Array.of(0, 1) });
  });

  it('shares between two components that repel more than either varies', () => {
    // ρ² − … is (b² − ac)/(2b − a − c) = (9 − 2)/(6 − 3) at ρ = (b − c)/(2b − a − c) = 1/3.
    const { value, p } = pairOptimum(matrix(1, 2, 3));
    expect(value).toBeCloseTo(7 / 3, 14);
    expect(p[0]).toBeCloseTo(1 / 3, 14);
    expect(p[1]).toBeCloseTo(-2 / 3, 14);
  });
});
