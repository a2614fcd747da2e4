/** α-CL as a loss of distances, and code generated of it, against the training step's loss, whose weights are held fixed too. */
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { gridNumber } from '../../../src/claims/instances.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { alphaClFormulae } from '../../../src/theory/code/alpha-cl-formulae.js';
import { anchorFunction, distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { namedImportance, normalised } from '../../../src/theory/losses/importances.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { batchLoss } from '../../../src/training/step/batch-loss.js';
import { importanceChoice } from '../../../src/training/step/importance-choice.js';
import { answersOf, difference, WITHOUT } from './generated-code.js';

beforeAll(() => tf.setBackend('cpu'));

const CHOICES = ['entropy', 'power', 'square', 'shifted-power', 'direct', 'exp(-r^a/tau)', 'max(0, 1 - d)'].map(
  (typed) => ({
    name: typed.replaceAll(/\W+/g, '-').replace(/-$/, ''),
    importance: importanceChoice(typed, typed.includes('tau') ? { a: 2, tau: 0.5 } : {}),
  }),
);

it.each(['entropy', 'power', 'square', 'shifted-power', 'direct'] as const)(
  'α-CL in p and n has the weights of the importance %s, which sum to 1',
  (name) => {
    const weights = anchorFunction(distanceLoss(alphaClFormulae({ name })));
    fc.assert(
      fc.property(fc.array(gridNumber(0, 2), { minLength: 1, maxLength: 40 }), (n) => {
        const { alpha } = weights(0.5, n);
        expect(alpha.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
        const expected = normalised(namedImportance(name)(Float64Array.from(n)));
        alpha.forEach((weight, j) => expect(Math.abs(weight - (expected[j] as number))).toBeLessThanOrEqual(1e-9));
      }),
    );
  },
);

it.skipIf(WITHOUT.pytorch)(
  'code takes the step of training, in value and gradient',
  () => {
    const random = randomStream(3, 'generated α-CL');
    const rows = (): number[][] =>
      Array.from({ length: 6 }, () => Array.from({ length: 4 }, () => Math.fround(random.uniform() - 0.5)));
    const [z1, z2] = [rows(), rows()];
    const cases = CHOICES.map(({ name, importance }) => ({
      name: `alpha-${name}`,
      loss: distanceLoss(alphaClFormulae(importance)),
      z1,
      z2,
    }));
    answersOf('pytorch', cases).forEach((answer, k) => {
      const { name, importance } = CHOICES[k] as (typeof CHOICES)[number];
      const lossOf = batchLoss({ kind: 'alpha-cl', importance });
      const { value, grads } = tf.valueAndGrads((a, b) => lossOf(a as tf.Tensor2D, b as tf.Tensor2D))([
        tf.tensor2d(z1),
        tf.tensor2d(z2),
      ]);
      const step = { value: value.dataSync()[0] as number, gradient: grads.map((one) => [...one.dataSync()]) };
      expect(difference(step, answer), name).toBeLessThan(2e-6);
    });
  },
  120_000,
);
