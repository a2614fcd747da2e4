/** Code of a loss in several languages, each file complete in itself. */
import { requireChoice } from '../../base/option-checks.js';
import { requireKnownOptions } from '../../base/option-checks.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { preparedSubject, type CodeOptions, type CodeSubject, type PreparedSubject } from './code-subject.js';
import { jaxFile } from './jax.js';
import { numpyFile } from './numpy.js';
import { pytorchFile } from './pytorch.js';
import { typescriptFile } from './typescript.js';

/** Languages and libraries, with what writes their files. */
const WRITERS = {
  pytorch: pytorchFile,
  jax: jaxFile,
  numpy: numpyFile,
  typescript: typescriptFile,
} as const satisfies Record<string, (subject: PreparedSubject, options: CodeOptions) => string>;

/** A language or library that code is written for. */
export type CodeLanguage = keyof typeof WRITERS;

/** The names of all of them. */
const CODE_LANGUAGES = Object.keys(WRITERS) as CodeLanguage[];

/**
 * Writes a loss as one file: a function with shapes checked and rows normalised, computed as the analysis computes it, a class, and a
 * check of the file by numbers in float64.
 *
 * @param options whether the class can also append what α does in a batch to a CSV file (`diagnosis`, for PyTorch; default: not)
 * @throws InvalidInput on an unknown language, as `distanceWeights` for the small batch of the check, and on a diagnosis where there is
 *   none
 */
export function generateCode(language: CodeLanguage, subject: CodeSubject, options: Partial<CodeOptions> = {}): string {
  requireChoice('language', language, CODE_LANGUAGES);
  requireKnownOptions('options', options, ['diagnosis']);
  const { diagnosis = false } = options;
  const prepared = preparedSubject(subject);
  if (diagnosis && language !== 'pytorch') {
    throw new InvalidInput(`a diagnosis is written for pytorch, not for ${language}: choose pytorch, or leave it out`);
  }
  if (diagnosis && !prepared.program.statements.some((one) => one.kind === 'sum' && one.over === 'negatives')) {
    throw new InvalidInput(
      `${subject.name} has no negatives, and so no weights of them to diagnose: leave the diagnosis out`,
    );
  }
  return WRITERS[language](prepared, { diagnosis });
}
