/** The outcome of a statement: what a run shows of it, in the form in which its source states it. */
import type { Claim, DroppedCondition } from './claim.js';
import type { CounterfeitVerdict, Status, Verdict } from './verdict.js';

/**
 * A claim that holds is told apart by what its source states; any other status is the outcome.
 *
 * - `holds as stated`: a paper's statement
 * - `holds under a condition`: the paper's statement lacks the condition, and has a counterexample without it
 * - `false as stated`: the words of the paper have a counterexample; what is checked is the form that holds
 * - `derived here and holds`: a statement that no paper has
 */
export type Outcome =
  | 'holds as stated'
  | 'holds under a condition'
  | 'false as stated'
  | 'derived here and holds'
  | Exclude<Status, 'holds'>;

/** A condition that a claim needs, with the verdict on the claim without it. */
export interface ShownCondition extends DroppedCondition {
  readonly verdict: CounterfeitVerdict;
}

/** A claim and a verdict, as far as they decide the outcome. */
export interface Judged {
  readonly claim: Pick<Claim, 'source' | 'counterfeits'>;
  readonly verdict: Pick<Verdict, 'status' | 'counterfeits'>;
}

/** Lists the conditions that a claim needs, in the order of its counterfeits. */
export function droppedConditions({ claim, verdict }: Judged): ShownCondition[] {
  return claim.counterfeits.flatMap(({ id, drops }) => {
    const found = verdict.counterfeits.find((counterfeit) => counterfeit.id === id);
    return drops === undefined || found === undefined ? [] : [{ ...drops, verdict: found }];
  });
}

/** Lists the conditions that a paper's statement lacks, each with a counterexample. */
export function lackedConditions(judged: Judged): ShownCondition[] {
  if (judged.claim.source === 'derived here') return [];
  return droppedConditions(judged).filter(({ statedBy, verdict }) => statedBy === 'here' && verdict.refuted);
}

/**
 * Decides the outcome of a claim from its verdict.
 *
 * @example
 * const [claim] = CLAIMS;
 * claim && outcomeOf({ claim, verdict: { status: 'holds', counterfeits: [] } }); // 'holds as stated'
 * claim && outcomeOf({ claim, verdict: { status: 'refuted', counterfeits: [] } }); // 'refuted'
 */
export function outcomeOf(judged: Judged): Outcome {
  const { status } = judged.verdict;
  if (status !== 'holds') return status;
  if (judged.claim.source === 'derived here') return 'derived here and holds';
  const lacked = lackedConditions(judged);
  if (lacked.some(({ asStated }) => asStated !== undefined)) return 'false as stated';
  return lacked.length > 0 ? 'holds under a condition' : 'holds as stated';
}
