/** Turns the name of a loss, as a person types it, into what a training step minimises. */
import { InvalidInput } from '../../base/invalid-input.js';
import {
  distanceLossNames,
  largerLoss,
  largerLossNames,
  namedDistanceLoss,
} from '../../theory/distance-losses/named-distance-losses.js';
import { unknownLoss } from '../../theory/distance-losses/outside-losses.js';
import type { PairChoice } from '../../theory/distance-losses/pair-layout.js';
import { IMPORTANCES, IMPORTANCE_NAMES } from '../../theory/losses/importances.js';
import { hasLoss, lossEntry, lossNames, namedFormulae, type NamedLoss } from '../../theory/losses/named-losses.js';
import { parameterKey, valuesOf } from '../../theory/losses/loss-parameters.js';
import { parameterValues } from '../../theory/formula/parameter-values.js';
import type { StepObjective } from '../step/batch-loss.js';
import type { DistanceFormulae } from '../../theory/distance-losses/distance-formulae.js';
import { distanceFormulae } from './given-distances.js';
import { importanceName, namedParameters } from '../step/importance-choice.js';

/**
 * Objectives that are no loss by name: α ≡ 1, φ and ψ as typed, a loss of distances as typed, α as typed, and every importance as
 * `alpha-cl-NAME`.
 */
const OTHERS = [
  'quadratic',
  'formulae',
  'distance-formulae',
  'alpha-cl-formula',
  ...IMPORTANCE_NAMES.map((name) => `alpha-cl-${name}`),
];

/** The loss of a run that names none: the one that training computes as a cross-entropy. */
export const DEFAULT_LOSS = lossNames().find((name) => lossEntry(name).isCrossEntropy === true) ?? '';

/**
 * Returns the names of the objectives with which a run can train: every named loss, and what is not a loss by name.
 *
 * @example
 * objectiveNames(); // ['infonce', 'mine', 'triplet', …, 'alpha-cl-direct']
 */
export function objectiveNames(): string[] {
  return [...distanceLossNames(), ...OTHERS];
}

/**
 * Finds an objective by its name or by another that people type, whatever the case.
 *
 * @throws InvalidInput on a name that none has, with the nearest one, or why it is none of a loss of distances
 */
export function objectiveName(typed: string): string {
  const known = OTHERS.find((name) => name === typed.toLowerCase());
  if (known !== undefined) return known;
  if (hasLoss(typed)) return lossEntry(typed).name;
  const larger = largerLoss(typed);
  if (larger === undefined) throw unknownLoss(typed, objectiveNames());
  return larger.name;
}

type Parameters = Readonly<Record<string, number | string>>;

const CROSS_ENTROPY = { positiveWeight: 0, constantLogit: 'none' } as const;
const FORMULAE = { phi: '', psi: '', set: '' } as const;
const DISTANCE_FORMULAE = {
  anchor: '',
  sum: '',
  set: '',
  anchors: 'both',
  negativeViews: 'both',
  labels: 'without',
} as const;
const ALPHA_FORMULA = { alpha: '', set: '' } as const;
const ALPHA_CL = { normalise: 'row', slack: 0, positiveWeight: 0, gradient: 'stop' } as const;

/** Returns the parameters that an objective has, with their defaults; those of a named loss that have no option are in `set`. */
export function objectiveDefaults(name: string): Parameters {
  if (name === 'quadratic') return {};
  if (name === 'formulae') return FORMULAE;
  if (name === 'distance-formulae') return DISTANCE_FORMULAE;
  if (name === 'alpha-cl-formula') return { ...ALPHA_FORMULA, ...ALPHA_CL };
  const importance = importanceIn(name);
  if (importance !== undefined) return { ...IMPORTANCES[importance].defaults, ...ALPHA_CL };
  const larger = largerLoss(name);
  if (larger !== undefined) {
    const { anchors, negatives } = larger;
    const labels = sumsPositives(larger) ? 'with' : 'without';
    return { ...lossOptions(larger, {}), anchors, negativeViews: negatives, labels };
  }
  const entry = lossEntry(name);
  return { ...lossOptions(entry, {}), ...(entry.isCrossEntropy && CROSS_ENTROPY) };
}

/**
 * Returns the options of a named loss's parameters: `temperature` where it has one, and the others in `set`, by name.
 *
 * @param given a temperature, and values as typed, by name or by symbol
 * @throws InvalidInput on a parameter that the loss does not have or that is given twice, and a value out of its range
 */
function lossOptions(
  entry: Pick<NamedLoss, 'name' | 'parameters'>,
  given: { readonly temperature?: number | undefined; readonly set?: string | undefined },
): { readonly temperature?: number; readonly set?: string } {
  const values: Record<string, number> = given.temperature === undefined ? {} : { temperature: given.temperature };
  for (const [name, value] of Object.entries(parameterValues(given.set ?? ''))) {
    const key = parameterKey(entry, name);
    if (Object.hasOwn(values, key)) throw new InvalidInput(`${key} of ${entry.name} is given twice: leave one out`);
    values[key] = value;
  }
  const all = Object.entries(valuesOf(entry, values));
  const others = all.filter(([key]) => key !== 'temperature').map(([key, value]) => `${key}=${value}`);
  const temperature = all.find(([key]) => key === 'temperature')?.[1];
  return {
    ...(temperature !== undefined && { temperature }),
    ...(others.length > 0 && { set: others.join(',') }),
  };
}

