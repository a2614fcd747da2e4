import { describe, expect, it } from 'vitest';
import { toNested } from '../../../src/theory/algebra/matrix.js';
import { assignedRows, mixtureViews } from '../../../src/theory/networks/orthogonal-mixture.js';

const mixture = { components: 2, component: [1, 0], magnitude: [2, 0], magnitudePrime: [3, 1] };

describe('mixtureViews', () => {
  it('puts each magnitude on the direction of its component, in either view', () => {
    const { x, xPrime } = mixtureViews(mixture);
    expect(toNested(x)).toEqual([
      [0, 2],
      [0, 0],
    ]);
    expect(toNested(xPrime)).toEqual([
      [0, 3],
      [1, 0],
    ]);
  });

  it.each([-1, Number.NaN])('refuses the magnitude %d in either view', (bad) => {
    expect(() => mixtureViews({ ...mixture, magnitude: [1, bad] })).toThrow(`magnitude[1] is ${bad}`);
    expect(() => mixtureViews({ ...mixture, magnitudePrime: [bad, 1] })).toThrow(`magnitudePrime[0] is ${bad}`);
  });

  it('refuses a missing magnitude', () => {
    expect(() => mixtureViews({ ...mixture, magnitude: [1] })).toThrow('magnitude[1] is undefined');
  });

  it.each([-1, 2, 0.5])('refuses the component %d of two', (bad) => {
    expect(() => mixtureViews({ ...mixture, component: [0, bad] })).toThrow('an integer from 0 to 1');
  });
});

describe('assignedRows', () => {
  it('has one 1 a row, at the component of the neuron', () => {
    expect(toNested(assignedRows([2, 0, 2], 3))).toEqual([
      [0, 0, 1],
      [1, 0, 0],
      [0, 0, 1],
    ]);
  });
});
