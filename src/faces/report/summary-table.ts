/** All claims as one table per chapter, and a key to its terms. */
import { formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import { dataTable } from './data-table.js';
import { markup, type Markup } from '../../base/markup.js';
import { ratioMarkup } from './number-markup.js';
import { chaptersOf, type ReportEntry } from './report.js';
import { EVIDENCE_GRADES, GRADE_NAMES } from '../../base/evidence-grades.js';
import { gradeBadge, outcomeBadge } from './status-badge.js';
import { outcomeOf } from '../../claims/outcome.js';
import { OUTCOMES, OUTCOME_NAMES } from '../../claims/outcome-words.js';
import { typesetLine } from './typeset.js';
import { counterfeitsRefuted } from './counterfeits-refuted.js';
import { sourceText } from '../../claims/source.js';

export function summaryTables(entries: readonly ReportEntry[]): Markup[] {
  return chaptersOf(entries).map((chapter) => chapterTable(chapter.title, chapter.entries));
}

function chapterTable(title: string, entries: readonly ReportEntry[]): Markup {
  return dataTable<ReportEntry>(
    title,
    [
      { title: 'Claim', kind: 'words', cell: claimCell },
      { title: 'Outcome', kind: 'words', cell: (entry) => outcomeBadge(outcomeOf(entry)) },
      { title: 'Evidence', kind: 'words', cell: ({ claim }) => gradeBadge(claim.grade.kind) },
      { title: 'Instances', kind: 'number', cell: ({ verdict }) => thousands(verdict.cases) },
      {
        title: 'Worst residual ÷ bound',
        kind: 'number',
        cell: ({ verdict }) => (verdict.worst === undefined ? '–' : ratioMarkup(verdict.worst)),
      },
      { title: 'Counterfeits refuted', kind: 'number', cell: ({ verdict }) => counterfeitsRefuted(verdict) },
      { title: 'Processor time', kind: 'number', cell: ({ verdict }) => formatSeconds(verdict.seconds) },
    ],
    entries,
  );
}

function claimCell({ claim }: ReportEntry): Markup {
  return markup`<a href="#claim-${claim.id}">${typesetLine(claim.title)}</a> <span class="source">${typesetLine(sourceText(claim))}</span>`;
}

/** Explains residual, bound, counterfeit, each outcome and each grade of evidence. */
export function readersKey(): Markup {
  return markup`<div class="key">
<p>The <em>residual</em> is how far one instance is from the statement; the <em>bound</em> is what rounding and finite
steps can explain there, derived before the run. The statement holds on an instance when residual ÷ bound is at most 1.
A <em>counterfeit</em> is the same mathematics with one thing broken: the check has to refute each of them.</p>
<ul>
${OUTCOME_NAMES.map((outcome) => markup`<li>${outcomeBadge(outcome)} ${OUTCOMES[outcome].meaning}</li>\n`)}
${GRADE_NAMES.map((grade) => markup`<li>${gradeBadge(grade)} ${EVIDENCE_GRADES[grade].meaning}</li>\n`)}</ul>
</div>`;
}
