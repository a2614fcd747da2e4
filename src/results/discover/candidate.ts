/** A shape of α that is judged and may be trained: a formula for the theory, a function for numbers, options for a run. */
import { createHash } from 'node:crypto';
import { MOST_NEGATIVES } from '../../theory/analysis/loss-expressions.js';
import type { Interval } from '../../theory/algebra/interval.js';
import { namedImportance, type Importance } from '../../theory/losses/importances.js';
import { importanceFromFormula } from '../../theory/losses/importance-from-formula.js';
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
  const content = JSON.stringify([alpha, parameters]);
  return formulaCandidate(
    'given',
    `given-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`,
    alpha,
    parameters,
  );
}

/** Makes the candidate of the projection on the simplex, α = [μ − r]₊/τ, with r above the least of the anchor: τ/n ≤ μ ≤ τ. */
export function squareCandidate(temperature: number): Candidate {
  return {
    id: `min-player-square-tau${temperature}`,
    family: 'min-player',
    alpha: 'max(0, mu - r)/tau',
    parameters: { tau: temperature, mu: { lower: temperature / MOST_NEGATIVES, upper: temperature } },
    importance: namedImportance('square', { temperature }),
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
    options: { loss: 'alpha-cl-power', gamma },
  };
}
