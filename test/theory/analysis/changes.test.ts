import { describe, expect, it } from 'vitest';
import { analyseDistances } from '../../../src/theory/analysis/analyse-distances.js';
import { analyseLoss } from '../../../src/theory/analysis/analyse-loss.js';
import { changesOf } from '../../../src/theory/analysis/changes.js';
import { changesOfDistances } from '../../../src/theory/analysis/distance-changes.js';
import { isProven, type Statement } from '../../../src/theory/analysis/statement.js';
import { distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';

/** Requires that what a change is said to prove failed, and is proven. */
function requireProven(proves: readonly string[], before: readonly Statement[], after: readonly Statement[]): void {
  expect(proves.length).toBeGreaterThan(0);
  for (const id of proves) {
    expect(before.find((one) => one.id === id)?.outcome).toBe('fails');
    expect(after.some((one) => one.id === id && isProven(one))).toBe(true);
  }
}

describe('a change of a loss', () => {
  it.each([
    ['x', 'max(0, x + eps)', { eps: 1 }, 'softplus(x + eps)', 'psi-differentiable'],
    ['x', 'sigmoid(c*x)', { c: 2 }, 'softplus(c*x)', 'convex'],
    ['x', 'x', {}, 'exp(x)', 'importance-falls-strictly'],
  ])('of φ = %s, ψ = %s with %j is proven to mend it', (phi, psi, parameters, mended, id) => {
    const formulae = { phi, psi, parameters };
    const before = analyseLoss(formulae);
    const changes = changesOf(formulae, before);
    expect(changes.some((change) => change.formulae.psi === mended && change.proves.includes(id))).toBe(true);
    for (const { formulae: changed, proves } of changes) {
      const { statements } = analyseLoss(changed);
      requireProven(proves, before.statements, statements);
      for (const one of before.statements.filter(isProven)) {
        const now = statements.find((other) => other.id === one.id);
        if (['row-sum-constant', 'homogeneous', 'temperature-scale'].includes(one.id)) continue;
        expect(now && isProven(now)).toBe(true);
      }
    }
  });

  it('tries a value for which a condition is known, and offers nothing for a loss that lacks nothing', () => {
    const power = { phi: 'x', psi: 'max(0, x + m)^p', parameters: { p: 0.5, m: 0.5 } };
    const condition = { id: 'convex', parameter: 'p', holds: { lower: 1, upper: 8 }, fails: 0.99 };
    const [first] = changesOf(power, analyseLoss(power), { conditions: [condition] });
    expect(first).toMatchObject({ words: 'p = 1 in place of 0.5', formulae: { parameters: { p: 1 } } });
    const sound = { phi: 'log(1 + x)', psi: 'exp(x)', parameters: {} };
    expect(changesOf(sound, analyseLoss(sound))).toEqual([]);
  });

  it.each([
    ['spectral', 'alpha-non-negative', /sum\(max\(0, 1 - n\)\^2\)/],
    ['kcl', 'convex', /^4\*t\*p \+/],
  ])('of %s is proven to mend %s', (name, id, anchor) => {
    const loss = namedDistanceLoss(name);
    const before = analyseDistances(loss);
    const changes = changesOfDistances(loss, before);
    expect(changes.some((change) => change.proves.includes(id) && anchor.test(change.formulae.anchor))).toBe(true);
    for (const { formulae, proves } of changes)
      requireProven(proves, before.statements, analyseDistances(distanceLoss(formulae)).statements);
  });
});
