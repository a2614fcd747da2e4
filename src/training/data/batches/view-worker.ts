/** What runs inside a worker thread: one view of a batch a message. The source comes once, when the thread starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { InvalidInput } from '../../../base/invalid-input.js';
import { augmentedViews, type ViewSource, type ViewsPlace } from './augmented-views.js';

/** An InvalidInput loses its class on the way back, so it travels as its message; any other error ends the thread. */
export type ViewWorkerOutput = Float32Array<ArrayBuffer> | { readonly invalidInput: string };

const source = workerData as ViewSource;

parentPort?.on('message', (place: ViewsPlace) => {
  const output = work(place);
  // Views are moved, not copied: the thread keeps nothing of them.
  parentPort?.postMessage(output, output instanceof Float32Array ? [output.buffer] : []);
});

function work(place: ViewsPlace): ViewWorkerOutput {
  try {
    return augmentedViews(source, place);
  } catch (error) {
    if (error instanceof InvalidInput) return { invalidInput: error.message };
    throw error;
  }
}
