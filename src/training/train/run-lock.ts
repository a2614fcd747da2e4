/**
 * One process at a time in a run folder, also of several machines that share it: a lock file that names its owner.
 *
 * Its owner touches the file every few seconds. A dead process of this machine loses it at once; one of another machine when
 * the file has not been touched for so long that it must be dead or cut off. Only changes are looked for, over a span of the
 * own clock, so that the clocks of machines need not agree. An owner that was cut off, or slept, finds out before it writes.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileRefusal, namingFile } from '../../base/files/file-fault.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { startHeartbeat } from './heartbeat.js';
import { lifeOf, ownerText, parsedOwner, thisProcess, type Life, type LockOwner } from './lock-owner.js';

const LOCK = 'lock';

/** Milliseconds. */
export interface LockTimes {
  /** Between two signs of life. */
  readonly beat: number;
  /** Without one, after which the owner counts as dead: many beats, since a shared folder may stall. */
  readonly stale: number;
}

const TIMES: LockTimes = { beat: 5_000, stale: 90_000 };

/** Milliseconds for which a look at the lock is enough. */
const LOOK = 1000;

/** The folder of a run, held by this process alone. */
export interface RunLock {
  /**
   * To be called before each thing that is written; looks at most once a second.
   *
   * @throws InvalidInput when another process has taken the lock over: nothing may be written then
   */
  requireHeld(): void;
  release(): void;
}

/** The folder is another process's. */
export class RunInUse extends InvalidInput {}

export interface LockOptions {
  /** Told before the signs of life of another machine are waited for. */
  readonly onNotice?: (text: string) => void;
  readonly times?: LockTimes;
}

/**
 * Waits only where the holder is a process of another machine: until it shows that it lives, or for 90 seconds.
 *
 * @throws RunInUse when a living process holds the lock
 * @throws InvalidInput when the lock cannot be written
 */
export async function lockRun(folder: string, options: LockOptions = {}): Promise<RunLock> {
  const file = path.join(folder, LOCK);
  const me = thisProcess();
  const content = JSON.stringify(me);
  const mine = path.join(folder, `.${LOCK}-${randomUUID()}`);
  try {
    namingFile(mine, 'written', () => writeFileSync(mine, content));
    while (!linked(mine, file)) await clearStale(file, folder, { me, ...options });
  } finally {
    rmSync(mine, { force: true });
  }
  const stop = startHeartbeat(file, (options.times ?? TIMES).beat);
  const remove = (): void => {
    if (sightingOf(file)?.content === content) rmSync(file, { force: true });
  };
  removeAtExit(remove);
  let looked = performance.now();
  return {
    requireHeld: () => {
      if (performance.now() - looked < LOOK) return;
      looked = performance.now();
      const now = sightingOf(file);
      if (now?.content !== content) throw lost(folder, now);
    },
    release: () => {
      removeNoMore(remove);
      stop();
      remove();
    },
  };
}

/** Locks that this process still holds: a process that is ended by an error in another place releases none itself. */
const removedAtExit = new Set<() => void>();

function removeAtExit(remove: () => void): void {
  if (removedAtExit.size === 0) process.on('exit', removeAll);
  removedAtExit.add(remove);
}

function removeNoMore(remove: () => void): void {
  removedAtExit.delete(remove);
  if (removedAtExit.size === 0) process.off('exit', removeAll);
}

function removeAll(): void {
  for (const remove of removedAtExit) remove();
}

/** Who holds the lock of a run, as far as it can be told at once; undefined where nobody does, or a process that is dead. */
export function runHolder(folder: string): { readonly text: string; readonly life: Life } | undefined {
  const sighting = sightingOf(path.join(folder, LOCK));
  const holder = sighting === undefined ? undefined : parsedOwner(sighting.content);
  if (holder === undefined) return undefined;
  const life = lifeOf(holder);
  return life === 'dead' ? undefined : { text: ownerText(holder), life };
}

/** A link appears whole, and only where there is none: whoever makes it has the lock. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    // Over a network a link may be made, its answer lost, and the request repeated.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      return sightingOf(to)?.content === sightingOf(from)?.content;
    throw fileRefusal(to, 'made', error);
  }
}

type Claimant = LockOptions & { readonly me: LockOwner };

async function clearStale(file: string, folder: string, claimant: Claimant): Promise<void> {
  const seen = sightingOf(file);
  if (seen === undefined) return;
  const holder = parsedOwner(seen.content);
  if (holder !== undefined) {
    const life = await watchedLife(holder, file, seen, claimant);
    if (life === 'gone') return;
    if (life === 'alive') {
      throw new RunInUse(
        `${folder} is in use by ${ownerText(holder)}: wait for it, or choose another folder. Lock: ${file}`,
      );
    }
  }
  // Another process may have done the same meanwhile and hold a fresh lock, or the holder has shown that it lives: what was
  // moved away tells.
  const aside = `${file}.stale-${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (!sameSighting(sightingOf(aside), seen)) linked(aside, file);
  rmSync(aside, { force: true });
}

/** @returns gone: the lock is no longer the one that was seen */
async function watchedLife(
  holder: LockOwner,
  file: string,
  seen: Sighting,
  { me, onNotice, times = TIMES }: Claimant,
): Promise<'alive' | 'dead' | 'gone'> {
  const life = lifeOf(holder, me);
  if (life !== 'unknown') return life;
  onNotice?.(`${file} is held by ${ownerText(holder)}: waiting for a sign of life`);
  const begin = performance.now();
  do {
    await setTimeout(times.beat / 5);
    const now = sightingOf(file);
    if (now?.content !== seen.content) return 'gone';
    if (now.touched !== seen.touched) return 'alive';
  } while (performance.now() - begin < times.stale);
  return 'dead';
}

function lost(folder: string, now: Sighting | undefined): InvalidInput {
  const holder = now === undefined ? undefined : parsedOwner(now.content);
  return new InvalidInput(
    `${folder} was taken over by ${holder === undefined ? 'another process' : ownerText(holder)}, since this one gave no ` +
      'sign of life for too long: nothing more is written here',
  );
}

interface Sighting {
  readonly content: string;
  /** Time of its last change, by whatever clock; in nanoseconds, which a double would round. */
  readonly touched: bigint;
}

/** Opened each time: only then does a network file system ask its server. */
function sightingOf(file: string): Sighting | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    return { content: readFileSync(descriptor, 'utf8'), touched: fstatSync(descriptor, { bigint: true }).mtimeNs };
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function sameSighting(a: Sighting | undefined, b: Sighting): boolean {
  return a?.content === b.content && a.touched === b.touched;
}
