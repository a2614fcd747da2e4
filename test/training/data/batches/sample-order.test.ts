import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochOrder, requireSampleOrder } from '../../../../src/training/data/batches/sample-order.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';

const anySeed = fc.nat();
const anyEpoch = fc.nat(1000);

describe('epochOrder', () => {
  it('shuffled is a permutation that depends on seed and epoch alone', () => {
    fc.assert(
      fc.property(anySeed, anyEpoch, fc.nat(300), (seed, epoch, count) => {
        const indices = epochOrder({ order: 'shuffled', seed, epoch, count });
        expect(indices.toSorted((a, b) => a - b)).toEqual([...Array(count).keys()]);
        expect(epochOrder({ order: 'shuffled', seed, epoch, count })).toEqual(indices);
      }),
    );
  });

  it('shuffles every epoch and every seed anew', () => {
    // Two of 100! permutations are the same by chance: never.
    fc.assert(
      fc.property(anySeed, anyEpoch, (seed, epoch) => {
        const indices = epochOrder({ order: 'shuffled', seed, epoch, count: 100 });
        expect(epochOrder({ order: 'shuffled', seed, epoch: epoch + 1, count: 100 })).not.toEqual(indices);
        expect(epochOrder({ order: 'shuffled', seed: seed + 1, epoch, count: 100 })).not.toEqual(indices);
      }),
    );
  });

  it('sequential counts up in every epoch', () => {
    expect(epochOrder({ order: 'sequential', seed: 7, epoch: 3, count: 4 })).toEqual([0, 1, 2, 3]);
  });
});

it('requireSampleOrder answers an unknown word with the known ones', () => {
  expect(() => requireSampleOrder('random')).toThrow(InvalidInput);
  expect(() => requireSampleOrder('random')).toThrow(/"random".*sequential, shuffled/);
});
