/** Losses on which the fuzz once found the analysis, or its judge, to be wrong. */
import { expect, it } from 'vitest';
import { analyseLoss } from '../../src/theory/analysis/analyse-loss.js';
import { outcomeOf } from './fuzz.js';

it.each([
  // ξ ≥ 0, but its enclosure reached 1e-12 below 0, where φ falls.
  ['x^2', 'max(exp(x/tau), 1 + x)', { tau: 0.001 }],
  // 1e-40 below the margin −1, where Triplet is 0: not Triplet, however near.
  ['x', 'max(max(x + 1, 0), min(0.5, max(0, max(exp(100*x), 1 + x))))', {}],
  // The hardest negative alone, but only far below τ = 0.004.
  ['x^2', 'exp(0.001*(x/tau))', { tau: 0.07 }],
  // The corner lies at a margin that is no double, where ξ is 0 and φ′ has a pole: at the next double φ′ is finite, and no corner is.
  ['abs(log(x))', 'abs(abs(x - 2) - 0.3)', {}],
])('says nothing of φ = %s, ψ = %s that dense evaluation contradicts', (phi, psi, parameters) => {
  const { judgements } = outcomeOf({ phi, psi, parameters, smooth: false }, { seed: 1, index: 1 }, analyseLoss);
  expect(judgements.length).toBeGreaterThan(5);
  expect(judgements.flatMap(({ contradiction }) => contradiction ?? [])).toEqual([]);
});
