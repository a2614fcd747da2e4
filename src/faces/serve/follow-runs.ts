/** Follows runs as events: the lines written so far, new lines, and the start and end of training. */
import { setTimeout } from 'node:timers/promises';
import { lockOwner } from '../../base/files/lock.js';
import { runPaths } from '../../training/train/run-folder.js';
import type { RunEvent, Source } from './api.js';
import { metricsFollower } from './follow-metrics.js';

/** Milliseconds between two looks. */
const LOOK = 500;

/** Largest number of lines per event: a long run comes in pieces that a page can draw meanwhile. */
const LINES = 5000;

/** Follows runs until the signal. @param send writes one event @param signal ends it */
export async function followRuns(
  runs: readonly Source[],
  send: (event: RunEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const followed = runs.map(({ id, folder }) => ({ id, folder, look: metricsFollower(runPaths(folder).metrics) }));
  const training = new Map<string, boolean>();
  // A browser that connects again keeps what it had.
  for (const { id } of followed) await send({ run: id, kind: 'restart' });
  while (!signal.aborted) {
    for (const { id, folder, look } of followed) {
      const { restarted, lines } = look();
      if (restarted) await send({ run: id, kind: 'restart' });
      for (let k = 0; k < lines.length && !signal.aborted; k += LINES) {
        await send({ run: id, kind: 'lines', lines: lines.slice(k, k + LINES) });
      }
      const now = lockOwner(runPaths(folder).lock) !== undefined;
      if (training.get(id) !== now) await send({ run: id, kind: 'state', training: now });
      training.set(id, now);
    }
    await setTimeout(LOOK, undefined, { signal }).catch(() => undefined);
  }
}
