/** A run as JSON, for programs: its verdicts, one line per claim, and the words of the claims. */
import type { Verdict } from '../../claims/verdict.js';
import { claimWords } from '../views/claim-words.js';
import { plain } from '../views/json-numbers.js';
import type { ReportEntry, RunFacts } from '../views/report-entry.js';

/** The `format` that distinguishes a report's data file from any other `verdicts.json`. */
export const REPORT_FORMAT = 'alpha-cl-report';

/**
 * Returns a run as JSON, `{ format, run, verdicts, claims }`. Typed arrays become arrays; NaN, Infinity and -Infinity become
 * strings of that name. Cases of real images keep their label, residual, bound and details, not the images.
 *
 * @example
 * const machine = { version: '0.1.0', node: 'v20.20.2', startedAt: '2026-11-24T08:30:00.000Z', seconds: 2 };
 * const run = { ...machine, seed: 1, profile: 'quick', requestedCases: 100, real: 'none', command: 'alpha-cl verify' };
 * JSON.parse(verdictsJson(run, [])).format; // 'alpha-cl-report'
 */
export function verdictsJson(run: RunFacts, entries: readonly ReportEntry[]): string {
  const verdicts = entries.map(({ verdict }) => JSON.stringify(withoutImages(verdict), plain));
  const claims = entries.map((entry) => JSON.stringify(claimWords(entry), plain));
  return (
    `{"format":"${REPORT_FORMAT}",\n"run":${JSON.stringify(run, plain)},\n` +
    `"verdicts":[\n${verdicts.join(',\n')}\n],\n"claims":[\n${claims.join(',\n')}\n]}\n`
  );
}

function withoutImages(verdict: Verdict): object {
  const real = verdict.real.map(({ label, residual, bound, details }) => ({ label, residual, bound, details }));
  return { ...verdict, real };
}
