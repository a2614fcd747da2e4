/** Lock for one download of a data set at a time: two would write into the same file. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exclusively } from '../../../base/files/exclusively.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { writing } from './writing.js';

/**
 * Locks that this process holds. A lock with its number may be of an earlier one: in a container the number is the same at every
 * start.
 */
const held = new Set<string>();

/**
 * Takes the lock; one that an ended process has left behind is taken over.
 *
 * @returns a function that releases the lock
 * @throws InvalidInput when a running process holds it
 */
export async function downloadLock(file: string): Promise<() => Promise<void>> {
  // Of two that find one left behind, one alone takes it.
  await exclusively(file, async () => {
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (holder === process.pid ? held.has(path.resolve(file)) : isRunning(holder)) {
      throw new InvalidInput(
        `process ${holder} downloads the same data set: wait for it, or stop it; if it is another program, delete ${file}`,
      );
    }
    await writing(file, () => writeFile(file, String(process.pid)));
    held.add(path.resolve(file));
  });
  return async () => {
    held.delete(path.resolve(file));
    await rm(file, { force: true });
  };
}

function isRunning(pid: number): boolean {
  if (!(Number.isSafeInteger(pid) && pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Without the right to signal it, it runs nevertheless.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
