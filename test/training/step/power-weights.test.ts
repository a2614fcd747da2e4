import fc, { type Arbitrary } from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { namedImportance } from '../../../src/theory/losses/importances.js';
import { powerWeights } from '../../../src/training/step/power-weights.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { UNIT_ROUNDOFF } from './float-views.js';

beforeAll(() => tf.setBackend('cpu'));

const distance = fc.integer({ min: 0, max: 2000 }).map((k) => k / 1000);

/** Distances above the nearest: spread out, or all but one at the same distance, which takes Newton the most steps. */
const liftedRows: Arbitrary<number[]> = fc.oneof(
  fc.array(distance, { minLength: 1, maxLength: 300, size: 'max' }).map((others) => [0, ...others]),
  fc
    .tuple(distance, fc.integer({ min: 1, max: 600 }))
    .map(([far, count]) => [0, ...Array.from({ length: count }, () => far)]),
);
const gammas = fc.double({ min: Math.log(0.05), max: Math.log(8), noNaN: true }).map(Math.exp);

it('finds λ to the rounding of float32, with the fixed number of steps', () => {
  fc.assert(
    fc.property(liftedRows, gammas, (lifted, gamma) => {
      const alpha = tf.tidy(() => {
        const row = tf.tensor2d([lifted]);
        return powerWeights(row, tf.onesLike(row), lifted.length, gamma);
      });
      const exact = namedImportance('power', { gamma })(Float64Array.from(lifted, Math.fround));
      // Each power x^(−1/γ) carries 4u/γ; the sum over n negatives n·u; and an error of the mean moves v by at most three
      // times as much, ρ + t ≤ 3t: (1/γ)(4u + 3γ(4u/γ + n·u)).
      const bound = UNIT_ROUNDOFF * (16 / gamma + 3 * lifted.length);
      alpha.dataSync().forEach((weight, j) => {
        expect(Math.abs(weight - (exact[j] as number))).toBeLessThanOrEqual(bound * (exact[j] as number) + 1e-37);
      });
      alpha.dispose();
    }),
    { numRuns: 300 },
  );
});
