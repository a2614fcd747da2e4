/** Numbers as the server sends them. */
import type { Found, JsonNumber } from '../../serve/api.js';
import { tightness } from '../../../claims/verdict.js';

export function numberOf(value: JsonNumber): number {
  return Number(value);
}

/** residual ÷ bound; above 1 refutes. */
export function ratioOf({ residual, bound }: Found): number {
  return tightness({ residual: numberOf(residual), bound: numberOf(bound), details: {} });
}
