/** Code of a loss in several languages, each file complete in itself. */
import { requireChoice } from '../../base/option-checks.js';
import { requireKnownOptions } from '../../base/option-checks.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { preparedSubject, type CodeOptions, type CodeSubject, type PreparedSubject } from './code-subject.js';
import { columnCode, type ColumnSubject } from './column-code.js';
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
 * @param subject a loss of distances, or of the columns of a batch, whose file takes rows as they are
 * @param options whether the class can also append what α does in a batch to a CSV file (`diagnosis`, for PyTorch; default: not)
 * @throws InvalidInput on an unknown language, as `distanceWeights` for the small batch of the check, and on a diagnosis where there is
 *   none
 */
export function generateCode(
  language: CodeLanguage,
  subject: CodeSubject | ColumnSubject,
  options: Partial<CodeOptions> = {},
): string {
  requireChoice('language', language, CODE_LANGUAGES);
  requireKnownOptions('options', options, ['diagnosis']);
  const { diagnosis = false } = options;
  if (diagnosis && language !== 'pytorch') {
    throw new InvalidInput(`a diagnosis is written for pytorch, not for ${language}: choose pytorch, or leave it out`);
  }
  if ('formulae' in subject) {
    if (diagnosis) throw withoutNegatives(subject.name);
    return columnCode(language, subject);
  }
  const prepared = preparedSubject(subject);
  if (diagnosis && !prepared.program.statements.some((one) => one.kind === 'sum' && one.over === 'negatives')) {
    throw withoutNegatives(subject.name);
  }
  return WRITERS[language](prepared, { diagnosis });
}

function withoutNegatives(name: string): InvalidInput {
  return new InvalidInput(`${name} has no negatives, and so no weights of them to diagnose: leave the diagnosis out`);
}
