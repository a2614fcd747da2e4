import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formulaCandidate,
  givenCandidate,
  powerCandidate,
  squareCandidate,
} from '../../../src/results/discover/candidate.js';
import { CRITERION_NAMES, effectiveTemperature, judged, ranked } from '../../../src/results/discover/criteria.js';
import { grammarCandidates } from '../../../src/results/discover/grammar.js';
import { referenceDistances } from '../../../src/results/discover/reference-distances.js';

const of = (alpha: string) => judged(formulaCandidate('given', 'one', alpha));
const temperatures = fc.double({ min: 0.05, max: 4, noNaN: true });

describe('the reference distances', () => {
  it('ascend and have the moments of directions on the sphere of ℝ⁸', () => {
    const r = referenceDistances();
    expect(r).toEqual(r.toSorted());
    const moment = (k: number): number => r.reduce((sum, value) => sum + (value - 1) ** k, 0) / r.length;
    expect(moment(1)).toBeCloseTo(0, 12);
    // E s² = 1/n and E s⁴ = 3/(n(n + 2)), the tails cut at 254 quantiles.
    expect(moment(2)).toBeCloseTo(1 / 8, 2);
    expect(moment(4)).toBeCloseTo(3 / 80, 2);
  });
});

describe('criteria', () => {
  it('of exp(−r/τ) have the temperature τ, known by symbols, and the hardness that log Σ exp(−βr) has as its slope', () => {
    fc.assert(
      fc.property(temperatures, (tau) => {
        const judgement = of(`exp(-r/${tau})`);
        expect(effectiveTemperature(judgement) / tau).toBeCloseTo(1, 9);
        expect(judgement.grades.preference).toBe('symbolic');
        const r = referenceDistances();
        const logSum = (beta: number): number => Math.log(r.reduce((sum, value) => sum + Math.exp(-beta * value), 0));
        const h = 1e-5;
        const mean = -(logSum(1 / tau + h) - logSum(1 / tau - h)) / (2 * h);
        expect(judgement.values.hardness).toBeCloseTo(1 - mean, 6);
        // The entropy is log Σ + β·E r.
        const entropy = logSum(1 / tau) + mean / tau;
        expect(judgement.values.effectiveShare).toBeCloseTo(Math.exp(entropy) / r.length, 5);
      }),
      { numRuns: 50 },
    );
  });

  it('enclose the preference of other shapes: p/(2τ) at r = 1 for exp(−dᵖ/τ), ga/(1 + τ) for a power', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 3, 4, 6), temperatures, (p, tau) => {
        const { values, grades } = of(`exp(-d^${p}/${tau})`);
        expect(values.preference / (p / (2 * tau))).toBeCloseTo(1, 6);
        expect(grades.preference).toBe('interval-certified');
        expect(of(`(r^2 + ${tau})^(-3)`).values.preference).toBeCloseTo(6 / (1 + tau), 6);
      }),
      { numRuns: 30 },
    );
  });

  it('of uniform α are none, one and one', () => {
    expect(of('1').values).toMatchObject({ score: 0, hardness: 0, peak: 1, preference: 0 });
    expect(of('1').values.effectiveShare).toBeCloseTo(1, 12);
    expect(effectiveTemperature(of('1'))).toBe(Infinity);
  });

  it('do not see the scale of α', () => {
    const [one, thousand] = [of('exp(-r^2/0.5)'), of('1000*exp(-r^2/0.5)')];
    for (const name of CRITERION_NAMES) expect(thousand.values[name]).toBeCloseTo(one.values[name], 9);
  });
});

describe('what the theory says', () => {
  it('proves of every shape of the grammar that it falls and is bounded', () => {
    for (const candidate of grammarCandidates()) {
      const { falls, bounded } = judged(candidate).theory;
      expect([candidate.id, falls.outcome, falls.evidence.grade]).toEqual([candidate.id, 'holds', 'symbolic']);
      expect([bounded.outcome, bounded.evidence.grade]).toEqual(['holds', 'symbolic']);
    }
  });

  it.each([
    ['exp(-r/0.5)', 'row'],
    ['2', 'row'],
    ['exp(-r)^2*3', 'row'],
    ['exp(-r^2/0.5)', 'pair'],
    ['1/(1 + r)', 'pair'],
    ['max(0, 1 - r)', 'pair'],
    ['exp(r)', 'none'],
    ['1 + r', 'none'],
  ])('finds the min player of %s: %s', (alpha, kind) => {
    expect(of(alpha).theory.minPlayer.kind).toBe(kind);
  });

  it('has one of the row for the paper’s square and power', () => {
    for (const candidate of [squareCandidate(0.5), powerCandidate(2)]) {
      expect(judged(candidate).theory.minPlayer).toMatchObject({ kind: 'row', evidence: { grade: 'symbolic' } });
    }
  });

  it.each(['exp(r/0.1)', 'r', '0.9*exp(-r/0.1) + 0.001*r', '1 - r + r^2'])(
    'refutes that %s falls, at a point, and ranks it last by whatever criterion',
    (alpha) => {
      const broken = judged(givenCandidate(alpha, {}));
      expect(broken.theory.falls).toMatchObject({ outcome: 'fails', evidence: { grade: 'interval-certified' } });
      expect(broken.theory.falls.witness?.at).toHaveProperty('r');
      expect(broken.values.score).toBe(0);
      const others = [of('1'), of('exp(-r/0.5)')];
      for (const name of CRITERION_NAMES) expect(ranked([broken, ...others], name).at(-1)).toBe(broken);
    },
  );
});
