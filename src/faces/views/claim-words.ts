/** Words of a claim that a report's data hold beside its verdict, so that the data can be read without the catalogue. */
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import type { DroppedCondition, Given, Witness } from '../../claims/claim.js';
import { outcomeOf, type Outcome } from '../../claims/outcome.js';
import { sourceText, type Paper } from '../../claims/source.js';
import { gradeText } from './evidence-grade.js';
import type { ReportEntry } from './report-entry.js';

export interface ClaimWords {
  readonly id: string;
  readonly chapter: string;
  /** Path of its file in the project. */
  readonly file?: string;
  /** Text with mathematics between dollar signs, as are source, statement and method. */
  readonly title: string;
  /** The source in words: `Tian (2022): Theorem 2`. */
  readonly source: string;
  /** The paper that states it; absent if it is derived here. */
  readonly paper?: Paper;
  /** The paper that a statement derived here is about. */
  readonly about?: Paper;
  readonly outcome: Outcome;
  readonly statement: string;
  /** Ids of the claims that its derivation uses; absent from the data of earlier reports. */
  readonly restsOn?: readonly string[];
  readonly method: string;
  readonly grade: EvidenceGrade;
  /** The proof, or the reason why the grade is no stronger; text of the same form. */
  readonly evidence: string;
  readonly witness?: Witness;
  /** Conditions by the id of the counterfeit that is the claim without the condition. */
  readonly conditions: Readonly<Record<string, DroppedCondition>>;
  /** The loss that a reader gave, if the claim is about one, and the condition on it. */
  readonly given?: { readonly loss: Given; readonly condition?: string };
  /** Figures, by the ids of their files in `figures/`. */
  readonly figures: readonly { readonly id: string; readonly title: string; readonly caption: string }[];
}

export function claimWords(entry: ReportEntry): ClaimWords {
  const { chapter, file, claim, verdict } = entry;
  const { id, title, source, about, statement, restsOn = [], method, grade, given, witness } = claim;
  return {
    id,
    chapter,
    ...(file !== undefined && { file }),
    title,
    source: sourceText(claim),
    ...(source !== 'derived here' && { paper: source }),
    ...(about !== undefined && { about }),
    outcome: outcomeOf(entry),
    statement,
    restsOn,
    method,
    grade: grade.kind,
    evidence: gradeText(grade, verdict),
    ...(witness !== undefined && { witness }),
    conditions: Object.fromEntries(
      claim.counterfeits.flatMap((counterfeit) =>
        counterfeit.drops === undefined ? [] : [[counterfeit.id, counterfeit.drops]],
      ),
    ),
    ...(given !== undefined && {
      given: { loss: given.loss, ...(given.condition !== undefined && { condition: given.condition.words }) },
    }),
    figures: (entry.figures ?? []).map(({ figure }) => ({
      id: figure.id,
      title: figure.title,
      caption: figure.caption,
    })),
  };
}
