/** The outcomes of a run: counted by source, and a list of what a reader should know. */
import type { ComponentChildren } from 'preact';
import type { Outcome } from '../../claims/outcome.js';
import { countedOutcome, isNotable, OUTCOMES, OUTCOME_NAMES, outcomesBySource } from '../../claims/outcome-words.js';
import { GradeBadge, OutcomeBadge } from './badges.js';
import type { ClaimLine } from './claim-detail.js';
import { EVIDENCE_GRADES, GRADE_NAMES } from '../../base/evidence-grades.js';
import { TypesetLine } from './typeset.js';

export interface OutcomeCountsProps {
  readonly claims: readonly ClaimLine[];
  /** Wraps a count, as in a link to its claims. */
  readonly counted: (outcome: Outcome, words: string) => ComponentChildren;
}

/** Counts the outcomes, the statements of each paper and those derived here apart. */
export function OutcomeCounts({ claims, counted }: OutcomeCountsProps) {
  return (
    <dl class="outcomes">
      {outcomesBySource(claims).map(({ title, outcomes }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            {outcomes.map(({ outcome, lines }) => (
              <span key={outcome}>{counted(outcome, countedOutcome(outcome, lines.length))}</span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export interface NotableProps {
  readonly claims: readonly ClaimLine[];
  readonly address: (id: string) => string;
}

/** Lists the statements that do more than hold, the worst first, each with what it lacks. */
export function Notable({ claims, address }: NotableProps) {
  const found = OUTCOME_NAMES.filter(isNotable).flatMap((outcome) =>
    claims.filter((claim) => claim.outcome === outcome),
  );
  if (found.length === 0) return null;
  return (
    <ul class="notable">
      {found.map((claim) => (
        <li key={claim.id}>
          <OutcomeBadge outcome={claim.outcome} />{' '}
          <span>
            <Finding {...claim} address={address(claim.id)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

type FindingProps = ClaimLine & { readonly address: string };

/** Names a statement; one that is false as stated by the words of the paper, and its repaired form beside them. */
function Finding({ title, outcome, conditions, address }: FindingProps) {
  const named = (
    <a href={address}>
      <TypesetLine text={title} />
    </a>
  );
  if (outcome !== 'false as stated' && outcome !== 'holds under a condition') return named;
  const lacked = Object.values(conditions).filter(({ statedBy }) => statedBy === 'here');
  const stated = lacked.flatMap(({ asStated }) => asStated ?? []);
  const needed = lacked.map(({ condition }) => condition).join('; ');
  return (
    <>
      {stated.length === 0 ? named : <TypesetLine text={stated.map((words) => `“${words}”`).join(', ')} />}
      <span class="source">
        {stated.length > 0 && <>Repaired: {named}. </>}
        Needs: <TypesetLine text={needed} />
      </span>
    </>
  );
}

/** Explains residual, bound, counterfeit, each outcome and each grade of evidence. */
export function Key() {
  return (
    <div class="key">
      <p>
        The <em>residual</em> is how far one instance is from the statement; the <em>bound</em> is what rounding and
        finite steps can explain there, derived before the run. The statement holds on an instance when residual ÷ bound
        is at most 1. A <em>counterfeit</em> is the same mathematics with one thing broken: the check has to refute each
        of them.
      </p>
      <ul>
        {OUTCOME_NAMES.map((outcome) => (
          <li key={outcome}>
            <OutcomeBadge outcome={outcome} /> {OUTCOMES[outcome].meaning}
          </li>
        ))}
        {GRADE_NAMES.map((grade) => (
          <li key={grade}>
            <GradeBadge grade={grade} /> {EVIDENCE_GRADES[grade].meaning}
          </li>
        ))}
      </ul>
    </div>
  );
}
