import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamedData } from '../../../src/training/compile/step.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { namedModel } from '../../../src/training/models/named-models.js';

/** Standard errors: one of the few estimates here is beyond five in a million runs, and the seeds are fixed. */
const SPREAD = 5;

describe('initial weights', () => {
  it('of convolutions are normal with variance 2/fan out', () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);
    const model = namedModel('tiny');
    const data = seeds.flatMap((seed) => [...tensor(initialWeights(model, seed), 'conv2.weight').data]);
    expect(model.parameters['conv2.weight']?.shape).toEqual([16, 8, 3, 3]);
    const variance = 2 / (16 * 9);
    const moments = [1, 2, 3, 4].map((power) => mean(data, (x) => (x / Math.sqrt(variance)) ** power));
    // Moments 0, 1, 0, 3 of the standard normal, whose powers have the variances 1, 2, 15 and 96.
    for (const [k, [expected, spread]] of [
      [0, 1],
      [1, 2],
      [0, 15],
      [3, 96],
    ].entries()) {
      const error = Math.abs((moments[k] ?? NaN) - (expected ?? NaN));
      expect(error).toBeLessThan(SPREAD * Math.sqrt((spread ?? NaN) / data.length));
    }
  });

  it.each(['fc.0.weight', 'fc.0.bias'])('of a linear layer are uniform in ±1/√fan in: %s', (name) => {
    const model = namedModel('tiny', { projector: { hidden: 400 } });
    const { data } = tensor(initialWeights(model, 2), name);
    const bound = 1 / Math.sqrt(model.featureWidth);
    expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(bound);
    expect(Math.abs(mean(data, (x) => x / bound))).toBeLessThan(SPREAD * Math.sqrt(1 / 3 / data.length));
    expect(Math.abs(mean(data, (x) => (x / bound) ** 2) - 1 / 3)).toBeLessThan(
      SPREAD * Math.sqrt(4 / 45 / data.length),
    );
  });

  it('of batch norm are γ = 1, β = 0, mean 0, variance 1 and no batches', () => {
    const weights = initialWeights(namedModel('tiny'), 3);
    const values = ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'].map((name) => [
      ...new Set(tensor(weights, `bn1.${name}`).data),
    ]);
    expect(values).toEqual([[1], [0], [0], [1], [0]]);
  });

  it('belong to the seed and the name: another projector changes no other layer', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 40 }), (seed, hidden) => {
        const narrow = initialWeights(namedModel('tiny'), seed);
        const wide = initialWeights(namedModel('tiny', { projector: { hidden } }), seed);
        for (const name of Object.keys(narrow).filter((key) => !key.startsWith('fc.')))
          expect(wide[name]).toEqual(narrow[name]);
        expect(initialWeights(namedModel('tiny'), seed + 1)['conv1.weight']).not.toEqual(narrow['conv1.weight']);
        const [weight, bias] = ['fc.0.weight', 'fc.0.bias'].map((name) => tensor(narrow, name).data);
        expect(weight?.slice(0, bias?.length)).not.toEqual(bias);
      }),
      { numRuns: 20 },
    );
  });
});

function tensor(weights: NamedData, name: string) {
  const found = weights[name];
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function mean(data: Iterable<number>, of: (x: number) => number): number {
  const values = [...data].map(of);
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
