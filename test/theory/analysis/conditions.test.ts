import { describe, expect, it } from 'vitest';
import { analyseDistances, decideOfDistances } from '../../../src/theory/analysis/analyse-distances.js';
import { analyseLoss, statementOf } from '../../../src/theory/analysis/analyse-loss.js';
import type { Condition } from '../../../src/theory/analysis/conditions.js';
import { conditionsOfDistances } from '../../../src/theory/analysis/distance-conditions.js';
import { conditionsOfFamily } from '../../../src/theory/analysis/family-conditions.js';
import { isProven } from '../../../src/theory/analysis/statement.js';
import { distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';

const never = { isOver: () => false };

describe('conditions on parameters', () => {
  it.each([
    ['max(0, x + m)^p', { p: 0.5, m: 0.5 }, 'p', { lower: 1, upper: 1e6 }, 0.99],
    ['(x + c)^3 + x', { c: 1 }, 'c', { lower: 2, upper: 1e6 }, 1.9],
  ])(
    'of ψ = %s with %j find where F becomes convex, proven on the one side and refuted on the other',
    (psi, parameters, parameter, holds, fails) => {
      const formulae = { phi: 'x', psi, parameters };
      const found = conditionsOfFamily(formulae, analyseLoss(formulae), never);
      expect(found).toContainEqual({ id: 'convex', parameter, holds, fails });
      for (const one of found) {
        const at = (value: number): string =>
          statementOf(
            analyseLoss({ ...formulae, parameters: { ...parameters, [one.parameter]: value } }),
            one.id as 'convex',
          ).outcome;
        expect(at(one.holds.lower)).toBe('holds');
        if (one.fails !== undefined) expect(at(one.fails)).toBe('fails');
      }
    },
  );

  it('say nothing where values are unknown, and stop when they are told to', () => {
    const formulae = { phi: 'x', psi: 'sigmoid(c*x)', parameters: { c: 1 } };
    expect(conditionsOfFamily(formulae, analyseLoss(formulae), never)).toEqual([]);
    const power = { phi: 'x', psi: 'max(0, x + m)^p', parameters: { p: 3, m: 0.5 } };
    expect(conditionsOfFamily(power, analyseLoss(power), { isOver: () => true })).toEqual([]);
  });

  it('of distances hold at every value of their range that is tried', () => {
    const loss = distanceLoss({ anchor: 'p + sum(max(0, m - n)^q)', parameters: { m: 1, q: 2 } });
    const found = conditionsOfDistances(loss, analyseDistances(loss), never);
    expect(found.length).toBeGreaterThan(0);
    for (const condition of found)
      for (const value of insideOf(condition)) {
        const given = { ...loss.formulae.parameters, [condition.parameter]: value };
        expect(isProven(decideOfDistances(loss, condition.id as 'convex', given))).toBe(true);
      }
  });
});

function insideOf({ holds: { lower, upper } }: Condition): number[] {
  return [lower, 0.3, 2, 7, upper].filter((value) => lower <= value && value <= upper);
}
