/** A shape of α that is judged and may be trained: a formula for the theory, a function for numbers, options for a run. */
import { createHash } from 'node:crypto';
import { MOST_NEGATIVES } from '../../theory/analysis/loss-expressions.js';
import type { Interval } from '../../theory/algebra/interval.js';
import { importanceFormula } from '../../theory/formula/differentiate.js';
import { parseFormula } from '../../theory/formula/parse-formula.js';
import {
  IMPORTANCES,
  namedImportance,
  type Importance,
  type ImportanceName,
  type SeparableImportance,
} from '../../theory/losses/importances.js';
import { importanceFromFormula } from '../../theory/losses/importance-from-formula.js';
import { anchorImportance } from '../../theory/losses/loss.js';
import { lossFromFormulae } from '../../theory/losses/loss-from-formulae.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import type { ImportanceChoice } from '../../training/step/importance-choice.js';
import type { GivenConfig } from '../../training/train/run-options.js';

const FAMILIES = ['uniform', 'exponent', 'power', 'compact', 'mixture', 'min-player', 'given'] as const;
/** The kind of shape; `given` is the reader's own. */
export type Family = (typeof FAMILIES)[number];

/** A shape of α that is judged. */
export interface Candidate {
  /** Name of the shape, words joined by hyphens and dots. The same shape has the same name, by which its runs are kept. */
  readonly id: string;
  readonly family: Family;
  /** Formula of α in r = d², before a row is normalised; a multiplier in it belongs to the anchor's constraint Σα = 1. */
  readonly alpha: string;
  /** Values of the symbols in α; a range for a multiplier. */
  readonly parameters: Readonly<Record<string, number | Interval>>;
  /** Computes the weights of one anchor, not normalised. */
  readonly importance: Importance;
  /** Options of a run that trains an encoder with it. */
  readonly options: GivenConfig;
  /** Set where α by its definition minimises Σ αr plus a convex regulariser over Σα = 1. */
  readonly isBestResponse?: true;
  /** The loss whose α it is, where it is a loss that is judged: α and the parameters are then those of the loss. */
  readonly loss?: Required<LossFormulae>;
}

/**
 * Makes a candidate from a formula in r = d² or d.
 *
 * @throws InvalidInput as `importanceFromFormula`
 * @example
 * const shape = formulaCandidate('exponent', 'near', 'exp(-r/tau)', { tau: 0.5 });
 * shape.importance(Float64Array.of(0, 0.5)); // [1, 0.3679] = [1, Math.exp(-1)]
 * shape.options; // { loss: 'alpha-cl-formula', alpha: 'exp(-r/tau)', set: 'tau=0.5' }
 */
export function formulaCandidate(
  family: Family,
  id: string,
  alpha: string,
  parameters: Readonly<Record<string, number>> = {},
): Candidate {
  const { importance, formula } = importanceFromFormula({ alpha, parameters });
  const own = Object.entries(parameters).filter(([name]) => formula.symbols.has(name));
  const set = own.map(([name, value]) => `${name}=${value}`).join(',');
  const options = { loss: 'alpha-cl-formula', alpha, ...(set !== '' && { set }) } as const;
  return { id, family, alpha, parameters: Object.fromEntries(own), importance, options };
}

/**
 * Makes a candidate from a person's own formula, named by a hash of its content.
 *
 * @throws InvalidInput as `importanceFromFormula`
 * @example
 * givenCandidate('1/(1 + r)', {}).id; // 'given-7181b515'
 */
export function givenCandidate(alpha: string, parameters: Readonly<Record<string, number>>): Candidate {
  return formulaCandidate('given', givenId([alpha, parameters]), alpha, parameters);
}

function givenId(content: readonly unknown[]): string {
  return `given-${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8)}`;
}

/** The importances without a formula of one pair, at a fixed multiplier of the anchor. */
const AT_MULTIPLIER: Readonly<
  Record<string, (own: Readonly<Record<string, number>>) => Pick<Candidate, 'alpha' | 'parameters' | 'isBestResponse'>>
