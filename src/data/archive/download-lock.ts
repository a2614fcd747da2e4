/** One download a data set at a time: two would write into the same file. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { InvalidInput } from '../../invalid-input.js';
import { writing } from './writing.js';

/**
 * Takes the lock; one that a process that has ended left behind is taken over.
 *
 * @returns gives it back
 * @throws InvalidInput when a running process holds it
 */
export async function downloadLock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    const taken = await writing(file, () => tryTake(file));
    if (taken) return () => rm(file, { force: true });
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (Number.isSafeInteger(holder) && holder > 0 && isRunning(holder)) {
      throw new InvalidInput(
        `process ${holder} downloads the same data set: wait for it, or stop it; if it is another program, delete ${file}`,
      );
    }
    await rm(file, { force: true });
  }
}

async function tryTake(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Without the right to signal it, it runs nevertheless.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
