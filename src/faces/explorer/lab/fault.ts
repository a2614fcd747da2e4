/** A fault in a reader's input, and its place: `ψ, column 5: …` points into the text of ψ. */
import { InvalidInput } from '../../../base/invalid-input.js';

export interface Fault {
  readonly words: string;
  /** The formula and the column in it, from 1, if the words name them. */
  readonly at?: {
    /** `phi`, `psi`, `alpha` or `anchor`; else the name of a sum. */
    readonly formula: string;
    readonly column: number;
  };
}

const SIGNS: Readonly<Record<string, string>> = { φ: 'phi', ψ: 'psi', α: 'alpha' } as const;

/** Returns the fault for which `make` refuses its input; undefined if it succeeds. */
export function faultIn(make: () => unknown): Fault | undefined {
  try {
    make();
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const [, sign, column] = /^([φψα]|\w+), column (\d+): /.exec(error.message) ?? [];
    if (sign === undefined) return { words: error.message };
    return { words: error.message, at: { formula: SIGNS[sign] ?? sign, column: Number(column) } };
  }
}
