/** Names the objective of a run as papers do. */
import { parameterValues } from '../../theory/formula/parameter-values.js';
import { distanceLossEntry, distanceLossNames } from '../../theory/distance-losses/named-distance-losses.js';
import { IMPORTANCES, PARAMETER_SYMBOLS } from '../../theory/losses/importances.js';
import { defaultsOf } from '../../theory/losses/loss-parameters.js';
import { parameterTitle } from '../../theory/losses/parameter-title.js';
import { importanceName } from '../step/importance-choice.js';
import type { RunConfig } from './run-options.js';

/**
 * Names the objective of a run with its temperature, and with its other parameters where they are not the usual ones.
 *
 * @param config a run's, or the part of it that says what is minimised
 * @example
 * objectiveTitle({ loss: 'infonce', temperature: 0.1, set: 'epsilon=1' }); // 'InfoNCE, τ = 0.1'
 * objectiveTitle({ loss: 'alpha-cl-direct', power: 2, temperature: 0.5 }); // 'α-CL-direct, p = 2, τ = 0.5'
 * objectiveTitle({ loss: 'formulae', phi: 'log(x)', psi: 'exp(x/tau)', set: 'tau=0.2' }); // 'φ = log(x), ψ = exp(x/tau), τ = 0.2'
 */
export function objectiveTitle(config: Pick<RunConfig, 'loss'> & Partial<RunConfig>): string {
  const { title, usual } = entryOf(config);
  const set = parameterValues(config.set ?? '');
  const own = Object.keys(usual).flatMap((key) => {
    const value = (config as Readonly<Record<string, unknown>>)[key];
    return typeof value === 'number' ? [[key, value] as const] : [];
  });
  const told = [...own, ...Object.entries(set)].filter(([key, value]) => key === 'temperature' || usual[key] !== value);
  return [title, ...told.map(([key, value]) => `${parameterTitle(key)} = ${value}`)].join(', ');
}

/** Options of a run that its objective's title tells. */
export const TITLED_OPTIONS: readonly string[] = [
  'loss',
  'phi',
  'psi',
  'alpha',
  'anchor',
  'sum',
  'set',
  ...Object.keys(PARAMETER_SYMBOLS),
];

interface TitledObjective {
  readonly title: string;
  /** The default of each parameter that is an option of its own. */
  readonly usual: Readonly<Record<string, number>>;
}

function entryOf({ loss, phi, psi, alpha, anchor, sum }: Parameters<typeof objectiveTitle>[0]): TitledObjective {
  if (distanceLossNames().includes(loss)) {
    const entry = distanceLossEntry(loss);
    return { title: entry.title, usual: defaultsOf(entry) };
  }
  const importance = importanceName(loss);
  if (importance !== undefined)
    return { title: IMPORTANCES[importance].title, usual: IMPORTANCES[importance].defaults };
  if (phi !== undefined && psi !== undefined) return { title: `φ = ${phi}, ψ = ${psi}`, usual: {} };
  if (anchor !== undefined) return { title: [`${anchor} per anchor`, sum].filter(Boolean).join(', '), usual: {} };
  return { title: alpha === undefined ? loss : `α ∝ ${alpha}`, usual: {} };
}
