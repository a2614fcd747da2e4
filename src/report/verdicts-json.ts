/** The verdicts of a run as JSON, for programs: one line a claim. */
import type { Verdict } from '../claims/verdict.js';
import type { RunFacts } from './report.js';

/** How the report's own data file is told from any other `verdicts.json`. */
export const REPORT_FORMAT = 'alpha-cl-report';

/**
 * `{ format, run, verdicts }`. Typed arrays become arrays; NaN, Infinity and -Infinity become strings of that name.
 * Of the cases made of real images their residual, bound and details are kept, not the images.
 */
export function verdictsJson(run: RunFacts, verdicts: readonly Verdict[]): string {
  const lines = verdicts.map((verdict) => JSON.stringify(withoutImages(verdict), plain));
  return `{"format":"${REPORT_FORMAT}",\n"run":${JSON.stringify(run, plain)},\n"verdicts":[\n${lines.join(',\n')}\n]}\n`;
}

function withoutImages(verdict: Verdict): object {
  const real = verdict.real.map(({ label, residual, bound, details }) => ({ label, residual, bound, details }));
  return { ...verdict, real };
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'bigint') return String(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return value;
}
