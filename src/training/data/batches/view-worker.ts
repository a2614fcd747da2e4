/** Program of a worker thread that makes one view of a batch per message. The source comes once, when the thread starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { InvalidInput } from '../../../base/invalid-input.js';
import { viewsOf, type ViewSource, type ViewsPlace } from './augmented-views.js';

/**
 * Answer of the thread. An InvalidInput loses its class on the way back, so it is sent as its message; any other error ends the
 * thread.
 */
export type ViewWorkerOutput = Float32Array<ArrayBuffer> | { readonly invalidInput: string };

const source = workerData as ViewSource;

parentPort?.on('message', (place: ViewsPlace) => {
  const output = work(place);
  // Views are moved, not copied: the thread keeps nothing of them.
  parentPort?.postMessage(output, output instanceof Float32Array ? [output.buffer] : []);
});

function work(place: ViewsPlace): ViewWorkerOutput {
  try {
    return viewsOf(source, place);
  } catch (error) {
    if (error instanceof InvalidInput) return { invalidInput: error.message };
    throw error;
  }
}
