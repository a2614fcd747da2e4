/**
 * Flat float64 matrices, their products, and decompositions that check what they are given.
 *
 * @packageDocumentation
 */
export {
  type Matrix,
  type Rows,
  zeros,
  identity,
  generate,
  fromNested,
  toNested,
  copy,
  row,
  at,
  transpose,
  map,
  add,
  stack,
  sliceRows,
  inner,
  dot,
  norm,
  maxAbs,
  trace,
} from '../theory/algebra/matrix.js';
export { multiply, multiplyTransposed, transposedMultiply } from '../theory/algebra/multiply.js';
export { type SymmetricEigen, symmetricEigen, singularValues } from '../theory/algebra/decompositions.js';
export { orthonormalColumns } from '../theory/algebra/orthonormal-columns.js';
