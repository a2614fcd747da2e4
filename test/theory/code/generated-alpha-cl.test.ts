/** Generated code of α-CL against the training step's loss, whose weights are held fixed too. */
import { beforeAll, expect, it } from 'vitest';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { alphaClFormulae } from '../../../src/theory/code/alpha-cl-formulae.js';
import { distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { batchLoss } from '../../../src/training/step/batch-loss.js';
import { importanceChoice } from '../../../src/training/step/importance-choice.js';
import { answersOf, difference, WITHOUT } from './generated-code.js';

beforeAll(() => tf.setBackend('cpu'));

const CHOICES = ['entropy', 'shifted-power', 'direct', 'exp(-r^a/tau)', 'max(0, 1 - d)'].map((typed) => ({
  name: typed.replaceAll(/\W+/g, '-').replace(/-$/, ''),
  importance: importanceChoice(typed, typed.includes('tau') ? { a: 2, tau: 0.5 } : {}),
}));

it.skipIf(WITHOUT.pytorch)(
  'takes the step of training, in value and gradient',
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
