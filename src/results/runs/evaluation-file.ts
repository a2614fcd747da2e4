/** `evaluation.json` of a run: every evaluation that was made of it; a new one of the same subject replaces the old one. */
import { PROGRAM } from '../../base/program-name.js';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { prettyJson } from '../../base/pretty-json.js';
import { withLock } from '../../base/files/lock.js';
import { readRecord } from '../../base/files/read-record.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { EVALUATION, sameEvaluation, type Evaluation } from './evaluation.js';

const FILE = z.object({ evaluations: z.array(EVALUATION) });

export function evaluationFile(run: string): string {
  return path.join(run, 'evaluation.json');
}

/**
 * Reads the evaluations of a run; none if there is no file.
 *
 * @throws InvalidInput when it is damaged
 * @example
 * await evaluateRun('run', { linear: { epochs: 1 } });
 * readEvaluations('run').map(({ subject }) => subject); // [{ kind: 'encoder', step: 2 }]
 */
export function readEvaluations(run: string): Evaluation[] {
  const file = evaluationFile(run);
  return existsSync(file) ? readRecord(file, FILE, `Move it away: ${PROGRAM} eval makes it again`).evaluations : [];
}

/**
 * Adds an evaluation, safely beside other processes that add one at the same time.
 *
 * @throws InvalidInput when the file is damaged or cannot be written: it is then as it was
 */
export async function addEvaluation(run: string, evaluation: Evaluation): Promise<void> {
  const file = evaluationFile(run);
  await withLock(file, async () => {
    const others = readEvaluations(run).filter((known) => !sameEvaluation(known, evaluation));
    await writeWhole(file, `${prettyJson({ evaluations: [...others, evaluation] })}\n`);
  });
}
