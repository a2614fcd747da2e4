/** Ranges of sliders, and the values of their positions. The field beside a slider takes other numbers too. */
import type { LossParameter } from '../../../theory/losses/loss-parameters.js';

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

/** Returns the range of a parameter by its name; −5 to 5 for an unknown one. */
export function rangeOf(parameter: string): Range {
  return (Object.hasOwn(RANGES, parameter) ? RANGES[parameter] : undefined) ?? { least: -5, most: 5, scale: 'linear' };
}

/** Returns the range of a parameter of a named loss of distances, around its usual value. */
export function rangeAround({ default: usual, range }: LossParameter): Range {
  const rounded = (x: number): number => Number(x.toPrecision(1));
  switch (range) {
    case 'positive':
      return { least: rounded(usual / 20), most: rounded(usual * 20), scale: 'log' };
    case 'share':
      return { least: 0, most: 0.95, scale: 'linear' };
    case 'non-negative':
      return { least: 0, most: Math.max(5, 4 * usual), scale: 'linear' };
    case 'finite': {
      const reach = Math.max(2, 2 * Math.abs(usual));
      return { least: usual - reach, most: usual + reach, scale: 'linear' };
    }
  }
}

/** The last position of a slider; the first is 0. */
export const PLACES = 400;

/** Returns the slider position of a value, 0..PLACES; values beyond the range are at its ends. */
export function placeOf({ least, most, scale }: Range, value: number): number {
  const share =
    scale === 'linear' ? (value - least) / (most - least) : Math.log(value / least) / Math.log(most / least);
  return Math.round(PLACES * Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share)));
}

/** Returns the value of a slider position, rounded to three significant digits. */
export function valueAt({ least, most, scale }: Range, place: number): number {
  const share = place / PLACES;
  return Number((scale === 'linear' ? least + share * (most - least) : least * (most / least) ** share).toPrecision(3));
}
