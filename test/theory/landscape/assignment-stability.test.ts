import { describe, expect, it } from 'vitest';
import { assignmentStability, coveredComponents } from '../../../src/theory/landscape/assignment-stability.js';
import { fromNested, toNested } from '../../../src/theory/algebra/matrix.js';

const two = fromNested([
  [2, -1],
  [-1, 2],
]);
const three = fromNested([
  [3, -1, -1],
  [-1, 2, -1],
  [-1, -1, 2],
]);

describe('assignmentStability', () => {
  it('finds all neurons on one component, and two components of two, to be local maxima', () => {
    expect(assignmentStability(two, [0, 0]).stability).toBe('maximum');
    expect(assignmentStability(two, [0, 1]).stability).toBe('maximum');
    expect(assignmentStability(three, [2, 2, 2]).stability).toBe('maximum');
  });

  it('finds an ascent direction as soon as a third component repels both, or is covered', () => {
    expect(assignmentStability(three, [0, 1]).stability).toBe('ascent');
    expect(assignmentStability(three, [0, 1, 2]).stability).toBe('ascent');
  });

  it('gives the slopes s_k y_l', () => {
    // s = (1, −1)/√2 and y = Cσ = (3, −3)/√2.
    const { slopes, top } = assignmentStability(two, [0, 1]);
    expect(top.value).toBeCloseTo(3, 14);
    toNested(slopes).forEach((row, k) => row.forEach((g, l) => expect(g).toBeCloseTo(k === l ? 0 : -1.5, 14)));
  });

  it('finds an ascent direction where λ is repeated or a neuron has no part in s', () => {
    const apart = (a: number, b: number): ReturnType<typeof fromNested> =>
      fromNested([
        [a, 0],
        [0, b],
      ]);
    expect(assignmentStability(apart(1, 1), [0, 1]).stability).toBe('ascent');
    expect(assignmentStability(apart(2, 1), [0, 1]).stability).toBe('ascent');
  });

  it('leaves a component that nothing pulls undecided, and does not speak where λ ≤ 0', () => {
    const decoupled = fromNested([
      [2, 0],
      [0, 1],
    ]);
    expect(assignmentStability(decoupled, [0]).stability).toBe('undecided');
    expect(assignmentStability(fromNested([[-1]]), [0]).stability).toBe('outside');
  });
});

describe('an assignment', () => {
  it('covers as many components as have a neuron', () => {
    expect(coveredComponents([2, 0, 2])).toBe(2);
  });
});
