/** Code of a loss in several languages, each file complete in itself. */
import { requireChoice } from '../../base/option-checks.js';
import { preparedSubject, type CodeSubject, type PreparedSubject } from './code-subject.js';
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
} as const satisfies Record<string, (subject: PreparedSubject) => string>;

/** A language or library that code is written for. */
export type CodeLanguage = keyof typeof WRITERS;

/** The names of all of them. */
const CODE_LANGUAGES = Object.keys(WRITERS) as CodeLanguage[];

/**
 * Writes a loss as one file: a function with shapes checked and rows normalised, computed as the analysis computes it, a class, and a
 * check of the file by numbers in float64.
 *
 * @throws InvalidInput on an unknown language, and as `distanceWeights` for the small batch of the check
 */
export function generateCode(language: CodeLanguage, subject: CodeSubject): string {
  requireChoice('language', language, CODE_LANGUAGES);
  return WRITERS[language](preparedSubject(subject));
}
