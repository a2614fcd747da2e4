import fc, { type Arbitrary } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { views } from '../../../src/claims/instances.js';
import { generate, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { IMPORTANCES, namedImportance } from '../../../src/theory/losses/importances.js';
import { viewBatchLoss } from '../../../src/theory/losses/view-batch.js';
import type { StepObjective } from '../../../src/training/step/batch-loss.js';
import { importanceFromFormula, type AlphaFormula } from '../../../src/theory/losses/importance-from-formula.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { floatLoss, rounded } from './float-views.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const someViews = views({ samples: 6, features: 5 })
  .map(({ z, zPrime }) => ({ z: rounded(z), zPrime: rounded(zPrime) }))
  .filter(({ z, zPrime }) => [z, zPrime].every(({ data }) => data.every((entry) => Math.abs(entry) > 0.1)));

const between = (min: number, max: number): Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Smooth enough for float32: a weight moves by at most a hundred times an error of r. */
const someAlpha: Arbitrary<AlphaFormula> = fc.oneof(
  fc.record({
    alpha: fc.constantFrom(
      'w*exp(-r^a/tau)+(1-w)/(r+1)',
      '(r^a+tau)^(-1/w)',
      'max(0, 1 - r^a/tau)',
      'w + (1-w)*exp(-d^4/tau)',
      'sigmoid((1 - r)/tau)',
    ),
    parameters: fc.record({ w: between(0.3, 0.9), a: fc.constantFrom(1, 1.5, 2), tau: between(0.3, 2) }),
  }),
  fc.constant({ alpha: '1' }),
);

const someChoices = fc.record({
  normalise: fc.constantFrom('row', 'none', 'anchor'),
  slack: fc.constantFrom(0, 0.1),
  positiveWeight: fc.constantFrom(0, 0.4),
});

function close(a: Matrix, b: Matrix, bound: number): void {
  a.data.forEach((entry, k) => expect(Math.abs(entry - (b.data[k] as number))).toBeLessThanOrEqual(bound));
}

describe('α as a formula', () => {
  it('has the value and gradient of its float64 half', () => {
    fc.assert(
      fc.property(someAlpha, someChoices, someViews, (importance, choices, { z, zPrime }) => {
        const float = floatLoss({ kind: 'alpha-cl', importance, ...choices }, z, zPrime);
        const { importance: weights } = importanceFromFormula(importance);
        const exact = viewBatchLoss({ kind: 'alpha-cl', importance: weights, ...choices }, z, zPrime);
        expect(Math.abs(float.value - exact.value)).toBeLessThanOrEqual(1e-3 * (1 + Math.abs(exact.value)));
        const largest = Math.max(...exact.gradients.z.data.map(Math.abs));
        close(float.gradients.z, exact.gradients.z, 1e-3 * (1 + largest));
      }),
    );
  });

  it.each([
    [IMPORTANCES.direct.formula, { power: 3, temperature: 0.4 }, 'direct', { power: 3, temperature: 0.4 }],
    ['exp(-d^p/tau)', { p: 4, tau: 0.5 }, 'direct', { power: 4, temperature: 0.5 }],
    ['exp(-r/tau)', { tau: 0.2 }, 'entropy', { temperature: 0.2 }],
    [
      IMPORTANCES['shifted-power'].formula,
      { exponent: 2, temperature: 0.3, inverseExponent: 1.5 },
      'shifted-power',
      { exponent: 2, temperature: 0.3, inverseExponent: 1.5 },
    ],
  ] as const)('%s is the importance of the library of that name', (alpha, parameters, name, own) => {
    fc.assert(
      fc.property(someViews, fc.constantFrom('stop', 'back-propagate'), ({ z, zPrime }, gradient) => {
        const of = (importance: Extract<StepObjective, { kind: 'alpha-cl' }>['importance']) =>
          floatLoss({ kind: 'alpha-cl', importance, gradient }, z, zPrime);
        const [given, named] = [of({ alpha, parameters }), of({ name, parameters: own })];
        expect(Math.abs(given.value - named.value)).toBeLessThanOrEqual(1e-5);
        // A root has no bound on its slope at 0.
        if (gradient === 'stop') close(given.gradients.z, named.gradients.z, 1e-4);
      }),
      { numRuns: 30 },
    );
    fc.assert(
      fc.property(fc.float64Array({ min: 0, max: 2, noNaN: true, minLength: 1 }), (distances) => {
        const shares = (weights: Float64Array): number[] =>
          [...weights].map((w) => w / weights.reduce((a, b) => a + b));
        const given = shares(importanceFromFormula({ alpha, parameters }).importance(distances));
        shares(namedImportance(name, own)(distances)).forEach((share, k) => expect(given[k]).toBeCloseTo(share, 12));
      }),
    );
  });

  it('keeps the proportions of weights that float32 does not hold', () => {
    const z = rounded(generate(4, 3, (i, j) => Math.cos(3 * i + j)));
    const zPrime = rounded(generate(4, 3, (i, j) => Math.cos(3 * i + j + 0.2)));
    const of = (alpha: string) => floatLoss({ kind: 'alpha-cl', importance: { alpha } }, z, zPrime);
    const named = floatLoss(
      { kind: 'alpha-cl', importance: { name: 'direct', parameters: { temperature: 1e-3 } } },
      z,
      zPrime,
    );
    for (const alpha of ['exp(-r^2/0.001)', '1e-200*exp(-r^2/0.001)', '1e300*exp(-r^2/0.001)']) {
      expect(of(alpha).value).toBeCloseTo(named.value, 4);
    }
  });
});
