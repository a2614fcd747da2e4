/** The loss that an encoder was trained with, as `inspect` looks at it: with its own parameters, before the usual ones. */
import { InvalidInput } from '../../base/invalid-input.js';
import { distanceLoss } from '../../theory/distance-losses/distance-loss.js';
import { distanceLossNames } from '../../theory/distance-losses/named-distance-losses.js';
import { parameterValues } from '../../theory/formula/parameter-values.js';
import { lossFromFormulae } from '../../theory/losses/loss-from-formulae.js';
import { importanceName } from '../../training/step/importance-choice.js';
import { distanceFormulae } from '../../training/train/given-distances.js';
import { namedObjective, objectiveDefaults } from '../../training/train/named-objectives.js';
import { objectiveTitle } from '../../training/train/objective-title.js';
import { readObjective, type RecordedObjective } from '../../training/train/recorded-objective.js';
import {
  anchorWeighing,
  distanceWeighing,
  familyWeighing,
  importanceWeighing,
  usualWeighings,
  type AnchorWeighing,
} from './anchor-weighing.js';

/**
 * Returns the losses that are looked at where none is asked for: that of the run first, where it is known, and the usual ones.
 *
 * @param recorded the objective as `recordedObjective` writes it
 */
export function defaultWeighings(recorded: string | undefined): AnchorWeighing[] {
  const usual = usualWeighings();
  const own = recorded === undefined ? undefined : ownWeighing(recorded);
  if (own === undefined) return usual;
  return [{ ...own, title: `your run's loss, ${own.title}` }, ...usual.filter(({ title }) => title !== own.title)];
}

/** @returns undefined for a text that names no objective, or one whose weights are not those of an anchor's distances alone */
function ownWeighing(recorded: string): AnchorWeighing | undefined {
  const objective = readObjective(recorded);
  if (objective === undefined) return undefined;
  try {
    return weighingOf(objective);
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

/** Options that change weights in a way that weights by distance do not show; where one is set, nothing is claimed of the loss. */
const BEYOND = ['positiveWeight', 'constantLogit', 'slack', 'normalise'];

function weighingOf(objective: RecordedObjective): AnchorWeighing | undefined {
  const { loss, set = '' } = objective;
  const given: Readonly<Record<string, unknown>> = { ...objective };
  const usual = objectiveDefaults(loss);
  if (BEYOND.some((name) => given[name] !== usual[name])) return undefined;
  if (distanceLossNames().includes(loss) || importanceName(loss) !== undefined) {
    const own = Object.entries(given).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && !BEYOND.includes(entry[0]),
    );
    return anchorWeighing(loss, { ...Object.fromEntries(own), ...parameterValues(set) });
  }
  const about = { title: objectiveTitle(objective), name: loss, parameters: parameterValues(set) };
  const stated = namedObjective(loss, given);
  switch (stated.kind) {
    case 'formulae':
      return familyWeighing(about, lossFromFormulae(stated), stated);
    case 'distances':
      return distanceWeighing(about, distanceLoss(distanceFormulae(objective)));
    case 'alpha-cl':
      return importanceWeighing(about, stated.importance);
    case 'cross-entropy':
    case 'quadratic':
      return undefined;
  }
}
