/** Runs independent cells of an experiment on the cores of the machine. */
import { openThreadPool } from '../thread-pool.js';
import { availableThreads } from '../threads.js';
import type { CellLog } from './cell-log.js';
import type { CellInput } from './cell-worker.js';

export interface RunCellsOptions {
  /** URL of the module whose `EXPERIMENTS` holds the experiment; each worker imports it. */
  readonly catalogue: URL;
  /** Id of the experiment there. */
  readonly id: string;
  /** Plain data; a result depends on its cell alone. */
  readonly cells: readonly unknown[];
  /** Cells found here are not run again; others are added as they finish. */
  readonly log?: CellLog;
  /** Worker threads. Default: ALPHA_CL_THREADS, or as many as the system grants. */
  readonly workers?: number;
  /** Stops the workers; what is finished is in the log. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CellProgress) => void;
}

/** Progress, reported at the start and after each cell. */
export interface CellProgress {
  readonly done: number;
  readonly total: number;
  /** Estimate from the pace so far; undefined before the first cell that was run. */
  readonly secondsLeft?: number;
}

/**
 * Runs the cells that the log does not have.
 *
 * @returns the result of every cell, in the order given, the same on any number of workers
 * @throws the first error of a cell; the signal's reason when it is aborted
 */
export async function runCells(options: RunCellsOptions): Promise<unknown[]> {
  const { catalogue, id, cells, log, signal, onProgress } = options;
  const results = cells.map((cell) => log?.find(cell));
  const queue = [...cells.keys()].filter((place) => results[place] === undefined);
  const found = cells.length - queue.length;
  onProgress?.({ done: found, total: cells.length });
  if (queue.length === 0) return results.map((entry) => entry?.result);

  const start = performance.now();
  const workers = Math.min(options.workers ?? availableThreads(), queue.length);
  const pool = openThreadPool(new URL('./cell-worker.js', import.meta.url), workers);
  let done = found;
  const lane = async (): Promise<void> => {
    for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
      signal?.throwIfAborted();
      const input: CellInput = { catalogue: catalogue.href, id, cell: cells[place] };
      const result: unknown = await pool.run(input, signal === undefined ? {} : { signal });
      await log?.append(cells[place], result);
      results[place] = { result };
      done++;
      const pace = (performance.now() - start) / 1000 / (done - found);
      onProgress?.({ done, total: cells.length, secondsLeft: pace * (cells.length - done) });
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, lane));
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await pool.close();
  }
  return results.map((entry) => entry?.result);
}
