/** The origin of a condition. */
import type { DroppedCondition } from '../../claims/claim.js';
import { citation, type Paper } from '../../claims/source.js';

/** Says who states a condition. @param paper that the claim is of, or is about */
export function conditionOrigin(statedBy: DroppedCondition['statedBy'], paper: Paper | undefined): string {
  switch (statedBy) {
    case 'here':
      return 'found necessary here';
    case 'derived part':
      return 'for what is derived here';
    case 'paper':
      return paper === undefined ? 'as stated' : `as ${citation(paper)} states`;
  }
}
