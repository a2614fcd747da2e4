/** The loss of distances that a person chooses for `alpha-cl generate`, by name, as formulae or by an α, with what its file tells. */
import { InvalidInput } from '../../base/invalid-input.js';
import { shellWord } from '../../base/shell-word.js';
import type { CodeLanguage } from '../../theory/code/generate-code.js';
import { alphaClFormulae } from '../../theory/code/alpha-cl-formulae.js';
import type { CodeSubject } from '../../theory/code/code-subject.js';
import { distanceLoss } from '../../theory/distance-losses/distance-loss.js';
import { distanceLossEntry, namedDistanceLoss, ofMargins } from '../../theory/distance-losses/named-distance-losses.js';
import { IMPORTANCES } from '../../theory/losses/importances.js';
import { lossFromFormulae } from '../../theory/losses/loss-from-formulae.js';
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
export function generatedLoss(language: CodeLanguage, flags: DistanceChoiceFlags): CodeSubject {
  const { loss, anchor, sum = [], phi, psi, alpha } = flags;
  if (requireOneOfAll(flags) === 0) throw new InvalidInput(GIVE_ONE_OF_ALL);
  const given = numbersIn(parametersIn(flags));
  const command = commandOf(language, flags);
  const alphaName = loss !== undefined && isImportance(loss) ? loss : alpha;
  if (alphaName !== undefined) return { ...ofAlpha(alphaName, given), command };
  if (loss !== undefined) {
    const { name, title, source } = distanceLossEntry(loss);
    return { name, title, source, loss: namedDistanceLoss(loss, given), command };
  }
  const own = { name: 'distance', title: 'A loss of your own', source: 'the formula above' };
  if (anchor !== undefined) return { ...own, loss: typedDistances(anchor, sumsOf(sum), given), command };
  const formulae = bothFormulae(phi, psi);
  const parameters = withUsual(formulae, given);
  lossFromFormulae({ ...formulae, parameters });
  return { ...own, loss: distanceLoss(ofMargins({ ...formulae, parameters })), command };
}

function ofAlpha(typed: string, given: Readonly<Record<string, number>>): Omit<CodeSubject, 'command'> {
  const values = importanceName(typed) === undefined ? { ...usualIn(typed), ...given } : given;
  const choice = importanceChoice(typed, values);
  const loss = distanceLoss(alphaClFormulae(choice), { name: 'alpha-cl' });
  const named = 'name' in choice ? IMPORTANCES[choice.name] : undefined;
  return {
    name: 'alpha-cl',
    title: named?.title ?? 'α-CL with an α of your own',
    source: `Tian 2022, arXiv 2201.12680${named === undefined ? '' : `: ${named.source}`}`,
    loss,
  };
}

/** The command that writes the same code again, on one line. */
function commandOf(language: CodeLanguage, flags: DistanceChoiceFlags): string {
  const words = Object.entries(flags).flatMap(([name, value]: [string, string | readonly string[] | undefined]) =>
    (value === undefined ? [] : typeof value === 'string' ? [value] : value).map(
      (one) => `--${name} ${shellWord(one)}`,
    ),
  );
  return ['alpha-cl generate', language, ...words].join(' ').replaceAll(/\s+/g, ' ');
}
