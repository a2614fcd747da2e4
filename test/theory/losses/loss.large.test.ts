/** Large batches: slow, and told apart by the file name so that mutation testing can leave them out. */
import { expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { add, zeros } from '../../../src/theory/algebra/matrix.js';
import { lossGradient, lossValue } from '../../../src/theory/losses/loss.js';
import { namedLoss } from '../../../src/theory/losses/named-losses.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

it('refuses what no memory holds', () => {
  const z = zeros(100_000, 1);
  expect(() => lossValue(namedLoss('infonce'), z, z)).toThrow(InvalidInput);
  expect(() => lossValue(namedLoss('infonce'), z, z)).toThrow('takes 74.5 GiB of memory');
});

it('takes 4,096 samples', () => {
  const z = normalMatrix(randomStream(3), 4096, 2);
  const { z: gradient } = lossGradient(namedLoss('infonce'), z, add(z, normalMatrix(randomStream(4), 4096, 2), 0.1));
  expect(gradient.data.every(Number.isFinite)).toBe(true);
});
