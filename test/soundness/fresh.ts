/** A part of the gate: random losses. */
import { expect } from 'vitest';
import { analyseLoss } from '../../src/theory/analysis/analyse-loss.js';
import { fuzz } from './fuzz.js';
import { reportOf } from './report.js';

/** Losses of each of two parts. */
const LOSSES = 1000;
/** Of the statements that dense evaluation decides, so many are proven or refuted: abstaining is no way out. */
const SETTLED = 0.8;

/**
 * A fresh seed each time, which is printed; ALPHA_CL_SOUNDNESS_SEED repeats one.
 *
 * @param part of the gate, from 0: the parts run at the same time
 */
export function expectNoContradiction(part: number): void {
  const seed = Number(process.env['ALPHA_CL_SOUNDNESS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const indices = Array.from({ length: LOSSES }, (_, k) => part * LOSSES + k);
  const { counts, contradictions } = fuzz(seed, indices, analyseLoss);
  const report = reportOf({ seed, counts, contradictions });
  process.stdout.write(`soundness, part ${part + 1}, ${report.split('\n').slice(0, 3).join('; ')}\n`);
  expect(contradictions, `${report}\nAgain: ALPHA_CL_SOUNDNESS_SEED=${seed}`).toEqual([]);
  expect(counts.losses - counts.refused).toBeGreaterThan(0.9 * LOSSES);
  expect(counts.decidedAndSettled / counts.decided, report).toBeGreaterThanOrEqual(SETTLED);
}
