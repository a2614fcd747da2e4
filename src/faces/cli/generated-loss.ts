/** The loss that a person chooses for `alpha-cl generate`, by name, as formulae or by an α, with what its file tells. */
import { PROGRAM } from '../../base/program-name.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { shellOptions } from '../../base/shell-word.js';
import { alphaSubject, namedSubject, typedSubject } from '../../theory/code/chosen-subject.js';
import type { CodeSubject } from '../../theory/code/code-subject.js';
import type { ColumnSubject } from '../../theory/code/column-code.js';
import type { CodeLanguage } from '../../theory/code/generate-code.js';
import { columnObjective } from '../../theory/distance-losses/outside-losses.js';
import { importanceChoice, importanceName } from '../../training/step/importance-choice.js';
import { sumsOf } from '../../training/train/given-distances.js';
import { bothFormulae, usualIn, withUsual } from '../../training/train/given-formulae.js';
import {
  GIVE_ONE_OF_ALL,
  isImportance,
  requireOneOfAll,
  typedDistances,
  type DistanceChoiceFlags,
} from './distance-options.js';
import { numbersIn, parametersIn } from './loss-options.js';

/**
 * Reads the loss that a person has chosen.
 *
 * @throws InvalidInput unless exactly one is given, on an unknown name, and on formulae or values that are none
 */
export function generatedLoss(language: CodeLanguage, flags: DistanceChoiceFlags): CodeSubject | ColumnSubject {
  const { loss, anchor, sum = [], phi, psi, alpha } = flags;
  if (requireOneOfAll(flags) === 0) throw new InvalidInput(GIVE_ONE_OF_ALL);
  const given = numbersIn(parametersIn(flags));
  const command = commandOf(language, flags);
  const alphaName = loss !== undefined && isImportance(loss) ? loss : alpha;
  if (alphaName !== undefined) return { ...ofAlpha(alphaName, given), command };
  const ofColumns = loss === undefined ? undefined : columnObjective(loss, given);
  if (ofColumns !== undefined) return { ...ofColumns, command };
  if (loss !== undefined) return { ...namedSubject(loss, given), command };
  if (anchor !== undefined) {
    const { formulae } = typedDistances(anchor, sumsOf(sum), given);
    return { ...typedSubject({ ...formulae, parameters: inOrder(given, formulae.parameters ?? {}) }), command };
  }
  const formulae = bothFormulae(phi, psi);
  return { ...typedSubject({ ...formulae, parameters: inOrder(given, withUsual(formulae, given)) }), command };
}

type Values = Readonly<Record<string, number>>;

/** Puts values that are given before the usual ones, so that what the code takes stands in the order of the command. */
function inOrder(given: Values, all: Values): Values {
  return { ...given, ...all };
}

function ofAlpha(typed: string, given: Values): Omit<CodeSubject, 'command'> {
  const values = importanceName(typed) === undefined ? inOrder(given, { ...usualIn(typed), ...given }) : given;
  return alphaSubject(importanceChoice(typed, values));
}

/** The command that writes the same code again, on one line. */
function commandOf(language: CodeLanguage, { loss, anchor, sum, phi, psi, alpha, set }: DistanceChoiceFlags): string {
  const options = shellOptions({ loss, anchor, sum, phi, psi, alpha, set });
  return `${PROGRAM} generate ${language} ${options}`.replaceAll(/\s+/g, ' ');
}
