/** The verdicts of a run as a table for the terminal. */
import { Table } from 'console-table-printer';
import { requireChoice } from '../../base/option-checks.js';
import { outcomeOf, type Outcome } from '../../claims/outcome.js';
import { OUTCOMES } from '../../claims/outcome-words.js';
import { tightness } from '../../claims/verdict.js';
import { formatNumber, formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import type { ReportEntry } from '../views/report-entry.js';
import { counterfeitsRefuted } from '../views/counterfeits-refuted.js';

/** Options of the printed table. */
export interface VerdictTableOptions {
  /**
   * Use of colour; `auto`: on a terminal that is not dumb, unless NO_COLOR is set; with FORCE_COLOR everywhere. Default: `auto`.
   */
  readonly color?: 'auto' | 'always' | 'never';
}

/** Characters that 114 leave for outcome, claim and cases, without the other columns and all borders; longer ids are cut. */
const OUTCOME_CLAIM_AND_CASES = 52;

/** Colours by Select Graphic Rendition (ECMA-48): green, cyan, red, magenta, yellow, and the terminal's usual colour. */
const COLORS: Readonly<Record<Outcome | 'usual', number>> = {
  'holds as stated': 32,
  'derived here and holds': 32,
  'holds under a condition': 36,
  'false as stated': 36,
  refuted: 31,
  broken: 35,
  unfinished: 33,
  'not applicable': 39,
  'cannot be told': 39,
  usual: 39,
};

/**
 * Returns verdicts as a table, one line per claim, at most 114 characters wide.
 *
 * @throws InvalidInput on another `color`
 * @example
 * const counts = { cases: 5, requested: 5, evidence: [], counterfeits: [], real: [], seconds: 1 };
 * const verdict = { claim: 'mine', status: 'holds', ...counts } as const;
 * const [claim] = CLAIMS;
 * claim && verdictTable([{ chapter: 'Mine', claim, verdict }], { color: 'never' }); // '…holds…'
 */
export function verdictTable(entries: readonly ReportEntry[], { color = 'auto' }: VerdictTableOptions = {}): string {
  requireChoice('color', color, ['auto', 'always', 'never']);
  const colored = color === 'always' || (color === 'auto' && outputHasColor());
  const cases = entries.map(({ verdict }) => thousands(verdict.cases));
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));
  const outcomes = entries.map((entry) => outcomeText(outcomeOf(entry), false));
  const idWidth =
    OUTCOME_CLAIM_AND_CASES - Math.max('… unfinished'.length, widest(outcomes)) - widest(['cases', ...cases]);
  const table = new Table({
    shouldDisableColors: !colored,
    // The table's own white cannot be read on a light terminal.
    ...(colored ? { colorMap: { white: escape(COLORS.usual) } } : {}),
    columns: [
      { name: 'outcome', alignment: 'left' },
      { name: 'claim', alignment: 'left' },
      { name: 'evidence', alignment: 'left', maxLen: 9 },
      { name: 'cases', alignment: 'right' },
      { name: 'worst', title: 'worst residual / bound', alignment: 'right', maxLen: 9 },
      { name: 'counterfeits', title: 'counterfeits refuted', alignment: 'right', maxLen: 12 },
      { name: 'seconds', title: 'processor time', alignment: 'right', maxLen: 10 },
    ],
    rows: entries.map(({ claim, verdict }, k) => ({
      outcome: outcomeText(outcomeOf({ claim, verdict }), colored),
      claim: claim.id.length <= idWidth ? claim.id : `${claim.id.slice(0, idWidth - 1)}…`,
      // Broken after its hyphen, as text is: ids keep their width.
      evidence: claim.grade.kind.replace('-', '- '),
      cases: cases[k],
      worst: verdict.worst === undefined ? '–' : formatNumber(tightness(verdict.worst)),
      counterfeits: counterfeitsRefuted(verdict),
      seconds: formatSeconds(verdict.seconds),
    })),
  });
  return table.render();
}

function outcomeText(outcome: Outcome, colored: boolean): string {
  const text = `${OUTCOMES[outcome].sign} ${OUTCOMES[outcome].label}`;
  return colored ? escape(COLORS[outcome]) + text + escape(COLORS.usual) : text;
}

function escape(code: number): string {
  return `\u001B[${code}m`;
}

/**
 * Tells if output may have colour: not if NO_COLOR (https://no-color.org) is set; FORCE_COLOR takes precedence, as in Node.js.
 */
function outputHasColor(): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env;
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return process.stdout.isTTY && NO_COLOR === '' && TERM !== 'dumb';
}
