/** Parameters of losses that have a name: their symbols, usual values and ranges. */
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import type { Interval } from '../algebra/interval.js';

/** A parameter of a named loss. */
export interface LossParameter {
  /** Its symbol in the formulae: `tau`. */
  readonly symbol: string;
  readonly default: number;
  /** The rule that its value must meet. */
  readonly range: 'positive' | 'non-negative' | 'share' | 'finite';
}

/** What has parameters. */
interface Parametrised {
  readonly name: string;
  /** By the name that a person gives them: `temperature`. */
  readonly parameters: Readonly<Record<string, LossParameter>>;
}

/** Returns the usual value of every parameter, by name. */
export function defaultsOf({ parameters }: Pick<Parametrised, 'parameters'>): Record<string, number> {
  return Object.fromEntries(Object.entries(parameters).map(([key, parameter]) => [key, parameter.default]));
}

/**
 * Returns every parameter with its value, by name.
 *
 * @param given by name or by symbol; those left out take their defaults
 * @throws InvalidInput on an unknown parameter, one that is given twice, or a value outside its range
 */
export function valuesOf(entry: Parametrised, given: Readonly<Record<string, number>>): Record<string, number> {
  const values = defaultsOf(entry);
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(given)) {
    const key = parameterKey(entry, name);
    if (seen.has(key)) throw new InvalidInput(`${key} of ${entry.name} is given twice: leave one out`);
    seen.add(key);
    values[key] = requireInRange(`${name} of ${entry.name}`, value, entry.parameters[key] as LossParameter);
  }
  return values;
}

/**
 * Finds a parameter by its name or by its symbol.
 *
 * @throws InvalidInput on a parameter that the loss does not have
 */
export function parameterKey({ name, parameters }: Parametrised, given: string): string {
  if (Object.hasOwn(parameters, given)) return given;
  const [key] = Object.entries(parameters).find(([, { symbol }]) => symbol === given) ?? [];
  if (key !== undefined) return key;
  const known = Object.entries(parameters).flatMap(([own, { symbol }]) => [own, symbol]);
  throw unknownName(`parameter of ${name}`, given, known.length > 0 ? known : ['(none)']);
}

const RANGES: Readonly<
  Record<LossParameter['range'], { readonly words: string; readonly allows: (x: number) => boolean }>
> = {
  // 1/τ and its square must stay finite beside squared distances of up to 1e300.
  positive: { words: 'a number of at least 1e-6', allows: (x) => x >= 1e-6 },
  'non-negative': { words: 'a number of at least 0', allows: (x) => x >= 0 },
  share: { words: 'a number from 0 to 1, 1 left out', allows: (x) => x >= 0 && x < 1 },
  finite: { words: 'a finite number', allows: () => true },
};

/** Returns the values that the parameters of a loss may have, by symbol, as far as a search need go. */
export function allowedRanges({ parameters }: Pick<Parametrised, 'parameters'>): Record<string, Interval> {
  return Object.fromEntries(Object.values(parameters).map(({ symbol, range }) => [symbol, SEARCHED[range]]));
}

const SEARCHED: Readonly<Record<LossParameter['range'], Interval>> = {
  positive: { lower: 1e-6, upper: 1e6 },
  'non-negative': { lower: 0, upper: 1e6 },
  share: { lower: 0, upper: 0.99 },
  finite: { lower: -1e6, upper: 1e6 },
};

function requireInRange(name: string, value: number, { default: usual, range }: LossParameter): number {
  if (!Number.isFinite(value) || !RANGES[range].allows(value)) {
    throw new InvalidInput(`${name} is ${value}: it must be ${RANGES[range].words} (default ${usual})`);
  }
  return value;
}
