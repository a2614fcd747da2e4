import { describe, expect, it } from 'vitest';
import { optimalTopLayer, rankOneTop } from '../../../src/theory/landscape/top-layer.js';
import { fromNested, toNested, zeros } from '../../../src/theory/algebra/matrix.js';

describe('optimalTopLayer', () => {
  it('has the largest eigenvalue, not the largest in size, its eigenvector and its gap', () => {
    const { value, direction, gap } = optimalTopLayer(
      fromNested([
        [-9, 0, 0],
        [0, 1, 0],
        [0, 0, 4],
      ]),
    );
    expect([value, gap]).toEqual([4, 3]);
    expect([...direction].map(Math.abs)).toEqual([0, 0, 1]);
  });

  it('makes the largest entry of the eigenvector positive', () => {
    const { direction } = optimalTopLayer(
      fromNested([
        [1, -2],
        [-2, 4],
      ]),
    );
    expect(direction[0]).toBeCloseTo(-1 / Math.sqrt(5), 14);
    expect(direction[1]).toBeCloseTo(2 / Math.sqrt(5), 14);
  });

  it('has no next eigenvalue for one neuron', () => {
    expect(optimalTopLayer(fromNested([[2]])).gap).toBe(Infinity);
  });

  it('refuses no neurons at all', () => {
    expect(() => optimalTopLayer(zeros(0, 0))).toThrow('at least one hidden unit');
  });
});

describe('rankOneTop', () => {
  it('is usᵀ with u the first unit vector', () => {
    const top = optimalTopLayer(fromNested([[2]]));
    expect(toNested(rankOneTop(top, 2))).toEqual([[1], [0]]);
  });
});
