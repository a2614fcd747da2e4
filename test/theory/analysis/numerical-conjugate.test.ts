import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseLoss, statementOf } from '../../../src/theory/analysis/analyse-loss.js';
import { conjugateAtEqualWeights } from '../../../src/theory/analysis/numerical-conjugate.js';
import { conjugateOf } from '../../../src/theory/analysis/conjugate.js';
import { lossExpressions } from '../../../src/theory/analysis/loss-expressions.js';
import { anchorImportance, anchorLoss } from '../../../src/theory/losses/loss.js';
import { lossEntry, namedLoss } from '../../../src/theory/losses/named-losses.js';
import { compileFormula } from '../../../src/theory/formula/compile-formula.js';
import { parseFormula } from '../../../src/theory/formula/parse-formula.js';

const margin = fc.double({ min: -2, max: 2, noNaN: true });
const count = fc.integer({ min: 1, max: 40 });

describe('F* of equal weights, computed', () => {
  it.each<[string, Record<string, number>, Record<string, number>]>([
    ['infonce', { tau: 0.5, eps: 1 }, { temperature: 0.5, epsilon: 1 }],
    ['mine', {}, {}],
    ['n-plus-one-tuplet', {}, {}],
    ['lifted-structured', { eps: 1 }, { epsilon: 1 }],
  ])('is the closed form, and αᵀx − F(x) at α = ∇F(x): %s', (name, symbols, parameters) => {
    const loss = namedLoss(name, parameters);
    const written = lossExpressions(lossEntry(name), symbols);
    fc.assert(
      fc.property(margin, count, (x, negatives) => {
        const margins = new Float64Array(negatives).fill(x);
        const alpha = anchorImportance(loss, margins);
        const weight = alpha[0] as number;
        const computed = conjugateAtEqualWeights(written, negatives, weight);
        const closed = conjugateOf(loss)?.value(alpha) ?? Number.NaN;
        const scale = 1 + Math.abs(closed);
        expect(Math.abs(computed - closed)).toBeLessThanOrEqual(1e-9 * scale);
        const fenchel = negatives * weight * x - anchorLoss(loss, margins);
        expect(Math.abs(computed - fenchel)).toBeLessThanOrEqual(1e-9 * scale);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['x + x^2', 'log(1 + exp(x))'],
    ['x^2', 'log(1 + exp(x))'],
    ['exp(x) - 1', 'log(1 + exp(x))'],
    ['x^2', 'max(0, x + 1)'],
  ])('is no less than αᵀx − F(x) at any margins, equal or not, and reaches it at ∇F: φ = %s, ψ = %s', (phi, psi) => {
    const written = lossExpressions({ phi, psi }, {});
    const [phiAt, psiAt] = [phi, psi].map((text) => compileFormula(parseFormula(text, []), {})) as [
      (x: number) => number,
      (x: number) => number,
    ];
    const valueAt = (margins: readonly number[]): number => phiAt(margins.reduce((so, x) => so + psiAt(x), 0));
    fc.assert(
      fc.property(margin, fc.array(margin, { minLength: 1, maxLength: 5 }), (x, margins) => {
        const negatives = margins.length;
        // A one-sided difference at a corner is a subgradient up to 1e-6 too.
        const along = (t: number): number => valueAt(margins.map(() => t));
        const weight = (along(x + 1e-6) - along(x - 1e-6)) / 2e-6 / negatives;
        const computed = conjugateAtEqualWeights(written, negatives, weight);
        const total = margins.reduce((so, y) => so + y, 0);
        const scale = 1 + Math.abs(along(x));
        expect(computed).toBeGreaterThanOrEqual(weight * total - valueAt(margins) - 1e-9 * scale);
        expect(Math.abs(computed - (negatives * weight * x - along(x)))).toBeLessThanOrEqual(2e-5 * scale);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the regulariser of a loss with neither an exponential ψ nor a linear φ', () => {
  it('is a convex curve for each number of negatives', () => {
    const analysis = analyseLoss({ phi: 'x + x^2', psi: 'softplus(x)' });
    expect(statementOf(analysis, 'convex').outcome).toBe('holds');
    const { regulariser } = analysis;
    if (regulariser?.kind !== 'numerical' || regulariser.of !== 'equal-weights') throw new Error('no slice of F*');
    for (const negatives of [1, 2, 4]) {
      const curve = regulariser.points.filter((point) => point.negatives === negatives);
      expect(curve).toHaveLength(101);
      curve.slice(2).forEach(({ value }, k) => {
        const [first, middle] = [curve[k]?.value ?? Number.NaN, curve[k + 1]?.value ?? Number.NaN];
        expect(first - 2 * middle + value).toBeGreaterThanOrEqual(-1e-9);
      });
    }
  });
});
