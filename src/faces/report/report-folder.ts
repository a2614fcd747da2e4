/** The folder of a report: checks that a report may be written there, and replaces an old report by a new one. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { InvalidInput } from '../../base/invalid-input.js';
import { REPORT_FORMAT } from './verdicts-json.js';

/** Folder of the report of all claims that none is named for. */
export const REPORT = 'alpha-cl-report';

/** The files of a report. Any other file beside them belongs to somebody, and is not overwritten. */
export const REPORT_FILES = {
  page: 'index.html',
  style: 'report.css',
  claims: 'claims',
  data: 'verdicts.json',
  findings: 'findings.md',
  figures: 'figures',
} as const;

/**
 * Checks that a report may be written to `out`, before hours are spent on one.
 *
 * @param out a folder that is missing, empty, or holds nothing but an earlier report
 * @throws InvalidInput otherwise, or when its parent cannot be written to
 */
export async function checkReportFolder(out: string): Promise<void> {
  const folder = resolve(out);
  const inside = relative(folder, process.cwd());
  if (!inside.startsWith('..') && !isAbsolute(inside)) {
    throw new InvalidInput(`--out ${out} is the folder you are in or lies above it: name a folder of its own`);
  }
  const found = await stat(folder).catch(() => undefined);
  if (found !== undefined) {
    if (!found.isDirectory()) throw new InvalidInput(`--out ${out} is a file: name a folder`);
    await requireOurs(out, folder);
  }
  const parent = await nearestFolder(found === undefined ? dirname(folder) : dirname(await realpath(folder)));
  await access(parent, constants.W_OK | constants.X_OK).catch(() => {
    throw new InvalidInput(
      `--out ${out}: no folder can be made in ${parent}; give --out a place that you may write to`,
    );
  });
}

async function requireOurs(out: string, folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length === 0) return;
  const format = await readFile(join(folder, REPORT_FILES.data), 'utf8')
    .then((text) => (JSON.parse(text) as { format?: unknown }).format)
    .catch(() => undefined);
  if (format !== REPORT_FORMAT) {
    throw new InvalidInput(`--out ${out} is not empty and holds no alpha-cl report: give --out a new or empty folder`);
  }
  const known: readonly string[] = Object.values(REPORT_FILES);
  const foreign = names.find((name) => !known.includes(name));
  if (foreign !== undefined) {
    throw new InvalidInput(`--out ${out} holds ${foreign} beside a report: move it away or give --out another folder`);
  }
}

/** Returns the folder itself, or the nearest one above it that exists. */
async function nearestFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined && dirname(folder) !== folder) return nearestFolder(dirname(folder));
  if (found !== undefined && !found.isDirectory()) {
    throw new InvalidInput(`${folder} is a file: give --out a place inside a folder`);
  }
  return folder;
}

/**
 * Replaces the folder `out` by what `write` puts into a fresh folder beside it; when `write` throws, `out` stays as it was.
 *
 * @throws InvalidInput as `checkReportFolder` does
 */
export async function replaceReport(out: string, write: (folder: string) => Promise<void>): Promise<void> {
  await checkReportFolder(out);
  const target = await realpath(out).catch(() => resolve(out));
  await mkdir(dirname(target), { recursive: true });
  // On the same file system as the target, so that it moves there in one step.
  const beside = (kind: string): string => join(dirname(target), `.${basename(target)}-${kind}-${randomUUID()}`);
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
