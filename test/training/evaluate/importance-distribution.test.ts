/** The distribution of α over pairs, against α read off the gradient of the loss and against what theory says of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  importanceDistribution,
  type DistributionOptions,
} from '../../../src/training/evaluate/importance-distribution.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { dot, row, stack, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { multiply } from '../../../src/theory/algebra/multiply.js';
import { orthonormalColumns } from '../../../src/theory/algebra/orthonormal-columns.js';
import { unitRows } from '../../../src/theory/losses/unit-rows.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';
import type { StepObjective } from '../../../src/training/step/batch-loss.js';

const SAMPLES = 12;
const NEGATIVES = 2 * SAMPLES - 2;

const views = (seed: number): Pick<DistributionOptions, 'first' | 'second'> => ({
  first: normalMatrix(randomStream(seed, 'first'), SAMPLES, 4),
  second: normalMatrix(randomStream(seed, 'second'), SAMPLES, 4),
});

const alphaCl = (name: 'entropy' | 'direct' | 'square' | 'power'): StepObjective => ({
  kind: 'alpha-cl',
  importance: { name },
});

const DECREASING: readonly StepObjective[] = [
  { kind: 'cross-entropy', temperature: 0.5 },
  alphaCl('entropy'),
  alphaCl('direct'),
  alphaCl('square'),
  alphaCl('power'),
];

const medians = (objective: StepObjective, seed: number): number[] =>
  importanceDistribution({ objective, ...views(seed), bins: 6 }).bins.map(({ quantiles }) => quantiles[2] as number);

describe('the distribution of α', () => {
  it('covers every pair and all of the weight, bins in the order of distance', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), (seed, bins) => {
        const found = importanceDistribution({
          objective: { kind: 'cross-entropy', temperature: 0.5 },
          ...views(seed),
          bins,
        });
        expect(found.bins.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(found.anchors * NEGATIVES);
        expect(found.bins.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
        found.bins.forEach(({ nearest, meanDistance, farthest }, k) => {
          expect(nearest).toBeLessThanOrEqual(meanDistance + 1e-12);
          expect(meanDistance).toBeLessThanOrEqual(farthest + 1e-12);
          if (k > 0) expect(nearest).toBeGreaterThanOrEqual(found.bins[k - 1]?.farthest as number);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('is uniform for the quadratic loss and for weights that belong to an anchor', () => {
    const perAnchor: StepObjective = { kind: 'alpha-cl', importance: { name: 'direct' }, normalise: 'anchor' };
    for (const objective of [{ kind: 'quadratic' }, perAnchor] as const) {
      const found = importanceDistribution({ objective, ...views(1), bins: 4 });
      expect(found.weightedDistance).toBeCloseTo(found.meanDistance, 12);
      expect(found.effectiveNegatives).toBeCloseTo(NEGATIVES, 9);
      for (const { quantiles, weight } of found.bins) {
        expect(weight).toBeCloseTo(1 / 4, 12);
        quantiles.forEach((value) => expect(value).toBeCloseTo(1, 12));
      }
    }
  });

  it.each(DECREASING)('puts more weight on close pairs: $kind $importance.name', (objective) => {
    const found = importanceDistribution({ objective, ...views(2), bins: 6 });
    expect(found.weightedDistance).toBeLessThan(found.meanDistance);
    expect(found.effectiveNegatives).toBeLessThan(NEGATIVES);
    expect(found.bins[0]?.weight).toBeGreaterThan(found.bins.at(-1)?.weight as number);
    expect(medians(objective, 2)).toEqual(medians(objective, 2).toSorted((a, b) => b - a));
  });

  it('of formulae is φ′(ξ)ψ′(r⁺ − r): InfoNCE’s for InfoNCE, and one that sees the positive for a sigmoid', () => {
    const of = (objective: StepObjective, seed: number): number =>
      importanceDistribution({ objective, ...views(seed), bins: 4 }).weightedDistance;
    const parameters = { tau: 0.3, eps: 1 };
    const infonce = { kind: 'formulae', phi: 'tau*log(eps + x)', psi: 'exp(x/tau)', parameters } as const;
    expect(of(infonce, 4)).toBeCloseTo(of({ kind: 'cross-entropy', temperature: 0.3 }, 4), 10);
    const { first, second } = views(5);
    const { unit } = unitRows(stack(first as Matrix, second as Matrix));
    let mean = 0;
    for (let a = 0; a < unit.rows; a++) {
      const r = Array.from({ length: unit.rows }, (_, j) => 1 - dot(row(unit, a), row(unit, j)));
      const positive = r[(a + SAMPLES) % unit.rows] as number;
      const others = r.filter((_, j) => j % SAMPLES !== a % SAMPLES);
      const weights = others.map((distance) => 1 / Math.cosh((3 * (positive - distance)) / 2) ** 2);
      const total = weights.reduce((sum, weight) => sum + weight);
      mean += others.reduce((sum, distance, k) => sum + (distance * (weights[k] as number)) / total, 0) / unit.rows;
    }
    expect(of({ kind: 'formulae', phi: 'x', psi: 'sigmoid(3*x)' }, 5)).toBeCloseTo(mean, 10);
  });

  it('correlates with closeness as Spearman has it, and not at all where it is uniform', () => {
    const temperature = 0.3;
    const { first, second } = views(3);
    const { unit } = unitRows(stack(first as Matrix, second as Matrix));
    const pairs = Array.from({ length: unit.rows }, (_, a) => {
      const cosines = Array.from({ length: unit.rows }, (__, j) => j)
        .filter((j) => j !== a && Math.abs(j - a) !== SAMPLES)
        .map((j) => dot(row(unit, a), row(unit, j)));
      const total = cosines.reduce((sum, s) => sum + Math.exp(s / temperature), 0);
      return cosines.map((s) => ({ alpha: Math.exp(s / temperature) / total, closeness: s }));
    }).flat();
    const places = (of: 'alpha' | 'closeness'): number[] =>
      pairs.map(
        (pair) =>
          pairs.filter((other) => other[of] < pair[of]).length +
          pairs.filter((other) => other[of] === pair[of]).length / 2,
      );
    const centred = (ranks: number[]): number[] => ranks.map((rank) => rank - pairs.length / 2);
    const [x, y] = [centred(places('alpha')), centred(places('closeness'))];
    const product = (u: number[], v: number[]): number =>
      u.reduce((sum, value, k) => sum + value * (v[k] as number), 0);
    const spearman = product(x, y) / Math.sqrt(product(x, x) * product(y, y));
    const found = importanceDistribution({ objective: { kind: 'cross-entropy', temperature }, first, second });
    expect(found.rankCorrelation).toBeCloseTo(spearman, 6);
    expect(spearman).toBeLessThan(0.99);
    const uniform = importanceDistribution({ objective: { kind: 'quadratic' }, first, second });
    expect(uniform.rankCorrelation).toBe(0);
    expect(uniform.quantiles).toEqual(Array.from({ length: 5 }, () => expect.closeTo(1, 12) as number));
  });

  it('has quantiles over all pairs: those of one bin', () => {
    for (const objective of DECREASING) {
      const { quantiles, bins } = importanceDistribution({ objective, ...views(4), bins: 1 });
      expect(quantiles).toEqual(bins[0]?.quantiles);
    }
  });

  it('is the softmax of the negatives for InfoNCE: the weighted distance of a loop over all pairs', () => {
    const temperature = 0.3;
    const { first, second } = views(3);
    const { unit } = unitRows(stack(first as Matrix, second as Matrix));
    let [weighted, spread] = [0, 0];
    for (let a = 0; a < unit.rows; a++) {
      const cosines = Array.from({ length: unit.rows }, (_, j) => j)
        .filter((j) => j !== a && Math.abs(j - a) !== SAMPLES)
        .map((j) => dot(row(unit, a), row(unit, j)));
      const total = cosines.reduce((sum, s) => sum + Math.exp(s / temperature), 0);
      const alpha = cosines.map((s) => Math.exp(s / temperature) / total);
      weighted += cosines.reduce((sum, s, k) => sum + (alpha[k] as number) * (1 - s), 0) / unit.rows;
      spread += Math.exp(-alpha.reduce((sum, p) => sum + p * Math.log(p), 0)) / unit.rows;
    }
    const found = importanceDistribution({ objective: { kind: 'cross-entropy', temperature }, first, second });
    expect(found.weightedDistance).toBeCloseTo(weighted, 12);
    expect(found.effectiveNegatives).toBeCloseTo(spread, 9);
  });

  it('does not change when views are rotated, scaled or exchanged', () => {
    const { first, second } = views(4);
    const turn = orthonormalColumns(normalMatrix(randomStream(5), 4, 4));
    const objective: StepObjective = alphaCl('direct');
    const plain = importanceDistribution({ objective, first, second, bins: 5 });
    const turned = importanceDistribution({
      objective,
      first: multiply(second as Matrix, turn),
      second: { ...first, data: first.data.map((x) => 2 * x) },
      bins: 5,
    });
    const exchanged = importanceDistribution({
      objective,
      first: second,
      second: { ...first, data: first.data.map((x) => 2 * x) },
      bins: 5,
    });
    expect(exchanged.weightedDistance).toBeCloseTo(plain.weightedDistance, 12);
    expect(exchanged.bins.map(({ weight }) => weight.toFixed(9))).toEqual(
      plain.bins.map(({ weight }) => weight.toFixed(9)),
    );
    // One view turned without the other is another batch: the comparison can fail.
    expect(turned.weightedDistance).not.toBeCloseTo(plain.weightedDistance, 6);
    const both = importanceDistribution({
      objective,
      first: multiply(first as Matrix, turn),
      second: multiply(second as Matrix, turn),
      bins: 5,
    });
    expect(both.weightedDistance).toBeCloseTo(plain.weightedDistance, 12);
  });

  it.each([
    ['a single sample', { first: normalMatrix(randomStream(1), 1, 4), second: normalMatrix(randomStream(2), 1, 4) }],
    ['more bins than pairs', { bins: 1e6 }],
    ['a temperature of 0', { objective: { kind: 'cross-entropy', temperature: 0 } as const }],
  ])('refuses %s', (_, wrong) => {
    const options = { objective: { kind: 'quadratic' } as const, ...views(1) };
    expect(() => importanceDistribution({ ...options, ...wrong })).toThrow(InvalidInput);
  });
});
