/**
 * Identities tried without rounding: the prime field with p = 2⁶¹ − 1, dual numbers on it, small matrices over either.
 *
 * @packageDocumentation
 */
export type { Ring } from './ring.js';
export {
  type FieldElement,
  FIELD_BITS,
  FIELD_ORDER,
  primeField,
  power,
  inverse,
  randomElement,
} from './prime-field.js';
export { type Dual, constant, dualNumbers } from './dual.js';
export { type ExactMatrix, type MatrixRing, matricesOver, entryAt, transpose, mapEntries } from './exact-matrix.js';
export {
  type FieldMatrix,
  type DualMatrix,
  fieldMatrices,
  dualMatrices,
  fieldMatrix,
  randomFieldMatrix,
  moving,
  fixed,
  slopes,
} from './field-matrix.js';
export { type Polynomial, evaluate, derivative } from './polynomial.js';
