/** What a report's data say of a claim beside its verdict, so that the data can be read without the catalogue. */
import type { GradeKind } from '../../claims/grade.js';
import type { DroppedCondition } from '../../claims/claim.js';
import type { LossFormulae } from '../../theory/losses/loss-from-formulae.js';
import { gradeText } from './evidence-grade.js';
import type { DrawnEntry, ReportEntry } from './report.js';

export interface ClaimWords {
  readonly id: string;
  readonly chapter: string;
  /** These four are text with mathematics between dollar signs. */
  readonly title: string;
  readonly source: string;
  readonly statement: string;
  readonly method: string;
  readonly grade: GradeKind;
  /** What was proven, or why the grade is no stronger; text of the same form. */
  readonly evidence: string;
  /** By the counterfeit that is the claim without it. */
  readonly conditions: Readonly<Record<string, DroppedCondition>>;
  /** The loss that the claim is about, where a reader gave one, and what it must be. */
  readonly given?: { readonly loss: LossFormulae; readonly condition?: string };
  /** Of the files in `figures/`. */
  readonly figures: readonly { readonly id: string; readonly title: string; readonly caption: string }[];
}

export function claimWords(entry: ReportEntry | DrawnEntry): ClaimWords {
  const { chapter, claim, verdict } = entry;
  const { id, title, source, statement, method, grade, given } = claim;
  return {
    id,
    chapter,
    title,
    source,
    statement,
    method,
    grade: grade.kind,
    evidence: gradeText(grade, verdict),
    conditions: Object.fromEntries(
      claim.counterfeits.flatMap((counterfeit) =>
        counterfeit.drops === undefined ? [] : [[counterfeit.id, counterfeit.drops]],
      ),
    ),
    ...(given !== undefined && {
      given: { loss: given.loss, ...(given.condition !== undefined && { condition: given.condition.words }) },
    }),
    figures:
      'figures' in entry
        ? entry.figures.map(({ figure }) => ({ id: figure.id, title: figure.title, caption: figure.caption }))
        : [],
  };
}
