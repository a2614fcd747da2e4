import { describe, expect, it } from 'vitest';
import { atRest, sgdStep } from '../../../src/theory/landscape/sgd.js';
import { fromNested } from '../../../src/theory/algebra/matrix.js';

const one = fromNested([[1, -2]]);

describe('sgdStep', () => {
  it('moves against the gradient, and leaves the state that it was given', () => {
    const start = atRest(one);
    expect([...sgdStep(start, fromNested([[3, 1]]), { learningRate: 0.5 }).weight.data]).toEqual([-0.5, -2.5]);
    expect([...start.weight.data, ...start.velocity.data]).toEqual([1, -2, 0, 0]);
  });

  it('keeps a share of the velocity, v ← μv + g, w ← w − ηv', () => {
    const options = { learningRate: 0.5, momentum: 0.5 };
    const gradient = fromNested([[2, 2]]);
    const twice = sgdStep(sgdStep(atRest(one), gradient, options), gradient, options);
    expect([...twice.velocity.data]).toEqual([3, 3]);
    expect([...twice.weight.data]).toEqual([1 - 1 - 1.5, -2 - 1 - 1.5]);
  });

  it('decays the weight through the velocity', () => {
    const { weight, velocity } = sgdStep(atRest(one), fromNested([[0, 0]]), { learningRate: 0.5, weightDecay: 0.5 });
    expect([...velocity.data]).toEqual([0.5, -1]);
    expect([...weight.data]).toEqual([0.75, -1.5]);
  });

  it.each([{ learningRate: 0 }, { learningRate: 1, momentum: 1 }, { learningRate: 1, weightDecay: -1 }])(
    'refuses %j',
    (options) => {
      expect(() => sgdStep(atRest(one), one, options)).toThrow('it must be');
    },
  );
});
