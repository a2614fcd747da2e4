/** Conditions that a claim needs, each with the instance that shows it. */
import type { DroppedCondition } from '../../claims/claim.js';
import { citation, type Source } from '../../claims/source.js';
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

/** Says who states a condition. @param source of the claim; undefined in a report of an earlier version */
export function conditionOrigin(statedBy: DroppedCondition['statedBy'], source: Source | undefined): string {
  if (statedBy === 'here') return 'found necessary here';
  return source === undefined || source === 'derived here' ? 'as stated' : `as ${citation(source)} states`;
}
