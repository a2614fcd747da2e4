import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitAccuracyModel, predictedAccuracy, predictionWorth } from '../../../src/results/discover/accuracy-model.js';

const shapes = [0.05, 0.1, 0.2, 0.5, 1].map((tau) => ({ alpha: 'exp(-r/tau)', parameters: { tau } }));
const coefficient = fc.double({ min: -1, max: 1, noNaN: true });

describe('the prediction of accuracy', () => {
  it('finds the coefficients of accuracies that follow it exactly', () => {
    fc.assert(
      fc.property(coefficient, coefficient, coefficient, (constant, hardness, scarcity) => {
        const planted = { constant, hardness, scarcity };
        const study = shapes.map((weights) => ({ weights, accuracies: [predictedAccuracy(planted, weights)] }));
        const found = fitAccuracyModel(study);
        expect(found.constant).toBeCloseTo(constant, 8);
        expect(found.hardness).toBeCloseTo(hardness, 8);
        expect(found.scarcity).toBeCloseTo(scarcity, 8);
        expect(found.residual).toBeCloseTo(0, 8);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses shapes that do not tell sharpness from scarcity', () => {
    const [one] = shapes;
    const study = Array.from({ length: 4 }, () => ({ weights: one ?? { alpha: '1' }, accuracies: [0.5] }));
    expect(() => fitAccuracyModel(study)).toThrow(/linearly dependent/);
  });

  it('is worth a correlation and a slope of 1 where it holds but for an offset, and about none where it is at random', () => {
    const points = Array.from({ length: 40 }, (_, k) => ({
      group: String(k % 10),
      predicted: k / 40,
      observed: k / 40 + 0.1,
    }));
    const { rank, slope, error } = predictionWorth(points);
    expect([rank.value, rank.lower, rank.upper, slope.value].map((value) => Math.round(1e9 * value) / 1e9)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(error).toBeCloseTo(0, 9);
    const random = predictionWorth(points.map((point, k) => ({ ...point, observed: ((k * 37) % 41) / 41 })));
    expect(random.rank.lower).toBeLessThan(0.2);
    expect(random.rank.upper).toBeGreaterThan(-0.2);
  });
});
