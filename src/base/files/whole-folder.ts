/** A folder that a command writes as a whole: checks that it may, and replaces an earlier one by the new one. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { InvalidInput } from '../invalid-input.js';

/** A kind of such folders. */
export interface WholeFolder {
  /** `report`. */
  readonly noun: string;
  /** Stands before the folder on the command line: `--out `, or nothing. */
  readonly flag: string;
  /** Names of all that is in one. Any other file beside them belongs to somebody, and is not overwritten. */
  readonly names: readonly string[];
  /** Tells if a folder that is not empty is one of this kind. */
  readonly isOurs: (folder: string) => Promise<boolean>;
}

/**
 * Checks that a folder may be written, before hours are spent on its contents.
 *
 * @param out a folder that is missing, empty, or holds nothing but an earlier one of its kind
 * @throws InvalidInput otherwise, or when its parent cannot be written to
 */
export async function checkWholeFolder(kind: WholeFolder, out: string): Promise<void> {
  const { flag } = kind;
  const folder = resolve(out);
  const inside = relative(folder, process.cwd());
  if (!inside.startsWith('..') && !isAbsolute(inside)) {
    throw new InvalidInput(`${flag}${out} is the folder you are in or lies above it: name a folder of its own`);
  }
  const found = await stat(folder).catch(() => undefined);
  if (found !== undefined) {
    if (!found.isDirectory()) throw new InvalidInput(`${flag}${out} is a file: name a folder`);
    await requireOurs(kind, out, folder);
  }
  const parent = await nearestFolder(found === undefined ? dirname(folder) : dirname(await realpath(folder)));
  await access(parent, constants.W_OK | constants.X_OK).catch(() => {
    throw new InvalidInput(`${flag}${out}: no folder can be made in ${parent}; name a place that you may write to`);
  });
}

async function requireOurs({ noun, flag, names, isOurs }: WholeFolder, out: string, folder: string): Promise<void> {
  const there = await readdir(folder);
  if (there.length === 0) return;
  if (!(await isOurs(folder))) {
    throw new InvalidInput(`${flag}${out} is not empty and holds no alpha-cl ${noun}: name a new or empty folder`);
  }
  const foreign = there.find((name) => !names.includes(name));
  if (foreign !== undefined) {
    throw new InvalidInput(`${flag}${out} holds ${foreign} beside a ${noun}: move it away or name another folder`);
  }
}

/** Returns the folder itself, or the nearest one above it that exists. */
async function nearestFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined && dirname(folder) !== folder) return nearestFolder(dirname(folder));
  if (found !== undefined && !found.isDirectory()) {
    throw new InvalidInput(`${folder} is a file: name a place inside a folder`);
  }
  return folder;
}

/**
 * Replaces the folder `out` by what `write` puts into a fresh folder beside it; when `write` throws, `out` stays as it was.
 *
 * @throws InvalidInput as `checkWholeFolder` does
 */
export async function replaceWholeFolder(
  kind: WholeFolder,
  out: string,
  write: (folder: string) => Promise<void>,
): Promise<void> {
  await checkWholeFolder(kind, out);
  const target = await realpath(out).catch(() => resolve(out));
  await mkdir(dirname(target), { recursive: true });
  // On the same file system as the target, so that it moves there in one step.
  const beside = (what: string): string => join(dirname(target), `.${basename(target)}-${what}-${randomUUID()}`);
  const partial = beside('partial');
  await mkdir(partial);
  try {
    await write(partial);
    await swap(partial, target, beside('old'));
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * Replaces a folder. It cannot be renamed onto a full one: the old one is moved aside first, and back if the move of the new one
 * fails.
 */
async function swap(fresh: string, target: string, aside: string): Promise<void> {
  const replaces = (await stat(target).catch(() => undefined)) !== undefined;
  if (replaces) await rename(target, aside);
  try {
    await rename(fresh, target);
  } catch (error) {
    if (replaces) await rename(aside, target);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}
