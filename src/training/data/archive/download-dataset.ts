/** Downloads a published archive and makes the folder of a data set of it, whole or not at all. */
import { PROGRAM } from '../../../base/program-name.js';
import { mkdirSync, renameSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { InvalidInput } from '../../../base/invalid-input.js';
import { writeChecksumList } from '../checksum-list.js';
import { fileSize, pathKind } from '../../../base/files/file-bytes.js';
import { namingFile } from '../../../base/files/file-fault.js';
import { fileMd5 } from '../../../base/files/file-md5.js';
import { takeLock } from '../../../base/files/lock.js';
import { thousands } from '../../../base/thousands.js';
import { fetchArchive } from './fetch-archive.js';
import { unpackedBytes, type PublishedArchive } from './published-archives.js';
import { PARTIAL_FILE } from './partial-archive.js';
import { unpackArchive } from './unpack-archive.js';

/** Progress of a download. */
export interface DownloadProgress {
  /** Stage of the work; `reading`: the archive, for its checksum. */
  readonly stage: 'reading' | 'downloading' | 'unpacking';
  readonly bytes: number;
  /** Bytes of the whole stage. */
  readonly total: number;
}

/** Options of a download: the source of the archive and the target. */
export interface DownloadOptions {
  /** The folder that will contain the data set's folder; it is created. */
  readonly data: string;
  /** Another address of the same archive, http or https. */
  readonly url?: string;
  /** The archive as a file that is already there; nothing is downloaded. */
  readonly archiveFile?: string;
  readonly progress?: (progress: DownloadProgress) => void;
  /** Told before the signs of life of a download on another machine are waited for. */
  readonly onNotice?: (text: string) => void;
  /** Milliseconds without a byte after which a connection counts as lost. Default 30,000. */
  readonly patience?: number;
  /** Milliseconds before the second try after a lost connection. Default 1,000. */
  readonly pause?: number;
}

/** Folder of a downloaded data set. */
export interface DownloadedDataset {
  readonly folder: string;
  /** True if it was there before, with all its files and sizes. */
  readonly found: boolean;
}

/**
 * Downloads a data set: compares the checksum with the published one, unpacks into a temporary folder, and renames that in one
 * step. If it is killed at any moment, the next call goes on from the bytes that had arrived.
 *
 * Needs room for the archive and its content: 0.36 GB for CIFAR, 5.7 GB for STL-10.
 *
 * @throws InvalidInput when a part of the data set is there already; when the disk is full or may not be written to; when the
 *   server is not reached or stops answering; when the archive is not the published one
 */
export async function downloadDataset(archive: PublishedArchive, options: DownloadOptions): Promise<DownloadedDataset> {
  const folder = path.join(options.data, archive.folder);
  const found = pathKind(folder) !== 'absent';
  if (found) requireWhole(archive, folder);
  const work = path.join(options.data, `.${archive.folder}.download`);
  if (found && pathKind(work) === 'absent') return { folder, found };
  namingFile(work, 'written', () => mkdirSync(work, { recursive: true }));
  const lock = await takeLock(path.join(work, 'lock'), {
    refusal: (owner) => `${owner} downloads the same data set: wait for it, or stop it`,
    ...(options.onNotice !== undefined && { onNotice: options.onNotice }),
  });
  try {
    // An earlier run may have been killed between moving the folder and clearing up.
    if (!found) await make(archive, { folder, work }, options);
    await rm(work, { recursive: true, force: true });
    return { folder, found };
  } finally {
    // What has arrived is kept for the next call.
    if (arrivedBytes(work) === 0) await rm(work, { recursive: true, force: true });
    lock.release();
  }
}

async function make(
  archive: PublishedArchive,
  { folder, work }: { folder: string; work: string },
  options: DownloadOptions,
): Promise<void> {
  await requireRoom(archive, work, options);
  const file = await archiveOf(archive, work, options);
  const unpacked = path.join(work, 'unpacked');
  await rm(unpacked, { recursive: true, force: true });
  namingFile(unpacked, 'written', () => mkdirSync(unpacked));
  const total = unpackedBytes(archive);
  const progress = (bytes: number): void =>
    options.progress?.({ stage: 'unpacking', bytes: Math.min(bytes, total), total });
  await unpackArchive(archive, { file, folder: unpacked, progress });
  const names = archive.files.map(({ name }) => name).filter((name) => pathKind(path.join(unpacked, name)) === 'file');
  await writeChecksumList(unpacked, names);
  await syncFolder(unpacked);
  namingFile(folder, 'written', () => renameSync(unpacked, folder));
  await syncFolder(options.data);
}

async function archiveOf(archive: PublishedArchive, work: string, options: DownloadOptions): Promise<string> {
  const progress = (stage: 'reading' | 'downloading', bytes: number): void =>
    options.progress?.({ stage, bytes, total: archive.bytes });
  if (options.archiveFile !== undefined) {
    await requirePublished(archive, options.archiveFile, (bytes) => progress('reading', bytes));
    return options.archiveFile;
  }
  const { url = archive.url, patience = 30_000, pause = 1000 } = options;
  return fetchArchive(archive, { folder: work, url, patience, pause, progress });
}

/** Checks that a folder is the whole set; if not, it stays as it is, since nothing of a user's is overwritten. */
function requireWhole(archive: PublishedArchive, folder: string): void {
  const lacking = archive.files.filter(({ name, bytes }) => {
    const file = path.join(folder, name);
    return pathKind(file) !== 'file' || (bytes !== undefined && fileSize(file) !== bytes);
  });
  if (lacking.length === 0) return;
  throw new InvalidInput(
    `${folder} is there and holds less than the whole ${archive.title} (see ${lacking.map(({ name }) => name).join(', ')}); ` +
      `it is left as it is: move it away, or give another folder with --data; ${PROGRAM} data check tells what it holds`,
  );
}

async function requireRoom(archive: PublishedArchive, work: string, options: DownloadOptions): Promise<void> {
  const toCome = options.archiveFile === undefined ? archive.bytes - arrivedBytes(work) : 0;
  const needed = toCome + unpackedBytes(archive);
  const { bavail, bsize, blocks } = await statfs(work);
  // Some network file systems do not tell their size.
  if (blocks === 0 || bavail * bsize >= needed) return;
  throw new InvalidInput(
    `${options.data} has ${thousands(bavail * bsize)} bytes free, and downloading and unpacking ${archive.title} takes ` +
      `${thousands(needed)}: free some space, or give another folder with --data`,
  );
}

function arrivedBytes(work: string): number {
  const file = path.join(work, PARTIAL_FILE);
  return pathKind(file) === 'file' ? fileSize(file) : 0;
}

/** Checks an archive. @throws InvalidInput unless the file is the published archive, byte for byte */
async function requirePublished(
  archive: PublishedArchive,
  file: string,
  progress: (bytes: number) => void,
): Promise<void> {
  const size = fileSize(file);
  if (size !== archive.bytes) {
    const cut = size < archive.bytes ? 'it is cut, or' : 'it is';
    throw new InvalidInput(
      `${file} has ${thousands(size)} bytes, and the published ${archive.title} archive has ${thousands(archive.bytes)}: ` +
        `${cut} another file; download ${archive.url} again`,
    );
  }
  const md5 = await fileMd5(file, progress);
  if (md5 === archive.md5) return;
  throw new InvalidInput(
    `${file} has the MD5 ${md5}, and ${archive.md5} is published for the ${archive.title} archive: it is damaged; ` +
      `download ${archive.url} again`,
  );
}

/** Flushes a folder, without which a rename does not survive a loss of power. */
async function syncFolder(folder: string): Promise<void> {
  // Some systems do not open folders; there is nothing to flush then.
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
