import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimWords } from '../../../src/faces/views/claim-words.js';
import type { Verdict } from '../../../src/claims/verdict.js';
import { verdictsJson } from '../../../src/faces/report/verdicts-json.js';
import type { ReportEntry } from '../../../src/faces/views/report-entry.js';
import { ENTRIES, HOLDING, RUN } from './fake-report.js';

describe('verdictsJson', () => {
  it('is JSON of the run and its verdicts', () => {
    const { format, run, verdicts } = parsed(ENTRIES);
    expect(format).toBe('alpha-cl-report');
    expect(run).toEqual(RUN);
    expect(verdicts.map(({ claim, status }) => [claim, status])).toEqual(
      ENTRIES.map(({ verdict }) => [verdict.claim, verdict.status]),
    );
  });

  it('keeps every number: finite ones as they are, the others by name', () => {
    assert(
      property(double(), (residual) => {
        const verdict = {
          ...HOLDING.verdict,
          worst: { instance: 0, residual, bound: 1, details: {}, replay: '1:0' },
        };
        const { worst } = parsed([{ ...HOLDING, verdict }]).verdicts[0] ?? {};
        // JSON has no -0.
        expect(worst?.residual).toBe(Number.isFinite(residual) ? residual + 0 : String(residual));
      }),
    );
  });

  it('writes a matrix as rows, columns and a list', () => {
    const [, refuted] = parsed(ENTRIES).verdicts;
    expect(refuted?.counterexample?.instance).toMatchObject({
      z: { rows: 2, columns: 3, data: [1, 0.5, 0, 0, -1, 1e-9] },
    });
  });

  it('says of every claim what it states, so that the data can be read without the catalogue', () => {
    const [holding] = parsed(ENTRIES).claims;
    const { id, title, statement, method } = HOLDING.claim;
    expect(holding).toMatchObject({ id, title, statement, method, chapter: 'Theorems', grade: 'sampled' });
  });

  it('leaves the images of real cases out', () => {
    expect(parsed(ENTRIES).verdicts[0]?.real[0]).toEqual({
      label: 'CIFAR-10, 32 images',
      residual: 2e-12,
      bound: 4.4e-11,
      details: {},
    });
  });
});

interface Parsed {
  readonly format: string;
  readonly run: unknown;
  readonly verdicts: readonly Verdict[];
  readonly claims: readonly ClaimWords[];
}

function parsed(entries: readonly ReportEntry[]): Parsed {
  return JSON.parse(verdictsJson(RUN, entries)) as Parsed;
}
