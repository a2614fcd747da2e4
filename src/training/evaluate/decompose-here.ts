/** Eigenvalue decompositions in this thread. */
import { symmetricEigen, type SymmetricEigen } from '../../theory/algebra/decompositions.js';
import type { Matrix } from '../../theory/algebra/matrix.js';

/** Decomposes a symmetric matrix. */
export type Decompose = (matrix: Matrix) => Promise<SymmetricEigen>;

/** Decomposes a matrix in this thread. */
export const decomposeHere: Decompose = async (matrix) => symmetricEigen(matrix);
