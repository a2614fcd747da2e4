/** Checks of options, in one voice. Each throws InvalidInput that names the option, what was given and what is allowed. */
import { InvalidInput, unknownName } from '../invalid-input.js';

export function requireChoice(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw unknownName(name, value, allowed);
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

/** 0 ≤ value < 1. */
export function requireDecay(name: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new InvalidInput(`${name} is ${value}: it must be at least 0 and below 1`);
}
