/** Eigenvalue decompositions in this thread. */
import { leadingEigen, type SymmetricEigen } from '../../theory/algebra/decompositions.js';
import type { Matrix } from '../../theory/algebra/matrix.js';

/** Finds all eigenvalues of a symmetric matrix, and eigenvectors for so many of the first, as `leadingEigen`. */
export type Decompose = (matrix: Matrix, directions: number) => Promise<SymmetricEigen>;

/** Decomposes a matrix in this thread. */
export const decomposeHere: Decompose = async (matrix, directions) => leadingEigen(matrix, directions);
