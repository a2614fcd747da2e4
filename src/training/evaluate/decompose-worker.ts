/** Program of a worker thread that decomposes matrices. */
import { leadingEigen, type SymmetricEigen } from '../../theory/algebra/decompositions.js';
import type { Matrix } from '../../theory/algebra/matrix.js';

export interface WorkerInput {
  readonly matrix: Matrix;
  readonly directions: number;
}

export default function work({ matrix, directions }: WorkerInput): SymmetricEigen {
  return leadingEigen(matrix, directions);
}