/** Some options of a run: the name of its objective, and what may be a parameter of it. */
type ObjectiveOptions = Readonly<Record<string, unknown>> & {
  readonly loss: string;
  readonly set?: string | undefined;
  readonly temperature?: number | undefined;
};

/**
 * Returns the options of the parameters of an objective that is a named loss or importance, with what `set` gives by key or symbol.
 *
 * @returns undefined for every other objective
 * @throws InvalidInput on a parameter that it does not have or that is given twice, and a value out of its range
 */
export function parameterOptions(options: ObjectiveOptions): Parameters | undefined {
  const { loss, set } = options;
  if (lossNames().includes(loss)) return lossOptions(lossEntry(loss), options);
  const larger = largerLossNames().includes(loss) ? largerLoss(loss) : undefined;
  if (larger !== undefined) return lossOptions(larger, options);
  const importance = importanceIn(loss);
  if (importance === undefined) return undefined;
  const given = namedParameters(importance, parameterValues(set ?? ''));
  const twice = Object.keys(given).find((key) => options[key] !== undefined);
  if (twice !== undefined) throw new InvalidInput(`${twice} of ${loss} is given twice: leave one out`);
  return given;
}

/**
 * Makes the objective of a run.
 *
 * @param parameters those of `objectiveDefaults`, checked; what else is in the record is left alone
 * @throws InvalidInput on an unknown name
 * @example
 * namedObjective('quadratic', {}); // { kind: 'quadratic' }
 * namedObjective('mine', {}); // { kind: 'formulae', phi: 'log(x)', psi: 'exp(x)', parameters: {} }
 */
export function namedObjective(name: string, parameters: Readonly<Record<string, unknown>>): StepObjective {
  const pick = (known: object): Record<string, unknown> =>
    Object.fromEntries(Object.keys(known).map((key) => [key, parameters[key]]));
  if (name === 'quadratic') return { kind: 'quadratic' };
  if (name === 'formulae') {
    const { phi, psi, set } = pick(FORMULAE) as Record<keyof typeof FORMULAE, string>;
    return { kind: 'formulae', phi, psi, parameters: parameterValues(set) };
  }
  if (name === 'distance-formulae') {
    const { anchors, negativeViews: negatives, labels } = pick(DISTANCE_FORMULAE) as unknown as PairOptions;
    return { kind: 'distances', ...distanceFormulae(pick(DISTANCE_FORMULAE)), anchors, negatives, ...labelsOf(labels) };
  }
  if (name === 'alpha-cl-formula') {
    const { alpha, set } = pick(ALPHA_FORMULA) as Record<keyof typeof ALPHA_FORMULA, string>;
    return { kind: 'alpha-cl', importance: { alpha, parameters: parameterValues(set) }, ...pick(ALPHA_CL) };
  }
  const importance = importanceIn(name);
  if (importance !== undefined) {
    const own = pick(IMPORTANCES[importance].defaults) as Record<string, number>;
    return { kind: 'alpha-cl', importance: { name: importance, parameters: own }, ...pick(ALPHA_CL) };
  }
  const { temperature, set } = parameters as { readonly temperature?: number; readonly set?: string };
  const values = { ...(temperature !== undefined && { temperature }), ...parameterValues(set ?? '') };
  const larger = largerLoss(name);
  if (larger !== undefined) {
    const { anchors = larger.anchors, negativeViews = larger.negatives, labels } = parameters as Partial<PairOptions>;
    const { formulae, keys } = namedDistanceLoss(name, values);
    return { kind: 'distances', ...formulae, anchors, negatives: negativeViews, keys, ...labelsOf(labels) };
  }
  const entry = lossEntry(name);
  if (entry.isCrossEntropy === true && temperature !== undefined) {
    return { kind: 'cross-entropy', temperature, ...pick(CROSS_ENTROPY) };
  }
  return { kind: 'formulae', ...namedFormulae(name, values) };
}

/** The options of the views of anchors and negatives, and of labels. */
interface PairOptions extends Pick<PairChoice, 'anchors'> {
  readonly negativeViews: PairChoice['negatives'];
  readonly labels: 'with' | 'without';
}

function labelsOf(labels: PairOptions['labels'] | undefined): { readonly labels?: 'with' } {
  return labels === 'with' ? { labels } : {};
}

/** True of a loss that has a sum over the positives of an anchor, which without labels are one. */
function sumsPositives({ anchor, sums = {} }: Pick<DistanceFormulae, 'anchor' | 'sums'>): boolean {
  return [anchor, ...Object.values(sums)].some((text) => /\bsum_positives\b/.test(text));
}

/** Finds the importance of an objective that is named after one. */
function importanceIn(name: string): ReturnType<typeof importanceName> {
  return OTHERS.includes(name) ? importanceName(name) : undefined;
}
