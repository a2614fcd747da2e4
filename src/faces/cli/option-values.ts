/** Checks of option values that a person typed. */
import { InvalidArgumentError } from 'commander';
import { didYouMean } from '../../base/nearest-name.js';

export const positiveInteger = integerFrom(1);

export const wholeNumber = integerFrom(0);

/** Parser of a seed, of 31 bits as random streams take it. */
export const seedNumber = integerFrom(0, 2 ** 31 - 1);

/** Returns a parser that throws InvalidArgumentError unless the text is an integer in `least` … `most`, written in digits. */
export function integerFrom(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return value;
  };
}

/** Returns a parser that throws InvalidArgumentError, with the name that was probably meant, unless the text is one of these. */
export function oneOf(choices: readonly string[]): (text: string) => string {
  return (text) => {
    if (choices.includes(text)) return text;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}${didYouMean(text, choices)}.`);
  };
}

/** Collects the values of an option that may be given several times. */
export function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
