/** Writes what a reader takes along of a choice: a file of code, or the command that analyses it. */
import { PROGRAM } from '../../../base/program-name.js';
import { shellOptions } from '../../../base/shell-word.js';
import { alphaSubject, namedSubject, typedSubject } from '../../../theory/code/chosen-subject.js';
import type { CodeSubject } from '../../../theory/code/code-subject.js';
import { generateCode, type CodeLanguage } from '../../../theory/code/generate-code.js';
import { PARAMETER_SYMBOLS } from '../../../theory/losses/importances.js';
import { sumsOf, type Chosen } from './chosen.js';
import { typed } from './made.js';

/**
 * Writes a choice as one file of code, with the values of its parameters.
 *
 * @throws InvalidInput as `generateCode`; an importance that looks at several pairs at once has no code
 */
export function codeOf(language: CodeLanguage, chosen: Chosen): string {
  return generateCode(language, {
    ...subjectOf(chosen),
    command: `${PROGRAM} generate ${language} ${optionsOf(chosen)}`,
  });
}

/** Writes the command that analyses a choice. */
export function commandOf(chosen: Chosen): string {
  return `${PROGRAM} analyse ${optionsOf(chosen)}`;
}

/** Writes the command that trains a small encoder with a choice. */
export function trainingOf(chosen: Chosen): string {
  return `${PROGRAM} train --preset laptop ${optionsOf(chosen)}`;
}

function subjectOf(chosen: Chosen): Omit<CodeSubject, 'command'> {
  switch (chosen.kind) {
    case 'loss':
    case 'distances':
      return namedSubject(chosen.name, chosen.parameters);
    case 'formulae':
      return typedSubject(chosen);
    case 'anchor':
      return typedSubject(typed(chosen));
    case 'importance':
    case 'alpha':
      return alphaSubject(chosen);
  }
}

function optionsOf(chosen: Chosen): string {
  // Symbols are what formulae have, and the command line takes them for names, too.
  const values = Object.entries(chosen.parameters).map(([name, value]) => `${symbolOf(chosen, name)}=${value}`);
  return shellOptions({ ...choiceOf(chosen), set: values.length === 0 ? undefined : values.join(',') });
}

function symbolOf({ kind }: Chosen, name: string): string {
  return kind === 'importance' ? (PARAMETER_SYMBOLS[name] ?? name) : name;
}

function choiceOf(chosen: Chosen): Readonly<Record<string, string | readonly string[]>> {
  switch (chosen.kind) {
    case 'loss':
    case 'distances':
      return { loss: chosen.name };
    case 'formulae':
      return { phi: chosen.phi, psi: chosen.psi };
    case 'anchor':
      return { anchor: chosen.anchor, sum: sumsOf(chosen) };
    case 'importance':
      return { alpha: chosen.name };
    case 'alpha':
      return { alpha: chosen.alpha };
  }
}
