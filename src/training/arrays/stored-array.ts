/** An array as a file holds it, before it is known what it stands for: a view of embeddings, labels, or something else. */
import { InvalidInput } from '../../base/invalid-input.js';

/** Values of an array in row-major order: numbers, or texts, which can only be labels. */
export type StoredValues = Float32Array | Float64Array | readonly string[];

/** An array of a file. */
export interface StoredArray {
  /** Its name in the file; empty in a file of one array. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: StoredValues;
  /** Whole numbers and texts may be labels, real numbers may not. */
  readonly kind: 'real' | 'whole' | 'text';
}

/** Tells whether values are texts. */
export function areTexts(values: StoredValues): values is readonly string[] {
  return Array.isArray(values);
}

/** Makes the error for a file that cannot be read as it claims to be: one line that says what is wrong and what to do. */
export function unreadable(file: string, what: string, remedy = 'save it again'): InvalidInput {
  return new InvalidInput(`cannot read ${file}: ${what}; ${remedy}`);
}
