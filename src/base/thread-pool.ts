/**
 * Worker threads that run tasks of one module; a thread that ends fails its task, for which Tinypool alone would wait for ever.
 */
import { Tinypool } from 'tinypool';
import { InvalidInput } from './invalid-input.js';

export interface ThreadPool {
  /**
   * Runs one task.
   *
   * @param signal when aborted, ends the thread that has the task
   * @param module of this task, in place of the pool's
   * @throws (rejects) the task's error; an AbortError on the signal
   * @throws InvalidInput (rejects) when the thread ended, or ran out of memory
   */
  run(input: unknown, options?: { readonly signal?: AbortSignal; readonly module?: URL }): Promise<unknown>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Opens a pool of at most `threads` threads. @param module whose default export turns the input of a task into its result */
export function openThreadPool(module: URL, threads: number): ThreadPool {
  const pool = new Tinypool({ filename: module.href, maxThreads: threads });
  // Emitted for a thread that fails before it has a task: others would wait for it.
  const failure = new Promise<never>((_, reject) => pool.on('error', reject));
  failure.catch(() => undefined);
  const watched = new WeakSet<object>();
  const watch = (): void => {
    for (const thread of pool.threads.filter((one) => !watched.has(one))) {
      watched.add(thread);
      // One that the pool has ended is no longer among its threads.
      thread.on('exit', (code: number) => {
        if (pool.threads.includes(thread)) thread.emit('error', new ThreadEnded(code));
      });
    }
  };
  return {
    run: async (input, { signal, module: own = module } = {}) => {
      const result = pool.run(input, { filename: own.href, ...(signal !== undefined && { signal }) });
      watch();
      try {
        return await Promise.race([result, failure]);
      } catch (error) {
        throw failureOf(error);
      }
    },
    close: () => pool.destroy(),
  };
}

class ThreadEnded extends InvalidInput {
  constructor(code: number) {
    super(`a worker thread ended with exit code ${code} before its task was done: try again, with fewer --workers`);
  }
}

function failureOf(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new InvalidInput('a worker thread ran out of memory: try again, with fewer --workers', { cause: error });
}
