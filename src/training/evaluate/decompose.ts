/** Eigenvalue decompositions, several at once where they are large: ml-matrix takes seconds for each. */
import { openThreadPool, type ThreadPool } from '../../base/thread-pool.js';
import { availableThreads } from '../../base/threads.js';
import { symmetricEigen, type SymmetricEigen } from '../../theory/algebra/decompositions.js';
import type { Matrix } from '../../theory/algebra/matrix.js';

/** Decomposes a symmetric matrix. */
export type Decompose = (matrix: Matrix) => Promise<SymmetricEigen>;

/** Decomposes a matrix in this thread. */
export const decomposeHere: Decompose = async (matrix) => symmetricEigen(matrix);

/** Rows of a matrix from which another thread is worth its start. */
const LARGE = 256;

/** Opens decompositions; threads start with the first large matrix. */
export function openDecompositions(): { readonly decompose: Decompose; readonly close: () => Promise<void> } {
  let pool: ThreadPool | undefined;
  return {
    decompose: async (matrix) => {
      if (matrix.rows < LARGE) return decomposeHere(matrix);
      pool ??= openThreadPool(new URL('./decompose-worker.js', import.meta.url), availableThreads());
      return (await pool.run(matrix)) as SymmetricEigen;
    },
    close: async () => pool?.close(),
  };
}
