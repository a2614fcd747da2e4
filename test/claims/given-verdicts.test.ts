import fc from 'fast-check';
import { expect, it } from 'vitest';
import { claimOfLoss } from '../../src/claims/claim-of-loss.js';
import { defineClaim, type Claim, type Evidence } from '../../src/claims/claim.js';
import { mergeVerdict } from '../../src/claims/merge-verdict.js';
import { outcomesOf } from '../proofs-checks/given-losses/verdict-on.js';

type Subject = (n: number) => number;

/** f(n) = level·n, checked in some way on a loss whose level stands in φ. */
function claimOn(level: number, check: (n: number, f: Subject) => Evidence, unmetFrom = Infinity): Claim {
  const own: Subject = (n) => level * n;
  const claim = defineClaim<number, Subject>({
    id: 'levels',
    title: 'f is the level',
    source: 'derived here',
    statement: 'f',
    method: 'by trying',
    grade: { kind: 'sampled', reason: 'a test' },
    instances: fc.nat({ max: 1000 }),
    subject: own,
    check,
    counterfeits: [
      { id: 'doubled', description: 'doubles', subject: (n) => 2 * level * n },
      { id: 'negated', description: 'negates', subject: (n) => -level * n },
      { id: 'plus-one', description: 'adds one', subject: (n) => level * n + 1 },
    ],
    ofLoss: () => ({
      instances: fc.nat({ max: 1000 }),
      counterfeits: ['doubled', 'negated'],
      condition: {
        words: 'n is small',
        unmet: () => undefined,
        unmetAt: (n) => (n >= unmetFrom ? 'n is not small' : undefined),
      },
      alike: (n, f, g) => f(n) === g(n) || (f(n) === 0 && g(n) === 0),
    }),
  });
  return claimOfLoss(claim, { phi: 'x', psi: 'x' }) as Claim;
}

const verdictOf = (claim: Claim, unmet?: string) => mergeVerdict(claim, outcomesOf(claim, 50), unmet);
const exact =
  (level: number) =>
  (n: number, f: Subject): Evidence => ({ residual: Math.abs(f(n) - level * n), bound: 0.5, details: {} });

it('holds where counterfeits differ and are refuted, and cannot be told where they do the same everywhere', () => {
  expect(verdictOf(claimOn(1, exact(1))).status).toBe('holds');
  const level = verdictOf(claimOn(0, exact(0)));
  expect(level.status).toBe('cannot be told');
  expect(level.counterfeits.map(({ refuted, alike }) => [refuted, alike])).toEqual([
    [false, true],
    [false, true],
  ]);
});

it('calls a check broken that looks at nothing, as long as its counterfeits do something else', () => {
  const blind = (): Evidence => ({ residual: 0, bound: 1, details: {} });
  expect(verdictOf(claimOn(1, blind)).status).toBe('broken');
  expect(verdictOf(claimOn(1, (n, f) => ({ residual: Math.abs(f(n) - n), bound: Infinity, details: {} }))).status).toBe(
    'broken',
  );
});

it('is not applicable where the refuting instance proves that the condition is not met, and refuted where it does not', () => {
  const fails = (n: number): Evidence => ({ residual: n >= 100 ? 1 : 0, bound: 0.5, details: {} });
  expect(verdictOf(claimOn(1, fails, 100))).toMatchObject({ status: 'not applicable', reason: 'n is not small' });
  expect(verdictOf(claimOn(1, fails, 500)).status).toBe('refuted');
  expect(verdictOf(claimOn(1, exact(1)), 'n is never small')).toMatchObject({
    status: 'not applicable',
    reason: 'n is never small',
  });
});
