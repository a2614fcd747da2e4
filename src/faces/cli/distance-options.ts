/** The options of a loss of distances, and what they mean: the same in every command that takes them. */
import type { Command } from 'commander';
import { InvalidInput } from '../../base/invalid-input.js';
import { distanceLoss, type DistanceLoss } from '../../theory/distance-losses/distance-loss.js';
import {
  distanceLossNames,
  largerLoss,
  namedDistanceLoss,
} from '../../theory/distance-losses/named-distance-losses.js';
import { unknownLoss } from '../../theory/distance-losses/outside-losses.js';
import { hasLoss } from '../../theory/losses/named-losses.js';
import { importanceName } from '../../training/step/importance-choice.js';
import { sumsOf } from '../../training/train/given-distances.js';
import { usualIn } from '../../training/train/given-formulae.js';
import { numbersIn, parametersIn, type ChoiceFlags } from './loss-options.js';
import { collected } from './option-values.js';
import { suggest } from './suggestions.js';

/** The options of a loss of either family, or of an α. */
export interface DistanceChoiceFlags extends ChoiceFlags {
  readonly anchor?: string;
  readonly sum?: readonly string[];
}

/** The loss of distances that the options name. */
export interface ChosenDistances {
  readonly kind: 'distances';
  readonly title: string;
  /** Set where it was given by name. */
  readonly name?: string;
  readonly loss: DistanceLoss;
}

/** Adds `--anchor` and `--sum` to a command that has `--loss`, which then takes the names of all losses. */
export function withDistanceOptions(command: Command): Command {
  command
    .option(
      '--anchor <formula>',
      'loss of one anchor in p and n, its distances d² to positive and negatives: p/tau+log(u)',
    )
    .option('--sum <name=formula>', 'sum over negatives for --anchor: u=exp(-n/tau); repeatable', collected);
  return suggest(command, '--loss', distanceLossNames());
}

/** Asks for one loss, where none or several were given. */
export const GIVE_ONE_OF_ALL =
  'give one loss: --loss NAME, or --anchor FORMULA (with --sum), or --phi and --psi, or --alpha NAME or FORMULA';

/** Requires that one loss is given, or none. @returns the number of losses. @throws InvalidInput when there are several, or a sum without its anchor */
export function requireOneOfAll({ loss, anchor, sum = [], phi, psi, alpha }: DistanceChoiceFlags): 0 | 1 {
  const ways = [loss, anchor, phi ?? psi, alpha].filter((given) => given !== undefined);
  if (ways.length > 1) throw new InvalidInput(GIVE_ONE_OF_ALL);
  if (sum.length > 0 && anchor === undefined) {
    throw new InvalidInput('--sum is a part of --anchor: give --anchor too, or leave --sum out');
  }
  return ways.length === 1 ? 1 : 0;
}

/**
 * Reads a loss that is none of the paper's family: by its name, or typed.
 *
 * @returns undefined where the options give another loss, an α or nothing
 * @throws InvalidInput on a name that no loss of either family has, on formulae that are none, and on values that are none
 */
export function readDistances(flags: DistanceChoiceFlags): ChosenDistances | undefined {
  const { loss, anchor, sum = [] } = flags;
  if (anchor !== undefined) {
    return {
      kind: 'distances',
      title: 'The loss',
      loss: typedDistances(anchor, sumsOf(sum), numbersIn(parametersIn(flags))),
    };
  }
  if (loss === undefined || hasLoss(loss) || isImportance(loss) || loss === 'formulae') return undefined;
  const found = largerLoss(loss);
  if (found === undefined) throw unknownLoss(loss, distanceLossNames());
  const named = namedDistanceLoss(found.name, numbersIn(parametersIn(flags)));
  return { kind: 'distances', title: found.title, name: found.name, loss: named };
}

/** Makes a loss of distances of formulae, with the usual values of parameters that have no other. */
export function typedDistances(
  anchor: string,
  sums: Readonly<Record<string, string>>,
  given: Readonly<Record<string, number>>,
): DistanceLoss {
  const parameters = { ...usualIn([anchor, ...Object.values(sums)].join(' ')), ...given };
  return distanceLoss({ anchor, sums, parameters });
}

/** Tells whether `--loss` names an α of α-CL. */
export function isImportance(loss: string): boolean {
  return /^alpha-cl-/i.test(loss) && (loss === 'alpha-cl-formula' || importanceName(loss) !== undefined);
}
