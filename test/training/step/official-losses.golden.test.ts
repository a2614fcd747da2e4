/** Value and gradients of the float32 batch losses against the authors' own PyTorch code, float64. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fromNested, maxAbs, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { goldenCasesOfAll } from '../../golden-file.js';
import { floatLoss, UNIT_ROUNDOFF } from './float-views.js';
import { objectiveOf, type OfficialCase, type OfficialOptions } from './official-objective.js';

/**
 * A similarity of d products of rounded unit vectors is off by at most (d + 5)·u: d + 1 of the sum, and 2 for each of the
 * two normalised rows. Logits multiply that by 1/τ, and the α of these cases are as steep, |d log α/dr| ≤ 2·2/τ for
 * exponents up to 2 on r ≤ 2; the sums of each row and of all anchors add less than another d·u. Values of size 1.
 */
function tolerance({ temperature }: OfficialOptions, features: number): number {
  return (features + 5) * UNIT_ROUNDOFF * (4 / temperature);
}

beforeAll(() => tf.setBackend('cpu'));

describe.each(goldenCasesOfAll<OfficialCase>('official-losses'))(
  "$file: the authors' $variant, N = $N, seed $seed, in float32",
  ({ options, loss, loss_intra, z1, z2, grad_z1, grad_z2 }) => {
    it('has the same value and the same gradient for both views', () => {
      const [z, zPrime] = [fromNested(z1), fromNested(z2)];
      const { value, gradients } = floatLoss(objectiveOf(options), z, zPrime);
      const bound = tolerance(options, z.columns);
      const golden = loss + loss_intra;
      expect(Math.abs(value - golden)).toBeLessThanOrEqual(bound * Math.max(1, Math.abs(golden)));
      expectClose(gradients.z, fromNested(grad_z1), bound);
      expectClose(gradients.zPrime, fromNested(grad_z2), bound);
    });
  },
);

function expectClose(actual: Matrix, golden: Matrix, bound: number): void {
  const difference = actual.data.map((entry, k) => entry - (golden.data[k] as number));
  expect(maxAbs(difference)).toBeLessThanOrEqual(bound * maxAbs(golden.data));
}
