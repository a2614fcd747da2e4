/** One process at a time in a run folder: a lock file that names its owner, taken over when that process is dead. */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { InvalidInput } from '../invalid-input.js';

const LOCK = 'lock';

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, as the system counts; tells it from a later one of the same number. */
  readonly started?: string;
}

/**
 * @returns what releases the lock
 * @throws InvalidInput when a living process holds it, or one of another machine, of which nothing can be known
 */
export function lockRun(folder: string): () => void {
  const file = path.join(folder, LOCK);
  const owner = JSON.stringify(ownerOf(process.pid));
  const mine = path.join(folder, `.${LOCK}-${randomUUID()}`);
  try {
    writeOwner(mine, owner);
    while (!linked(mine, file)) clearStale(file, folder);
  } finally {
    rmSync(mine, { force: true });
  }
  return () => {
    if (contentOf(file) === owner) rmSync(file, { force: true });
  };
}

function writeOwner(file: string, owner: string): void {
  try {
    writeFileSync(file, owner);
  } catch (error) {
    throw new InvalidInput(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

/** A link appears whole, and only where there is none: whoever makes it has the lock. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new InvalidInput(`${to} cannot be made: ${(error as Error).message}`, { cause: error });
  }
}

function clearStale(file: string, folder: string): void {
  const content = contentOf(file);
  if (content === undefined) return;
  const holder = parsedOwner(content);
  const obstacle = holder === undefined ? undefined : livingOwner(holder);
  if (obstacle !== undefined) {
    throw new InvalidInput(`${folder} is in use by ${obstacle}: wait for it, or choose another folder. Lock: ${file}`);
  }
  // Another process may have done the same meanwhile and hold a fresh lock: what was moved away tells.
  const aside = `${file}.stale-${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (contentOf(aside) !== content) linked(aside, file);
  rmSync(aside, { force: true });
}

/** @returns who it is, unless it is known to be dead */
function livingOwner({ pid, host, started }: Owner): string | undefined {
  if (host !== hostname()) return `process ${pid} on ${host} (if that one is dead, delete the lock)`;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  const now = ownerOf(pid).started;
  return started !== undefined && now !== undefined && now !== started ? undefined : `process ${pid}`;
}

function ownerOf(pid: number): Owner {
  const started = startOf(pid);
  return { pid, host: hostname(), ...(started !== undefined && { started }) };
}

/** Field 22 of /proc/PID/stat, where there is one; the name in field 2 may hold spaces, but ends at the last bracket. */
function startOf(pid: number): string | undefined {
  const stat = contentOf(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Undefined for what is no lock of ours, such as an empty file: its owner died, or a person made it. */
function parsedOwner(content: string): Owner | undefined {
  try {
    const { pid, host, started } = JSON.parse(content) as Partial<Owner>;
    if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
    return { pid, host, ...(typeof started === 'string' && { started }) };
  } catch {
    return undefined;
  }
}
