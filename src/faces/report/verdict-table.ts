/** The verdicts of a run as a table for the terminal. */
import { Table } from 'console-table-printer';
import { requireChoice } from '../../base/option-checks.js';
import { tightness, type Status } from '../../claims/verdict.js';
import { formatNumber, formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import type { ReportEntry } from './report.js';
import { STATUS_SIGNS } from './status-sign.js';
import { counterfeitsRefuted } from './verdict-summary.js';

/** How the table is printed. */
export interface VerdictTableOptions {
  /** `auto`: on a terminal that is not dumb, unless NO_COLOR is set; with FORCE_COLOR everywhere. Default: `auto`. */
  readonly color?: 'auto' | 'always' | 'never';
}

/** What 112 characters leave for status, claim and cases, the other columns and all borders taken off; longer ids are cut. */
const STATUS_CLAIM_AND_CASES = 50;

/** Select Graphic Rendition (ECMA-48): green, red, magenta, yellow, and the terminal's usual colour. */
const COLORS: Readonly<Record<Status | 'usual', number>> = {
  holds: 32,
  refuted: 31,
  broken: 35,
  unfinished: 33,
  'not applicable': 39,
  'cannot be told': 39,
  usual: 39,
};

/** One line a claim, at most 112 characters wide. */
export function verdictTable(entries: readonly ReportEntry[], { color = 'auto' }: VerdictTableOptions = {}): string {
  requireChoice('color', color, ['auto', 'always', 'never']);
  const colored = color === 'always' || (color === 'auto' && outputHasColor());
  const cases = entries.map(({ verdict }) => thousands(verdict.cases));
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));
  const statuses = entries.map(({ verdict }) => statusText(verdict.status, false));
  const idWidth =
    STATUS_CLAIM_AND_CASES - Math.max('… unfinished'.length, widest(statuses)) - widest(['cases', ...cases]);
  const table = new Table({
    shouldDisableColors: !colored,
    // The table's own white cannot be read on a light terminal.
    ...(colored ? { colorMap: { white: escape(COLORS.usual) } } : {}),
    columns: [
      { name: 'status', alignment: 'left' },
      { name: 'claim', alignment: 'left' },
      { name: 'evidence', alignment: 'left' },
      { name: 'cases', alignment: 'right' },
      { name: 'worst', title: 'worst residual / bound', alignment: 'right', maxLen: 9 },
      { name: 'counterfeits', title: 'counterfeits refuted', alignment: 'right', maxLen: 12 },
      { name: 'seconds', title: 'processor time', alignment: 'right', maxLen: 10 },
    ],
    rows: entries.map(({ claim, verdict }, k) => ({
      status: statusText(verdict.status, colored),
      claim: claim.id.length <= idWidth ? claim.id : `${claim.id.slice(0, idWidth - 1)}…`,
      evidence: claim.grade.kind,
      cases: cases[k],
      worst: verdict.worst === undefined ? '–' : formatNumber(tightness(verdict.worst)),
      counterfeits: counterfeitsRefuted(verdict),
      seconds: formatSeconds(verdict.seconds),
    })),
  });
  return table.render();
}

function statusText(status: Status, colored: boolean): string {
  const text = `${STATUS_SIGNS[status]} ${status}`;
  return colored ? escape(COLORS[status]) + text + escape(COLORS.usual) : text;
}

function escape(code: number): string {
  return `\u001B[${code}m`;
}

/** NO_COLOR (https://no-color.org) counts where it is set to anything but nothing; FORCE_COLOR goes before it, as in Node.js. */
function outputHasColor(): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env;
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return process.stdout.isTTY && NO_COLOR === '' && TERM !== 'dumb';
}
