/**
 * Identities tried without rounding: the prime field with p = 2⁶¹ − 1, dual numbers on it, small matrices over either.
 *
 * @packageDocumentation
 */
export type { Ring } from '../theory/algebra/ring.js';
export {
  type FieldElement,
  FIELD_BITS,
  FIELD_ORDER,
  primeField,
  power,
  inverse,
  randomElement,
} from '../theory/algebra/prime-field.js';
export { type Dual, constant, dualNumbers } from '../theory/algebra/dual.js';
export {
  type ExactMatrix,
  type MatrixRing,
  matricesOver,
  entryAt,
  transpose,
  mapEntries,
} from '../theory/algebra/exact-matrix.js';
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
} from '../theory/algebra/field-matrix.js';
export { type Polynomial, evaluate, derivative } from '../theory/algebra/polynomial.js';
