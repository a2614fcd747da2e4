/** What the analysis calls proven, held against dense samples: no proof may be contradicted at any point. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseLoss, type LossAnalysis } from '../../../src/theory/analysis/analyse-loss.js';
import { anchorImportance, anchorLoss, type Loss } from '../../../src/theory/losses/loss.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { lossFromFormulae } from '../../../src/theory/losses/loss-from-formulae.js';

/** Increasing or nearly: what people type, and small faults in it. */
const psi = fc.oneof(
  fc.tuple(fc.constantFrom('exp(k*x)', 'exp(x/k + 1)', '2^x', 'exp(x)^k'), fc.constant('')).map(([a]) => a),
  fc
    .tuple(
      fc.constantFrom('exp(x)', 'x', 'max(0, x + k)', 'max(0, x + 1)^2', 'softplus(k*x)', 'sigmoid(2*x)', 'tanh(x)'),
      fc.constantFrom('', ' + x/2', ' - x/8', ' + x^3/12', ' + 3', ' + x^2/8', ' + max(x, k*x)', ' - exp(-x)'),
    )
    .map(([a, b]) => a + b),
);
const phi = fc.constantFrom(
  'x',
  'k*x + 1',
  'log(x)',
  'log(k + x)',
  'k*log(1 + x)',
  'max(0, log(x))^2',
  'sqrt(x)',
  'sqrt(1 + x)',
  'x^2',
  'log(1 + log(1 + x))',
  'x - x^2/4000',
  'log(x) + x/10',
  'x/(1 + x)',
);
const k = fc.constantFrom(0.5, 1, 2);
const margins = fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 2, maxLength: 5 });

interface Case {
  readonly loss: Loss;
  readonly analysis: LossAnalysis;
}

function caseOf(given: { phi: string; psi: string; parameters: Record<string, number> }): Case | undefined {
  try {
    return { loss: lossFromFormulae(given), analysis: analyseLoss(given) };
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

function proven({ statements }: LossAnalysis): ReadonlyMap<string, 'holds' | 'fails' | 'open'> {
  return new Map(
    statements.filter(({ evidence }) => evidence.grade !== 'sampled').map(({ id, outcome }) => [id, outcome]),
  );
}

/** Rounding of sums of this size, with room. */
function slack(...values: readonly number[]): number {
  return 1e-9 * Math.max(1, ...values.map(Math.abs));
}

describe('what is proven of a loss', () => {
  it('is true at every margin tried: slopes, order of weights, convexity, sums, degrees', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        phi,
        psi,
        k,
        fc.array(fc.tuple(margins, margins), { minLength: 24, maxLength: 24 }),
        (p, q, v, pairs) => {
          const found = caseOf({ phi: p, psi: q, parameters: { k: v } });
          if (found === undefined) return;
          const { loss, analysis } = found;
          const is = proven(analysis);
          for (const [id, outcome] of is) seen.set(`${id} ${outcome}`, (seen.get(`${id} ${outcome}`) ?? 0) + 1);
          for (const [first, second] of pairs) {
            const n = Math.min(first.length, second.length);
            const [x, y] = [first, second].map((all) =>
              Float64Array.from(all.slice(0, n), (hundredths) => hundredths / 100),
            ) as [Float64Array, Float64Array];
            const alpha = anchorImportance(loss, x);
            const rounding = slack(...alpha);
            // α = φ′ψ′ of two that do not fall.
            if (is.get('psi-increases') === 'holds' && is.get('phi-increases') === 'holds') {
              expect(Math.min(...alpha)).toBeGreaterThanOrEqual(-rounding);
            }
            // A larger margin is a smaller distance.
            const order = [...x.keys()].toSorted((a, b) => (x[a] as number) - (x[b] as number));
            if (is.get('importance-falls') === 'holds') {
              order.slice(1).forEach((j, place) => {
                expect(alpha[j]).toBeGreaterThanOrEqual((alpha[order[place] as number] as number) - rounding);
              });
            }
            const [atX, atY] = [anchorLoss(loss, x), anchorLoss(loss, y)];
            if (is.get('convex') === 'holds') {
              const middle = anchorLoss(
                loss,
                x.map((at, j) => (at + (y[j] as number)) / 2),
              );
              expect(middle).toBeLessThanOrEqual((atX + atY) / 2 + slack(atX, atY));
            }
            if (is.get('row-sum-constant') === 'holds') {
              const sums = [alpha, anchorImportance(loss, y)].map((all) => all.reduce((a, b) => a + b, 0));
              expect(Math.abs((sums[0] as number) - (sums[1] as number))).toBeLessThanOrEqual(10 * slack(...sums));
            }
            const { rowSumRange } = analysis;
            if (rowSumRange !== undefined) {
              const sum = alpha.reduce((a, b) => a + b, 0);
              expect(sum).toBeGreaterThanOrEqual(rowSumRange.lower - n * rounding);
              expect(sum).toBeLessThanOrEqual(rowSumRange.upper + n * rounding);
            }
            if (is.get('homogeneous') === 'holds') {
              const of = (by: number): number =>
                anchorLoss(
                  loss,
                  x.map((at) => by * at),
                );
              // sᵖ is the same at every s: F(4x)F(x) = F(2x)².
              expect(Math.abs(of(4) * of(1) - of(2) ** 2)).toBeLessThanOrEqual(slack(of(4) * of(1), of(2) ** 2));
            }
          }
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
    // The samples say something only of what was proven often.
    for (const id of [
      'psi-increases holds',
      'phi-increases holds',
      'importance-falls holds',
      'convex holds',
      'convex fails',
    ]) {
      expect([id, (seen.get(id) ?? 0) > 3]).toEqual([id, true]);
    }
  });
});
