/** Lock on a file that several processes read, change and write again. */
import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { fileRefusal } from './file-fault.js';

/** Milliseconds between looks at a lock, and after which the same one is stale: a change takes a moment, so its owner is dead. */
const [LOOK, STALE] = [50, 30_000];

/**
 * Runs `action` while it holds `FILE.lock`, and waits for another holder first, also for one on another machine that shares the
 * folder.
 *
 * @throws InvalidInput when the lock cannot be written
 */
export async function exclusively<Result>(file: string, action: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`;
  const mine = randomUUID();
  let seen = { owner: '', since: performance.now() };
  while (!(await taken(lock, mine))) {
    const owner = await ownerOf(lock);
    if (owner !== seen.owner) seen = { owner, since: performance.now() };
    else if (performance.now() - seen.since > STALE) await rm(lock, { force: true });
    await setTimeout(LOOK);
  }
  try {
    return await action();
  } finally {
    // If another process judged us dead, it owns the lock now.
    if ((await ownerOf(lock)) === mine) await rm(lock, { force: true });
  }
}

function ownerOf(lock: string): Promise<string> {
  return readFile(lock, 'utf8').catch(() => '');
}

async function taken(lock: string, owner: string): Promise<boolean> {
  try {
    await writeFile(lock, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw fileRefusal(lock, 'written', error);
  }
}
