/** What is wrong with what a reader typed, and where: `ψ, column 5: …` points into the text of ψ. */
import { InvalidInput } from '../../../base/invalid-input.js';

export interface Fault {
  readonly words: string;
  /** The formula and its column, from 1, where the words name one. */
  readonly at?: { readonly formula: 'phi' | 'psi' | 'alpha'; readonly column: number };
}

const SIGNS = { φ: 'phi', ψ: 'psi', α: 'alpha' } as const;

/** Why something cannot be made of it; undefined where it can. */
export function faultIn(make: () => unknown): Fault | undefined {
  try {
    make();
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const [, sign, column] = /^([φψα]), column (\d+): /.exec(error.message) ?? [];
    if (sign === undefined) return { words: error.message };
    return { words: error.message, at: { formula: SIGNS[sign as keyof typeof SIGNS], column: Number(column) } };
  }
}
