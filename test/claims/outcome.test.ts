import { describe, expect, it } from 'vitest';
import { TIAN_2022 } from '../../proofs-checks/papers.js';
import { CLAIMS } from '../../proofs-checks/index.js';
import type { Claim, DroppedCondition } from '../../src/claims/claim.js';
import { lackedConditions, outcomeOf } from '../../src/claims/outcome.js';
import { outcomeReport, outcomesBySource, outcomeSummary, type OutcomeLine } from '../../src/claims/outcome-words.js';
import type { Status } from '../../src/claims/verdict.js';

/** A claim with one counterfeit that drops a condition, and the verdict on both. */
function outcome(
  drops: Pick<DroppedCondition, 'statedBy' | 'asStated'>,
  source: Claim['source'] = TIAN_2022,
  status: Status = 'holds',
  refuted = true,
) {
  const shown = { condition: 'x > 0', explanation: 'Because.', ...drops };
  const claim = { source, counterfeits: [{ id: 'one', description: 'one', subject: 0, drops: shown }] };
  const verdict = { status, counterfeits: [{ id: 'one', description: 'one', refuted, cases: 1 }] };
  return { outcome: outcomeOf({ claim, verdict }), lacked: lackedConditions({ claim, verdict }).length };
}

describe('outcomeOf', () => {
  it('tells what a paper lacks from what it states', () => {
    expect(outcome({ statedBy: 'paper' })).toEqual({ outcome: 'holds as stated', lacked: 0 });
    expect(outcome({ statedBy: 'derived part' })).toEqual({ outcome: 'holds as stated', lacked: 0 });
    expect(outcome({ statedBy: 'here' })).toEqual({ outcome: 'holds under a condition', lacked: 1 });
    expect(outcome({ statedBy: 'here', asStated: 'always' }).outcome).toBe('false as stated');
    expect(outcome({ statedBy: 'here', asStated: 'always' }, 'derived here').outcome).toBe('derived here and holds');
  });

  it('says nothing against a paper without a counterexample', () => {
    expect(outcome({ statedBy: 'here', asStated: 'always' }, TIAN_2022, 'holds', false).outcome).toBe(
      'holds as stated',
    );
  });

  it('is the status wherever the claim does not hold', () => {
    for (const status of ['refuted', 'broken', 'unfinished', 'not applicable', 'cannot be told'] as const)
      expect(outcome({ statedBy: 'here', asStated: 'always' }, TIAN_2022, status).outcome).toBe(status);
  });

  it('quotes a paper only for its own statements', () => {
    const quoting = CLAIMS.filter(({ counterfeits }) =>
      counterfeits.some(({ drops }) => drops?.asStated !== undefined),
    );
    expect(quoting.every(({ source }) => source !== 'derived here')).toBe(true);
  });
});

const LINES: readonly OutcomeLine[] = [
  { id: 'a', title: 'A', outcome: 'holds as stated', paper: TIAN_2022 },
  { id: 'b', title: 'B', outcome: 'derived here and holds' },
  { id: 'c', title: 'C', outcome: 'false as stated', paper: TIAN_2022 },
  { id: 'd', title: 'D', outcome: 'refuted' },
  { id: 'e', title: 'E', outcome: 'derived here and holds' },
];

describe('outcomes in words', () => {
  it('count every statement once, under its source', () => {
    const counted = outcomesBySource(LINES).flatMap(({ outcomes }) => outcomes.flatMap(({ lines }) => lines));
    expect(counted.map(({ id }) => id).toSorted()).toEqual(LINES.map(({ id }) => id));
    expect(outcomeSummary(LINES)).toBe(
      '2 statements of Tian (2022): 1 is false as stated, 1 holds as stated; ' +
        '3 statements derived here: 1 is refuted, 2 hold',
    );
  });

  it('name the statements that do more than hold', () => {
    expect(outcomeReport(LINES)).toEqual([
      '2 statements of Tian (2022): 1 is false as stated, 1 holds as stated.',
      '  false as stated: c',
      '3 statements derived here: 1 is refuted, 2 hold.',
      '  refuted: d',
    ]);
  });
});
