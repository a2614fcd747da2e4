import { describe, expect, it } from 'vitest';
import { conjugateAscent } from '../../../proofs-checks/oracles/conjugate-ascent.js';
import { numericalConjugate } from '../../../proofs-checks/oracles/numerical-conjugate.js';
import { namedLoss } from '../../../src/theory/losses/named-losses.js';

/** ½|α|² on the box: its maximiser is x cut to [0, 1]. */
const SQUARE_ON_BOX = {
  set: { kind: 'each-at-most', bound: 1 },
  value: (alpha: Float64Array) => alpha.reduce((sum, a) => sum + a * a, 0) / 2,
  gradient: (alpha: Float64Array) => alpha.map((a) => a),
} as const;

describe('conjugateAscent', () => {
  it('finds the softmax from the slopes of the negative entropy', () => {
    const entropy = {
      set: { kind: 'sum-equals', bound: 1 },
      value: () => 0,
      gradient: (alpha: Float64Array) => alpha.map((a) => 2 * Math.log(a)),
    } as const;
    const found = conjugateAscent({ conjugate: entropy, margins: Float64Array.of(0, 2 * Math.log(3)), temperature: 2 });
    expect(found[0]).toBeCloseTo(0.25, 14);
    expect(found[1]).toBeCloseTo(0.75, 14);
  });

  it('goes to the ends of the box where F* is a straight line', () => {
    const flat = { ...SQUARE_ON_BOX, gradient: (alpha: Float64Array) => alpha.map(() => 0.5) };
    const found = conjugateAscent({ conjugate: flat, margins: Float64Array.of(0.4, 0.6), temperature: 1 });
    expect([...found]).toEqual([0, 1]);
  });
});

describe('numericalConjugate', () => {
  it('finds the entropy as the conjugate of log-sum-exp', () => {
    const alpha = Float64Array.of(0.2, 0.3, 0.5);
    const entropy = alpha.reduce((sum, a) => sum + a * Math.log(a), 0);
    expect(numericalConjugate(namedLoss('mine'), alpha, new Float64Array(3))).toBeCloseTo(entropy, 12);
  });
});
