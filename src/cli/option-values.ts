/** Option values that a person typed, checked. */
import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError unless the text is an integer of at least 1 */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  }
  return value;
}

/** @throws InvalidArgumentError unless the text is an integer in 0 … 2³¹ − 1 */
export function seedNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value >= 2 ** 31) {
    throw new InvalidArgumentError('It must be a whole number from 0 to 2147483647.');
  }
  return value;
}

/** @throws InvalidArgumentError unless the text is an integer of at least 0 */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('It must be a whole number of at least 0.');
  }
  return value;
}