> = {
  entropy: (own) => ({ alpha: 'exp(-r/temperature)', parameters: own }),
  power: ({ gamma = 0 }) => powerCandidate(gamma),
  square: ({ temperature = 0 }) => squareCandidate(temperature),
  'square-as-coded': (own) => {
    const { temperature = 0, exponent = 0 } = own;
    const mu = { lower: temperature / MOST_NEGATIVES, upper: temperature + 2 ** exponent };
    return { alpha: 'max(0, mu - r^exponent)/temperature', parameters: { ...own, mu } };
  },
};

/**
 * Makes a candidate from an importance that a person gives by name or as a formula.
 *
 * @throws InvalidInput as `importanceOf`
 */
export function importanceCandidate(choice: ImportanceChoice): Candidate {
  if ('alpha' in choice) return givenCandidate(choice.alpha, choice.parameters ?? {});
  const { name } = choice;
  const own: Readonly<Record<string, number>> = { ...IMPORTANCES[name].defaults, ...choice.parameters };
  const shape = AT_MULTIPLIER[name]?.(own) ?? { alpha: formulaOf(name), parameters: own };
  return {
    ...shape,
    id: [name, ...Object.entries(own).map(([key, value]) => `${key}${value}`)].join('-'),
    family: 'given',
    importance: namedImportance(name, own),
    options: { loss: `alpha-cl-${name}`, ...own },
  };
}

function formulaOf(name: ImportanceName): string {
  return (IMPORTANCES[name] as SeparableImportance).formula;
}

/** d²ᵢ of the anchor's own second view, at which the weights of a loss are computed: that of the atlas of losses. */
const OWN_DISTANCE = 0.5;

/**
 * Makes a candidate from a loss: its αᵢⱼ = φ′(ξᵢ)ψ′(d²ᵢ − d²ᵢⱼ), computed at d²ᵢ = ½ and proven for all.
 *
 * @param name of the loss, where it has one
 * @throws InvalidInput as `lossFromFormulae`
 */
export function lossCandidate(loss: Required<LossFormulae>, name?: string): Candidate {
  const { phi, psi, parameters } = loss;
  const made = lossFromFormulae(loss);
  const names = Object.keys(parameters);
  const set = Object.entries(parameters).map(([symbol, value]) => `${symbol}=${value}`);
  const own = name === undefined ? ({ loss: 'formulae', phi, psi } as const) : { loss: name };
  return {
    id: name === undefined ? givenId([phi, psi, parameters]) : [name, ...set].join('-').replaceAll('=', ''),
    family: 'given',
    alpha: importanceFormula(parseFormula(phi, names, 'φ'), parseFormula(psi, names, 'ψ')).text,
    parameters,
    importance: (distances) =>
      anchorImportance(
        made,
        distances.map((r) => OWN_DISTANCE - r),
      ),
    options: { ...own, ...(set.length > 0 && { set: set.join(',') }) },
    loss,
  };
}

/** Makes the candidate of the projection on the simplex, α = [μ − r]₊/τ, with r above the least of the anchor: τ/n ≤ μ ≤ τ. */
export function squareCandidate(temperature: number): Candidate {
  return {
    id: `min-player-square-tau${temperature}`,
    family: 'min-player',
    alpha: 'max(0, mu - r)/tau',
    parameters: { tau: temperature, mu: { lower: temperature / MOST_NEGATIVES, upper: temperature } },
    importance: namedImportance('square', { temperature }),
    isBestResponse: true,
    options: { loss: 'alpha-cl-square', temperature },
  };
}

/** Makes the candidate α = (r + λ)^(−1/γ), with r above the least of the anchor: 1 ≤ λ ≤ n^γ. */
export function powerCandidate(gamma: number): Candidate {
  return {
    id: `min-player-power-gamma${gamma}`,
    family: 'min-player',
    alpha: '(r + lambda)^(-1/gamma)',
    parameters: { gamma, lambda: { lower: 1, upper: MOST_NEGATIVES ** gamma } },
    importance: namedImportance('power', { gamma }),
    isBestResponse: true,
    options: { loss: 'alpha-cl-power', gamma },
  };
}
