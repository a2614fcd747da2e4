/** Checks of options. Each throws InvalidInput that names the option, what was given and what is allowed. */
import { InvalidInput, unknownName } from './invalid-input.js';

export function requireChoice(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw unknownName(name, value, allowed);
}

/** Refuses an unknown option name, since a mistyped option would silently keep its default. */
export function requireKnownOptions(what: string, given: object, known: readonly string[]): void {
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined) throw unknownName(`option of ${what}`, stranger, known);
}

export function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new InvalidInput(`${name} is ${value}: it must be a whole number of at least ${least}`);
  }
}

export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidInput(`${name} is ${value}: it must be a finite number above 0`);
  }
}

export function requireNotNegative(name: string, value: number): void {
  if (!(value >= 0 && Number.isFinite(value))) {
    throw new InvalidInput(`${name} is ${value}: it must be a finite number, 0 or above`);
  }
}

/** Requires 0 ≤ value < 1. */
export function requireDecay(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0 && value < 1))
    throw new InvalidInput(`${name} is ${value}: it must be at least 0 and below 1`);
}

export function requireText(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new InvalidInput(`${name} is ${String(value)}: it must be text`);
}

export function requireFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new InvalidInput(`${name} is ${String(value)}: it must be a function`);
}

/** Requires a function for every option that is given; undefined ones are left out. */
export function requireFunctions(functions: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(functions)) if (value !== undefined) requireFunction(name, value);
}
