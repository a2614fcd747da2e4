/** Numbers as the server sends them. */
import type { Found, JsonNumber } from '../../serve/api.js';
import { tightness } from '../../../claims/verdict.js';

export function numberOf(value: JsonNumber): number {
  return Number(value);
}

/** Returns residual ÷ bound; above 1 it refutes. */
export function ratioOf({ residual, bound }: Found): number {
  return tightness({ residual: numberOf(residual), bound: numberOf(bound), details: {} });
}
