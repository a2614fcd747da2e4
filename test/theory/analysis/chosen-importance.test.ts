import { describe, expect, it } from 'vitest';
import {
  analyseChosen,
  bestResponse,
  CHOSEN_NAMES,
  type ChosenName,
  CURVE_NEGATIVES,
  lossOfImportance,
} from '../../../src/theory/analysis/chosen-importance.js';
import { coreOf, type CoreExpression } from '../../../src/theory/analysis/core-expression.js';
import { parseFormula } from '../../../src/theory/formula/parse-formula.js';
import { namedImportance, type Importance } from '../../../src/theory/losses/importances.js';
import { anchorImportance } from '../../../src/theory/losses/loss.js';
import { namedLoss } from '../../../src/theory/losses/named-losses.js';

describe('the analysis of a chosen importance', () => {
  it.each([
    { name: 'entropy', strictly: 'holds', ratios: 'holds', margins: 'holds' },
    // The multiplier enters each weight: another pair changes it, and with it the ratio of two others.
    { name: 'power', strictly: 'holds', ratios: 'fails', margins: 'holds' },
    { name: 'square', strictly: 'fails', ratios: 'fails', margins: 'holds' },
    // exp(−d⁴/τ): a shift of d² is no shift of d⁴.
    { name: 'direct', strictly: 'holds', ratios: 'holds', margins: 'fails' },
  ] as const)('says of $name what its formula implies', ({ name, strictly, ratios, margins }) => {
    const analysis = analyseChosen(name);
    expect(analysis.name).toBe(name);
    expect(analysis.falls).toMatchObject({ id: 'importance-falls', outcome: 'holds', evidence: { grade: 'symbolic' } });
    expect(analysis.fallsStrictly).toMatchObject({ id: 'importance-falls-strictly', outcome: strictly });
    expect(analysis.fallsStrictly.evidence.grade).toBe(strictly === 'holds' ? 'symbolic' : 'interval-certified');
    expect(analysis.ratiosAlone.outcome).toBe(ratios);
    expect(analysis.marginsAlone.outcome).toBe(margins);
    expect(analysis.bestResponse).toEqual({ outcome: 'holds', apart: expect.closeTo(0, 9), at: '25 points' });
  });

  it('gives the place at which a test of α fails, and the difference there', () => {
    // A pair at 0.4 leaves τ = 0.5 to the first two, which have 0.3 and 0.2 more than it would: shares (0.55, 0.35, …).
    const square = namedImportance('square');
    const ratio = (other: number): number => {
      const [a = 0, b = 0] = square(Float64Array.of(0.1, 0.2, other));
      return a / b;
    };
    const { ratiosAlone } = analyseChosen('square');
    expect(ratiosAlone.apart).toBeCloseTo(Math.abs(ratio(0.05) - ratio(0.4)), 12);
    expect(ratiosAlone.at).toBe('the ratio of the weights at $d^2=0.1$ and $0.2$, with a third pair at 0.05 or 0.4');
    const { marginsAlone } = analyseChosen('direct');
    expect(marginsAlone.apart).toBeGreaterThan(0.01);
    expect(marginsAlone.at).toBe('a share of weight at distances 0.1, 0.2, 0.4, 0.1 added to each');
    expect(analyseChosen('entropy').ratiosAlone).toEqual({ outcome: 'holds', apart: 0, at: '25 points' });
    expect(analyseChosen('entropy').marginsAlone.at).toBe('10 points');
  });

  it('is no best response to a game with another price or another distance', () => {
    const of = (name: ChosenName): Importance => namedImportance(name);
    const [entropy, line] = [core('0.5*x*log(x)', 'regulariser'), core('x', 'distance')];
    expect(bestResponse(of('entropy'), entropy, line, {}).outcome).toBe('holds');
    // All weights are used, and their marginal costs differ.
    expect(bestResponse(of('direct'), entropy, line, {})).toMatchObject({ outcome: 'fails', at: expect.any(String) });
    expect(bestResponse(of('entropy'), core('0.6*x*log(x)', 'regulariser'), line, {}).outcome).toBe('fails');
    // A pair of weight 0 would be cheaper than those that are used.
    expect(bestResponse(of('square'), core('0.3*x^2', 'regulariser'), line, {}).outcome).toBe('fails');
    expect(bestResponse((r) => r.map((_, j) => (j === 0 ? 1 : 0)), core('x^2', 'regulariser'), line, {}).outcome).toBe(
      'fails',
    );
  });

  it('writes its weight, price and distance as formulae', () => {
    const direct = analyseChosen('direct');
    expect(direct.weight.text).toBe('exp(-x^(p/2)/tau)');
    expect(direct.distance).toEqual({
      text: 'x^(p/2)',
      latex: String.raw`{\left(d_{ij}^2\right)}^{\frac{p}{2}}`,
    });
    expect(direct.minusRegulariser.latex).toBe(String.raw`\tau \,\alpha_j\,\log\left(\alpha_j\right)`);
    expect(analyseChosen('square').minusRegulariser.text).toBe('tau*x^2/2');
    expect(analyseChosen('power').distance.text).toBe('x');
  });

  it.each([
    ['entropy', (d: number) => Math.exp(-2 * d)],
    ['direct', (d: number) => Math.exp(-2 * d * d)],
    ['square', (d: number) => Math.max(0, 1 - d / MU_OF_SQUARE)],
  ] as const)('draws the curve of %s relative to its largest weight', (name, weight) => {
    const { curve } = analyseChosen(name);
    expect(curve.map(({ distance }) => distance)).toEqual(
      Array.from({ length: CURVE_NEGATIVES }, (_, k) => expect.closeTo(k / 10, 12)),
    );
    for (const at of curve) expect(at.weight).toBeCloseTo(weight(at.distance), 9);
  });

  it('finds the loss whose α it is, and none where there is none', () => {
    expect(analyseChosen('entropy').loss).toEqual({ name: 'infonce', parameters: { temperature: 0.5, epsilon: 0 } });
    for (const name of CHOSEN_NAMES.filter((one) => one !== 'entropy'))
      expect(analyseChosen(name).loss).toBeUndefined();
    const ofLoss = namedLoss('triplet', { epsilon: 0.7 });
    const importance = (distances: Float64Array): Float64Array =>
      anchorImportance(
        ofLoss,
        distances.map((d) => 0.5 - d),
      );
    expect(lossOfImportance(importance, { epsilon: 0.7 })).toEqual({ name: 'triplet', parameters: { epsilon: 0.7 } });
    expect(lossOfImportance(importance, { epsilon: 0.2 })).toBeUndefined();
  });
});

function core(text: string, name: Parameters<typeof parseFormula>[2]): CoreExpression {
  return coreOf(parseFormula(text, [], name).expression);
}

/** μ of 21 distances 0, 0.1, …, where Σ max(0, μ − d)/0.5 = 1: 0.35 lies above four of them, 4μ − 0.6 = 0.5 … */
const MU_OF_SQUARE = squareLevel(0.5);

function squareLevel(tau: number): number {
  const distances = Array.from({ length: CURVE_NEGATIVES }, (_, k) => k / 10);
  let level = 0;
  distances.forEach((_, k) => {
    const sum = distances.slice(0, k + 1).reduce((so, d) => so + d, 0);
    const candidate = (tau + sum) / (k + 1);
    if (candidate > (distances[k] as number)) level = candidate;
  });
  return level;
}
