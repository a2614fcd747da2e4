import { expect, it } from 'vitest';
import { slopeFigure } from '../../proofs-checks/slope-figure.js';
import type { Verdict } from '../../src/claims/verdict.js';

it('draws the instances by group and only those counterfeits that the slope refuted', () => {
  const found = (decidedBy: string, slope: number): object => ({
    residual: 1,
    bound: 0.5,
    details: { decidedBy, slope },
  });
  const verdict = {
    claim: 'some-claim',
    evidence: [
      { residual: 0, bound: 0.5, details: { slope: 2, depth: 2 } },
      { residual: 0, bound: 0.5, details: { slope: 2.1, depth: 1 } },
    ],
    counterfeits: [
      { id: 'by-slope', counterexample: found('slope', 1) },
      { id: 'exactly', counterexample: found('exactly', 2) },
      { id: 'accepted' },
    ],
  } as unknown as Verdict;
  const { id, spec } = slopeFigure(verdict, ({ depth }) => `depth ${String(depth)}`);
  expect(id).toBe('some-claim-slopes');
  expect(spec).toMatchObject({
    data: {
      values: [
        { group: 'depth 1', slope: 2.1, kind: 'claim' },
        { group: 'depth 2', slope: 2, kind: 'claim' },
        { group: 'counterfeit: by-slope', slope: 1, kind: 'counterfeit' },
      ],
    },
  });
});
