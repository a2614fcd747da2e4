import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignmentStability } from '../../../src/theory/landscape/assignment-stability.js';
import { lossAssignment } from '../../../src/theory/landscape/loss-assignment.js';
import { contrastiveCovariance } from '../../../src/theory/losses/contrastive-covariance.js';
import {
  at,
  fromNested,
  generate,
  identity,
  toNested,
  zeros,
  type Matrix,
} from '../../../src/theory/algebra/matrix.js';

/** One sample on each of M components, of magnitude 1, the same in both views; every pair has the weight ½. */
function evenly(M: number): Matrix {
  return generate(M, M, (i, j) => (i === j ? 0 : 0.5));
}

/** At the weights ½, C has M − 1 on the diagonal and −1 off it. */
function stabilityOn(M: number, assignment: readonly number[], second: Matrix): string {
  const x = identity(M);
  return lossAssignment(() => evenly(M), { x, xPrime: x, assignment, second }).stability;
}

describe('lossAssignment', () => {
  it('gives G = W₂ᵀW₂ W₁ C, with the α of the representation at the point', () => {
    const x = identity(3);
    const second = fromNested([[0.8, -0.6]]);
    const seen: Matrix[] = [];
    const importance = (z: Matrix, zPrime: Matrix): Matrix => {
      seen.push(z, zPrime);
      return evenly(3);
    };
    const xPrime = generate(3, 3, (i, j) => (i === j ? 2 : 0));
    const { pull } = lossAssignment(importance, { x, xPrime, assignment: [0, 2], second });
    expect(seen.map(toNested)).toEqual([
      [[0.8], [0], [-0.6]],
      [[1.6], [0], [-1.2]],
    ]);
    const C = contrastiveCovariance(evenly(3), x, xPrime);
    toNested(pull).forEach((row, k) => {
      row.forEach((g, l) => {
        const y = 0.8 * at(C, 0, l) - 0.6 * at(C, 2, l);
        expect(g).toBeCloseTo((k === 0 ? 0.8 : -0.6) * y, 14);
      });
    });
  });

  it('agrees with the stability at the best top layer, α held fixed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 3 }),
        (M, draw) => {
          const assignment = draw.map((m) => m % M);
          const C = contrastiveCovariance(evenly(M), identity(M), identity(M));
          const { stability, top } = assignmentStability(C, assignment);
          fc.pre(stability === 'maximum' || (stability === 'ascent' && top.gap > 0.1));
          const second = generate(1, assignment.length, (_, k) => top.direction[k] as number);
          fc.pre(second.data.every((s) => Math.abs(s) > 0.1));
          expect(stabilityOn(M, assignment, second)).toBe(stability);
        },
      ),
    );
  });

  it('finds maxima of any rank where every neuron has an output of its own', () => {
    expect(stabilityOn(3, [0, 1, 2], identity(3))).toBe('maximum');
    expect(stabilityOn(3, [0, 1, 2], fromNested([[1, 1, 1]]))).not.toBe('maximum');
  });

  it('finds an ascent direction where a row gains by shrinking', () => {
    // Views that differ make C negative on the diagonal.
    const x = identity(2);
    const xPrime = generate(2, 2, (i, j) => (i === j ? 4 : 0));
    const { pull, stability } = lossAssignment(() => evenly(2), { x, xPrime, assignment: [0], second: identity(1) });
    expect(at(pull, 0, 0)).toBeLessThan(0);
    expect(stability).toBe('ascent');
  });

  it('leaves a zero of G undecided, and a single component without a way to turn is a maximum', () => {
    const x = identity(2);
    const alone = { x, xPrime: x, assignment: [0], second: zeros(1, 1) };
    expect(lossAssignment(() => evenly(2), alone).stability).toBe('undecided');
    const one = fromNested([[1], [2]]);
    const same = { x: one, xPrime: one, assignment: [0], second: identity(1) };
    expect(lossAssignment(() => evenly(2), same).stability).toBe('maximum');
  });
});
