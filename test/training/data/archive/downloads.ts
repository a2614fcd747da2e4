/** Downloads of the tiny archive, in this process and in one that is limited or killed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { downloadDataset, type DownloadOptions } from '../../../../src/training/data/archive/download-dataset.js';
import type { PublishedArchive } from '../../../../src/training/data/archive/published-archives.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import { temporaryFolder } from '../tiny-dataset.js';
import { FILES, FOLDER, published, SOUND, tarGz } from './tiny-archive.js';

const root = temporaryFolder();
export const emptyFolder = (): string => mkdtempSync(path.join(root, 'case-'));
export const BYTES = tarGz(SOUND);
export const ARCHIVE = published(BYTES);
/** Patient, since a busy machine stalls too. */
const FAST = { patience: 20_000, pause: 1 };
const DIST = path.resolve(import.meta.dirname, '../../../../dist/src/training/data/archive/download-dataset.js');

export const download = (data: string, options: Omit<DownloadOptions, 'data'>, archive = ARCHIVE): Promise<unknown> =>
  downloadDataset(archive, { data, ...FAST, ...options });

export const refusal = async (
  data: string,
  options: Omit<DownloadOptions, 'data'>,
  archive = ARCHIVE,
): Promise<string> => {
  const error: unknown = await download(data, options, archive).then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InvalidInput);
  return (error as InvalidInput).message;
};

/** Exactly the listed files, whole, and nothing else in the data folder. */
export const expectWhole = (data: string): void => {
  expect(readdirSync(data)).toEqual([FOLDER]);
  expect(readdirSync(path.join(data, FOLDER)).toSorted()).toEqual(['SHA256SUMS', ...Object.keys(FILES)].toSorted());
  for (const [name, content] of Object.entries(FILES)) {
    expect(Buffer.compare(readFileSync(path.join(data, FOLDER, name)), content)).toBe(0);
  }
};

/** Downloads in a process of its own, with a limit on the size of files, or killed so many milliseconds after it has begun. */
export async function inChild(
  archive: PublishedArchive,
  options: DownloadOptions,
  { limit, killAfter }: { limit?: number; killAfter?: number },
): Promise<{ stderr: string }> {
  const code = `
    const { downloadDataset } = await import(${JSON.stringify(pathToFileURL(DIST).href)});
    process.stdout.write('ready');
    await downloadDataset(${JSON.stringify(archive)}, ${JSON.stringify(options)}).catch((error) => process.stderr.write(error.message));`;
  const shell = `ulimit -f ${limit ?? 'unlimited'}; exec "$0" --input-type=module -e "$1"`;
  const child = spawn('bash', ['-c', shell, process.execPath, code]);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (killAfter !== undefined) {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await delay(killAfter);
    child.kill('SIGKILL');
  }
  await ended;
  return { stderr };
}
