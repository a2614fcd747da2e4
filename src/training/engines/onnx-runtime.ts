/**
 * The only import of ONNX Runtime: its telemetry is switched off before it is loaded. Left on, it writes an identifier of the
 * device and events to the user's cache folder, and may send them.
 */
import { isMainThread } from 'node:worker_threads';
import type * as OnnxRuntime from 'onnxruntime-node';
import { InvalidInput } from '../../base/invalid-input.js';

const VARIABLE = 'ORT_DISABLE_TELEMETRY';

/** Milliseconds to wait for the main thread. One that computes answers at once; one that is held in Atomics.wait does not. */
const PATIENCE = 10_000;

await (isMainThread ? setHere() : setInMainThread());

// Loaded only now, as an import statement would not be.
const library: typeof OnnxRuntime = await import('onnxruntime-node');

export const { InferenceSession, Tensor } = library;
export type InferenceSession = OnnxRuntime.InferenceSession;
export type Tensor = OnnxRuntime.Tensor;

function setHere(): void {
  process.env[VARIABLE] = '1';
}

/** Sets the variable in the main thread, whose environment the library reads; a worker thread has only a copy of it. */
async function setInMainThread(): Promise<void> {
  setHere();
  // Where Node.js was built without it, nobody else needs it.
  const { Session } = await import('node:inspector');
  const session = new Session();
  // It also keeps this thread alive: the session does not.
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the main thread does not answer')), PATIENCE);
      session.connectToMainThread();
      session.post('Runtime.evaluate', { expression: `process.env.${VARIABLE} = '1'` }, (error, answer) => {
        const fault = error ?? answer.exceptionDetails;
        if (fault === undefined || fault === null) resolve();
        else reject(new Error('the main thread refuses'));
      });
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidInput(
      `ONNX Runtime's telemetry cannot be switched off from this worker thread (${reason}): set ${VARIABLE}=1 in the ` +
        'environment of the process',
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
    session.disconnect();
  }
}
