/** Makers of augmented views: worker threads, or the calling thread. */
import { Worker } from 'node:worker_threads';
import { InvalidInput } from '../../../base/invalid-input.js';
import { augmentedViews, type ViewSource, type ViewsPlace } from './augmented-views.js';
import type { ViewWorkerOutput } from './view-worker.js';

export interface ViewMakers {
  /** Makes views; rejects with the error of `augmentedViews`, when a thread has failed, and when closed. */
  make(place: ViewsPlace): Promise<Float32Array<ArrayBuffer>>;
  /** Ends the threads; unfinished views are rejected. */
  close(): Promise<void>;
}

interface Task {
  readonly resolve: (views: Float32Array<ArrayBuffer>) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  /** Returns the number of unanswered tasks. */
  readonly load: () => number;
  readonly post: (place: ViewsPlace, task: Task) => void;
  readonly end: () => Promise<unknown>;
}

/**
 * Opens makers of views.
 *
 * @param workers number of threads; with 0 the calling thread makes each view when it is requested
 */
export function openViewMakers(source: ViewSource, workers: number): ViewMakers {
  if (workers === 0) {
    return { make: async (place) => augmentedViews(source, place), close: () => Promise.resolve() };
  }
  let failure: unknown;
  const threads = Array.from({ length: workers }, () => startThread(source, (error) => (failure ??= error)));
  return {
    make: (place) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        const idlest = threads.reduce((least, thread) => (thread.load() < least.load() ? thread : least));
        idlest.post(place, { resolve, reject });
      }),
    close: async () => {
      failure ??= new Error('views were asked of threads that are closed, or were not finished when they were closed');
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

/** Starts a thread. It keeps the process alive while somebody waits for it: while it has tasks, and while it is being ended. */
function startThread(source: ViewSource, fail: (error: unknown) => void): Thread {
  const worker = new Worker(new URL('./view-worker.js', import.meta.url), { workerData: source });
  // In the order in which they were posted, which is that of the answers.
  const tasks: Task[] = [];
  let ending = false;
  const failed = (error: unknown): void => {
    fail(error);
    for (const task of tasks.splice(0)) task.reject(error);
  };
  worker.on('message', (output: ViewWorkerOutput) => {
    const task = tasks.shift();
    // Answers still arrive while the thread is being ended, and its end is waited for.
    if (tasks.length === 0 && !ending) worker.unref();
    if (output instanceof Float32Array) task?.resolve(output);
    else task?.reject(new InvalidInput(output.invalidInput));
  });
  worker.on('error', (error) => failed(threadFailure(error)));
  worker.on('messageerror', (error) => failed(threadFailure(error)));
  worker.on('exit', (code) => failed(threadFailure(new Error(`it ended with exit code ${code}`))));
  worker.unref();
  return {
    load: () => tasks.length,
    post: (place, task) => {
      // A thread's whole queue lies with the thread: it goes on while a training step blocks this one.
      tasks.push(task);
      worker.ref();
      worker.postMessage(place, []);
    },
    end: () => {
      ending = true;
      worker.ref();
      return worker.terminate();
    },
  };
}

function threadFailure(cause: unknown): InvalidInput {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new InvalidInput(
    `a worker thread that makes augmented views failed (${reason}): if memory is short, choose smaller batches; ` +
      'to make the views without threads, choose 0 workers, and please report it if it fails there too',
    { cause },
  );
}
