/** Conditions that a claim needs, each with the instance that shows it. */
import type { DroppedCondition } from '../../claims/claim.js';
import type { CounterfeitVerdict } from '../../claims/verdict.js';
import type { ReportEntry } from './report.js';

export interface ShownCondition extends DroppedCondition {
  /** Verdict on the claim without the condition. */
  readonly verdict: CounterfeitVerdict;
}

/** Returns the conditions of a claim, in the order of its counterfeits. */
export function droppedConditions({ claim, verdict }: ReportEntry): ShownCondition[] {
  return claim.counterfeits.flatMap(({ id, drops }) => {
    const found = verdict.counterfeits.find((counterfeit) => counterfeit.id === id);
    return drops === undefined || found === undefined ? [] : [{ ...drops, verdict: found }];
  });
}
