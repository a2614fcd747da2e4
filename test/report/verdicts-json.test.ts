import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/claims/verdict.js';
import { verdictsJson } from '../../src/report/verdicts-json.js';
import { ENTRIES, HOLDING, RUN } from './fake-report.js';

const VERDICTS = ENTRIES.map(({ verdict }) => verdict);

describe('verdictsJson', () => {
  it('is JSON of the run and its verdicts', () => {
    const { format, run, verdicts } = parsed(VERDICTS);
    expect(format).toBe('alpha-cl-report');
    expect(run).toEqual(RUN);
    expect(verdicts.map(({ claim, status }) => [claim, status])).toEqual(
      VERDICTS.map(({ claim, status }) => [claim, status]),
    );
  });

  it('keeps every number: finite ones as they are, the others by name', () => {
    assert(
      property(double(), (residual) => {
        const { worst } =
          parsed([{ ...HOLDING.verdict, worst: { instance: 0, residual, bound: 1, details: {} } }]).verdicts[0] ?? {};
        // JSON has no -0.
        expect(worst?.residual).toBe(Number.isFinite(residual) ? residual + 0 : String(residual));
      }),
    );
  });

  it('writes a matrix as rows, columns and a list', () => {
    const [, refuted] = parsed(VERDICTS).verdicts;
    expect(refuted?.counterexample?.instance).toMatchObject({
      z: { rows: 2, columns: 3, data: [1, 0.5, 0, 0, -1, 1e-9] },
    });
  });

  it('leaves the images of real cases out', () => {
    expect(parsed(VERDICTS).verdicts[0]?.real[0]).toEqual({
      label: 'CIFAR-10, 32 images',
      residual: 2e-12,
      bound: 4.4e-11,
      details: {},
    });
  });
});

function parsed(verdicts: readonly Verdict[]): { format: string; run: unknown; verdicts: Verdict[] } {
  return JSON.parse(verdictsJson(RUN, verdicts)) as ReturnType<typeof parsed>;
}
