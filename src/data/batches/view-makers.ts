/** Who makes augmented views: worker threads, or the calling thread. */
import { Worker } from 'node:worker_threads';
import { InvalidInput } from '../../invalid-input.js';
import { augmentedViews, type ViewSource, type ViewsPlace } from './augmented-views.js';
import type { ViewWorkerOutput } from './view-worker.js';

export interface ViewMakers {
  /** Rejects with the error of `augmentedViews`, when a thread has failed, and when closed. */
  make(place: ViewsPlace): Promise<Float32Array<ArrayBuffer>>;
  /** Ends the threads; what they have not finished is rejected. */
  close(): Promise<void>;
}

interface Task {
  readonly resolve: (views: Float32Array<ArrayBuffer>) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  /** In the order in which they were posted, which is that of the answers. */
  readonly tasks: Task[];
}

/** @param workers threads; with 0 the caller's own makes each view when it is asked for */
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
        const { worker, tasks } = threads.reduce((idlest, thread) =>
          thread.tasks.length < idlest.tasks.length ? thread : idlest,
        );
        // A thread's whole queue lies with the thread: it goes on while a training step blocks this one.
        tasks.push({ resolve, reject });
        worker.ref();
        worker.postMessage(place, []);
      }),
    close: async () => {
      failure ??= new Error('views were asked of threads that are closed, or were not finished when they were closed');
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

/** A thread keeps the process alive only while it has tasks. */
function startThread(source: ViewSource, fail: (error: unknown) => void): Thread {
  const worker = new Worker(new URL('./view-worker.js', import.meta.url), { workerData: source });
  const tasks: Task[] = [];
  const end = (error: unknown): void => {
    fail(error);
    for (const task of tasks.splice(0)) task.reject(error);
  };
  worker.on('message', (output: ViewWorkerOutput) => {
    const task = tasks.shift();
    if (tasks.length === 0) worker.unref();
    if (output instanceof Float32Array) task?.resolve(output);
    else task?.reject(new InvalidInput(output.invalidInput));
  });
  worker.on('error', end);
  worker.on('messageerror', end);
  worker.on('exit', (code) => end(new Error(`a worker thread that makes views ended with exit code ${code}`)));
  worker.unref();
  return { worker, tasks };
}
