/** The grade of a claim's evidence in words: the proof, or the reason why it is no stronger. */
import { logFailureProbability, type Grade } from '../../claims/grade.js';
import type { Verdict } from '../../claims/verdict.js';
import { thousands } from '../../base/thousands.js';

/**
 * Returns the claim's reason, and for an exact identity the probability with which a false one would have passed, as text with
 * mathematics between dollar signs. Each generated instance is one random point of the field.
 */
export function gradeText(grade: Grade, { cases }: Pick<Verdict, 'cases'>): string {
  if (grade.kind !== 'exact' || cases === 0) return grade.reason;
  const exponent = Math.ceil(logFailureProbability(grade.degree, cases));
  const where =
    grade.points === 'whole numbers' ? 'of whole numbers below $2^{61}$' : 'of the field of $2^{61}-1$ elements';
  return (
    `${grade.reason} The identity has degree at most ${grade.degree}: by Schwartz and Zippel a false one would have ` +
    `passed ${cases === 1 ? 'this point' : `all ${thousands(cases)} points`} ${where} with ` +
    `probability at most $10^{${exponent}}$.`
  );
}
