/** Numbers of a report's data. */
import { tightness } from '../../claims/verdict.js';

/** A number in `verdicts.json`. JSON has no infinite numbers, so they are written as text, which `Number` reads. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** Returns residual ÷ bound; above 1 it refutes. */
export function ratioOf({ residual, bound }: { readonly residual: JsonNumber; readonly bound: JsonNumber }): number {
  return tightness({ residual: Number(residual), bound: Number(bound), details: {} });
}

/** Replacer for `JSON.stringify`: numbers that are not finite and bigints become strings, typed arrays become arrays. */
export function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'bigint') return String(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return value;
}
