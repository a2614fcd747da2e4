import { describe, expect, it } from 'vitest';
import { limitRelations } from '../../../src/theory/analysis/limit-relations.js';
import { lossExpressions } from '../../../src/theory/analysis/loss-expressions.js';

/** `tends-to triplet: tau → 0` of a loss. */
function foundFor(phi: string, psi: string, parameters: Readonly<Record<string, number>> = {}): string[] {
  return limitRelations(lossExpressions({ phi, psi }, parameters)).map(
    ({ kind, name, parameter, towards }) => `${kind} ${name}: ${parameter} → ${towards}`,
  );
}

describe('limits that are named losses', () => {
  it.each([
    ['tau*log(eps + x)', 'exp(x/tau)', { tau: 1, eps: 1 }, 'tends-to mine: eps → 0'],
    ['tau*log(eps + x)', 'exp(x/tau)', { tau: 0.5, eps: 1 }, 'tends-to triplet-contrastive: tau → ∞'],
    ['tau*log(1 + x)', 'exp(x/tau + eps)', { tau: 0.5, eps: 1 }, 'tends-to triplet-contrastive: tau → ∞'],
    ['x', 'tau*softplus((x + eps)/tau)', { tau: 0.5, eps: 1 }, 'tends-to triplet: tau → 0'],
    ['x', 'sigmoid(c*x)', { c: 1 }, 'tends-to triplet-contrastive: c → 0'],
    ['log(x)', 'exp(x)', {}, 'limit-of infonce: eps → 0'],
    ['x', 'x', {}, 'limit-of infonce: tau → ∞'],
    ['x', 'x', {}, 'limit-of modified-triplet: c → 0'],
  ])('φ = %s, ψ = %s, %o: %s', (phi, psi, parameters, expected) => {
    expect(foundFor(phi, psi, parameters as Record<string, number>)).toContain(expected);
  });

  it('are not said of losses that go elsewhere, nor of those that are equal from the start', () => {
    const infonce = foundFor('tau*log(eps + x)', 'exp(x/tau)', { tau: 0.5, eps: 1 });
    // As τ → 0 it is the hardest negative alone, which no named loss is; at τ = 0.5, ε → 0 is not MINE, whose τ is 1.
    expect(infonce.filter((one) => /tau → 0|mine|lifted|modified| triplet:/.test(one))).toEqual([]);
    expect(foundFor('tau*log(2 + x)', 'exp(x)', { tau: 0.5 })).toEqual([]);
    expect(
      foundFor('x', 'tau*softplus((x + 1/2)/tau)', { tau: 0.5 }).filter((one) => one.includes(' triplet:')),
    ).toEqual([]);
    expect(foundFor('x', 'exp(x)').filter((one) => one.startsWith('tends-to'))).toEqual([]);
  });
});
