/** Eigenvalue decompositions, several at once where they are large: ml-matrix takes seconds for each. */
import { openThreadPool, type ThreadPool } from '../../base/thread-pool.js';
import { availableThreads } from '../../base/threads.js';
import type { SymmetricEigen } from '../../theory/algebra/decompositions.js';
import { decomposeHere, type Decompose } from './decompose-here.js';

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
