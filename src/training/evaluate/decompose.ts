/** Eigenvalue decompositions, several at once where they are large: one of 1,024 dimensions takes a second or two. */
import { openThreadPool, type ThreadPool } from '../../base/thread-pool.js';
import { availableThreads } from '../../base/threads.js';
import type { SymmetricEigen } from '../../theory/algebra/decompositions.js';
import { decomposeHere, type Decompose } from './decompose-here.js';
import type { WorkerInput } from './decompose-worker.js';

/** Rows of a matrix from which another thread is worth its start. */
const LARGE = 512;

/** Opens decompositions; threads start with the first large matrix. */
export function openDecompositions(): { readonly decompose: Decompose; readonly close: () => Promise<void> } {
  let pool: ThreadPool | undefined;
  return {
    decompose: async (matrix, directions) => {
      if (matrix.rows < LARGE) return decomposeHere(matrix, directions);
      pool ??= openThreadPool(new URL('./decompose-worker.js', import.meta.url), availableThreads());
      const input: WorkerInput = { matrix, directions };
      return (await pool.run(input)) as SymmetricEigen;
    },
    close: async () => pool?.close(),
  };
}
