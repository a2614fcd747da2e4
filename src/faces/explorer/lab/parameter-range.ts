/** The range of a slider, and what it means to stand somewhere on it. The field beside it takes other numbers too. */

export interface Range {
  readonly least: number;
  readonly most: number;
  readonly scale: 'linear' | 'log';
}

const TEMPERATURE: Range = { least: 0.02, most: 10, scale: 'log' };
const OFFSET: Range = { least: 0, most: 2, scale: 'linear' };
const EXPONENT: Range = { least: 0.25, most: 8, scale: 'log' };

const RANGES: Readonly<Record<string, Range>> = {
  tau: TEMPERATURE,
  temperature: TEMPERATURE,
  eps: OFFSET,
  epsilon: OFFSET,
  m: OFFSET,
  c: { least: 0.1, most: 50, scale: 'log' },
  p: EXPONENT,
  a: EXPONENT,
  power: EXPONENT,
  exponent: EXPONENT,
  inverseExponent: EXPONENT,
  gamma: EXPONENT,
};

/** Of a parameter by its name; −5 to 5 for one that nobody foresaw. */
export function rangeOf(parameter: string): Range {
  return (Object.hasOwn(RANGES, parameter) ? RANGES[parameter] : undefined) ?? { least: -5, most: 5, scale: 'linear' };
}

/** Places of a slider, from 0. */
export const PLACES = 400;

/** Where a value stands, from 0 to PLACES; what is beyond the range stands at its end. */
export function placeOf({ least, most, scale }: Range, value: number): number {
  const share =
    scale === 'linear' ? (value - least) / (most - least) : Math.log(value / least) / Math.log(most / least);
  return Math.round(PLACES * Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share)));
}

/** The value of a place, in three significant digits. */
export function valueAt({ least, most, scale }: Range, place: number): number {
  const share = place / PLACES;
  return Number((scale === 'linear' ? least + share * (most - least) : least * (most / least) ** share).toPrecision(3));
}

const NAMES: Readonly<Record<string, string>> = {
  tau: 'τ',
  temperature: 'τ',
  eps: 'ε',
  epsilon: 'ε',
  gamma: 'γ',
  power: 'p',
  exponent: 'a',
  inverseExponent: 'g',
};

/** As formulae on the page have it. */
export function parameterTitle(parameter: string): string {
  return (Object.hasOwn(NAMES, parameter) ? NAMES[parameter] : undefined) ?? parameter;
}

/** `InfoNCE, τ = 0.5, ε = 1`. */
export function withParameters(title: string, parameters: Readonly<Record<string, number>>): string {
  const values = Object.entries(parameters).map(([name, value]) => `${parameterTitle(name)} = ${value}`);
  return [title, ...values].join(', ');
}
