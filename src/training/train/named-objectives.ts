/** Objectives by the name that a person gives them: the losses and importances of the library as data for the step. */
import { IMPORTANCES, IMPORTANCE_NAMES, type ImportanceName } from '../../theory/losses/importances.js';
import type { StepObjective } from '../step/batch-loss.js';
import { parameterValues } from '../../theory/formula/parameter-values.js';

/** `formulae` is φ and ψ as typed, `alpha-cl-formula` is α as typed, `alpha-cl-NAME` every importance of the library. */
export type ObjectiveName = 'infonce' | 'quadratic' | 'formulae' | 'alpha-cl-formula' | `alpha-cl-${ImportanceName}`;

/** Names of the objectives with which a run can train. */
export const OBJECTIVE_NAMES = [
  'infonce',
  'quadratic',
  'formulae',
  'alpha-cl-formula',
  ...IMPORTANCE_NAMES.map((name) => `alpha-cl-${name}` as const),
] as const satisfies readonly ObjectiveName[];

type Parameters = Readonly<Record<string, number | string>>;

const INFONCE = { temperature: 0.5, positiveWeight: 0, constantLogit: 'none' } as const;
const FORMULAE = { phi: '', psi: '', set: '' } as const;
const ALPHA_FORMULA = { alpha: '', set: '' } as const;
const ALPHA_CL = { normalise: 'row', slack: 0, positiveWeight: 0, gradient: 'stop' } as const;

/** The parameters that an objective has, with their defaults. */
export function objectiveDefaults(name: ObjectiveName): Parameters {
  if (name === 'infonce') return INFONCE;
  if (name === 'quadratic') return {};
  if (name === 'formulae') return FORMULAE;
  if (name === 'alpha-cl-formula') return { ...ALPHA_FORMULA, ...ALPHA_CL };
  return { ...IMPORTANCES[importanceOf(name)].defaults, ...ALPHA_CL };
}

/**
 * @param parameters those of `objectiveDefaults`, checked; what else is in the record is left alone
 */
export function namedObjective(name: ObjectiveName, parameters: Readonly<Record<string, unknown>>): StepObjective {
  const pick = (known: object): Record<string, unknown> =>
    Object.fromEntries(Object.keys(known).map((key) => [key, parameters[key]]));
  if (name === 'quadratic') return { kind: 'quadratic' };
  if (name === 'infonce') return { kind: 'infonce', ...(pick(INFONCE) as { temperature: number }) };
  if (name === 'formulae') {
    const { phi, psi, set } = pick(FORMULAE) as Record<keyof typeof FORMULAE, string>;
    return { kind: 'formulae', phi, psi, parameters: parameterValues(set) };
  }
  if (name === 'alpha-cl-formula') {
    const { alpha, set } = pick(ALPHA_FORMULA) as Record<keyof typeof ALPHA_FORMULA, string>;
    return { kind: 'alpha-cl', importance: { alpha, parameters: parameterValues(set) }, ...pick(ALPHA_CL) };
  }
  const importance = importanceOf(name);
  const own = pick(IMPORTANCES[importance].defaults) as Record<string, number>;
  return { kind: 'alpha-cl', importance: { name: importance, parameters: own }, ...pick(ALPHA_CL) };
}

type NamedAlphaCl = Exclude<ObjectiveName, 'infonce' | 'quadratic' | 'formulae' | 'alpha-cl-formula'>;

function importanceOf(name: NamedAlphaCl): ImportanceName {
  return name.slice('alpha-cl-'.length) as ImportanceName;
}
