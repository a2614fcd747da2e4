/** Large batches: slow, and told apart by the file name so that mutation testing can leave them out. */
import { expect, it } from 'vitest';
import { add } from '../../src/linear-algebra/matrix.js';
import { lossGradient } from '../../src/losses/loss.js';
import { namedLoss } from '../../src/losses/named-losses.js';
import { normalMatrix, randomStream } from '../../src/random/random-stream.js';

it('takes 4,096 samples', () => {
  const z = normalMatrix(randomStream(3), 4096, 2);
  const { z: gradient } = lossGradient(namedLoss('infonce'), z, add(z, normalMatrix(randomStream(4), 4096, 2), 0.1));
  expect(gradient.data.every(Number.isFinite)).toBe(true);
});
