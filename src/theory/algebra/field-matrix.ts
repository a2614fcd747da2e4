/** Matrices over F_p and over its dual numbers, and conversions between them. */
import { constant, dualNumbers, type Dual } from './dual.js';
import { entryAt, mapEntries, matricesOver, type ExactMatrix, type MatrixRing } from './exact-matrix.js';
import { primeField, randomElement, type FieldElement } from './prime-field.js';

/** A matrix over the prime field. */
export type FieldMatrix = ExactMatrix<FieldElement>;
/** A matrix of dual numbers. */
export type DualMatrix = ExactMatrix<Dual>;

/** Operations on matrices over the prime field. */
export const fieldMatrices: MatrixRing<FieldElement> = matricesOver(primeField);
/** Operations on matrices of dual numbers. */
export const dualMatrices: MatrixRing<Dual> = matricesOver(dualNumbers);

/**
 * Returns a + ε·direction, for the derivative along a direction of the same shape.
 *
 * @example
 * const a = moving(fieldMatrix([[3]]), fieldMatrix([[1]]));
 * slopes(dualMatrices.product(a, a)); // [[6n]]
 */
export function moving(a: FieldMatrix, direction: FieldMatrix): DualMatrix {
  return a.map((row, i) => row.map((value, j) => ({ value, slope: entryAt(direction, i, j) })));
}

/**
 * Returns a + ε·0, which a derivative holds fixed.
 *
 * @example
 * const a = moving(fieldMatrix([[3]]), fieldMatrix([[1]]));
 * slopes(dualMatrices.product(a, fixed(fieldMatrix([[4]])))); // [[4n]]
 */
export function fixed(a: FieldMatrix): DualMatrix {
  return mapEntries(a, constant);
}

/**
 * Returns the coefficients of ε, entry by entry.
 *
 * @example
 * slopes([[{ value: 3n, slope: 1n }, { value: 5n, slope: 0n }]]); // [[1n, 0n]]
 */
export function slopes(a: DualMatrix): FieldMatrix {
  return mapEntries(a, ({ slope }) => slope);
}

/**
 * Draws a [rows, columns] matrix of independent, uniformly random elements.
 *
 * @param word as for `randomElement`
 * @example
 * const random = randomStream(1);
 * randomFieldMatrix(() => random.integer(2 ** 32), 1, 2); // [[978900790057674190n, 261007104670338243n]]
 */
export function randomFieldMatrix(word: () => number, rows: number, columns: number): FieldMatrix {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => randomElement(word)));
}

/**
 * Makes a matrix over F_p from small integers, which can be followed on paper.
 *
 * @example
 * fieldMatrix([[1, -1]]); // [[1n, 2305843009213693950n]] = [[1n, FIELD_ORDER - 1n]]
 */
export function fieldMatrix(entries: readonly (readonly number[])[]): FieldMatrix {
  return entries.map((row) => row.map(primeField.fromInteger));
}
