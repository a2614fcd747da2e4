/** Signs of life that the main thread cannot hold up: a file's time of change is set again and again. */
import { Worker } from 'node:worker_threads';

/** As text, so that it runs from the sources too. It touches the file it has opened, whatever later has that name. */
const BEATS = `
  const { openSync, futimesSync } = require('node:fs');
  const { workerData } = require('node:worker_threads');
  const beat = (file) => {
    try {
      const now = new Date();
      futimesSync(file, now, now);
    } catch {
      // A shared folder may be gone for a while.
    }
  };
  try {
    const file = openSync(workerData.file, 'r+');
    setInterval(() => beat(file), workerData.milliseconds);
  } catch {
    // Released before it began.
  }
`;

/** @returns what ends it */
export function startHeartbeat(file: string, milliseconds: number): () => void {
  const worker = new Worker(BEATS, { eval: true, execArgv: [], workerData: { file, milliseconds } });
  worker.unref();
  // Whoever holds the lock without it loses it to another machine at worst, and notices.
  worker.on('error', () => undefined);
  return () => void worker.terminate();
}
