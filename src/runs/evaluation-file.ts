/** `evaluation.json` of a run: every evaluation that was made of it; a new one of the same things replaces the old. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { InvalidInput } from '../invalid-input.js';
import { prettyJson } from '../report/pretty-json.js';
import { exclusively } from '../files/exclusively.js';
import { readText } from '../files/read-text.js';
import { writeWhole } from '../files/write-whole.js';
import { schemaFault } from '../schema-fault.js';
import { EVALUATION, sameEvaluation, type Evaluation } from './evaluation.js';

const FILE = z.object({ evaluations: z.array(EVALUATION) });

export function evaluationFile(run: string): string {
  return path.join(run, 'evaluation.json');
}

/** @returns none where there is no file @throws InvalidInput when it is damaged */
export function readEvaluations(run: string): Evaluation[] {
  const file = evaluationFile(run);
  if (!existsSync(file)) return [];
  try {
    return FILE.parse(JSON.parse(readText(file))).evaluations;
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    const reason = error instanceof z.ZodError ? schemaFault(error) : (error as Error).message;
    throw new InvalidInput(`${file} is damaged: ${reason}. Move it away: alpha-cl eval makes it again`, {
      cause: error,
    });
  }
}

/**
 * Beside what other processes add at the same time.
 *
 * @throws InvalidInput when the file is damaged or cannot be written: it is then as it was
 */
export async function addEvaluation(run: string, evaluation: Evaluation): Promise<void> {
  const file = evaluationFile(run);
  await exclusively(file, async () => {
    const others = readEvaluations(run).filter((known) => !sameEvaluation(known, evaluation));
    await writeWhole(file, `${prettyJson({ evaluations: [...others, evaluation] })}\n`);
  });
}
