/**
 * Unpacks a .tar.gz into a folder, but only the files that are published. The tar library is used as a parser alone: no name in
 * the archive ever becomes a path, and nothing but the listed files is opened for writing.
 */
import { closeSync, createReadStream, fsyncSync, openSync } from 'node:fs';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { namingFile } from '../../../base/files/file-fault.js';
import { writeAll } from '../../../base/files/write-all.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { thousands } from '../../../base/thousands.js';
import type { PublishedFile } from '../dataset-format.js';
import { TEXT_BYTES, unpackedBytes, type PublishedArchive } from './published-archives.js';

/** Largest number of members of an archive; the published ones have up to 9. */
const MOST_MEMBERS = 1000;

/** Bytes that headers, padding and unlisted files (a readme) may add to the listed bytes. */
const ALLOWANCE = 2 ** 24;

/**
 * Unpacks an archive in one pass, in bounded memory. Files that are not listed are skipped; folders are not made.
 *
 * @param folder an empty folder
 * @param progress called with the number of bytes unpacked so far
 * @throws InvalidInput naming the member: for a listed one of another size or kind, or there twice or not at all, and for any
 *   link, device, or path that leaves the archive's folder; when the archive is cut, damaged or too large; when a file cannot be
 *   written. The folder may then hold some of the files.
 */
export async function unpackArchive(
  archive: PublishedArchive,
  { file, folder, progress }: { file: string; folder: string; progress: (bytes: number) => void },
): Promise<void> {
  const members = new Members(archive, folder);
  const parser = new Parser({ strict: true });
  let damage: Error | undefined;
  parser.on('error', (error: Error) => (damage ??= error));
  parser.on('entry', (entry: ReadEntry) => members.take(entry));
  parser.on('ignoredEntry', (entry: ReadEntry) =>
    members.refuse(entry, `of kind ${entry.type}, which is not expected`),
  );

  // After it comes padding, which the parser would look at block by block.
  let ended = false;
  parser.on('eof', () => (ended = true));

  const limit = unpackedBytes(archive) + ALLOWANCE;
  let bytes = 0;
  const source = createReadStream(file);
  const unzipped = source.pipe(createGunzip());
  source.once('error', (error) => unzipped.destroy(error));
  try {
    for await (const chunk of unzipped as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw new InvalidInput(`it unpacks to more than the ${thousands(limit)} bytes expected`);
      // Members are written while this runs, so that the parser never holds more than a chunk.
      if (!ended) parser.write(chunk);
      if (damage !== undefined) throw damage;
      progress(bytes);
    }
    parser.end();
    if (damage !== undefined) throw damage;
    members.requireAll();
  } catch (error) {
    throw error instanceof InvalidInput ? told(archive, error.message, error) : told(archive, reason(error), error);
  } finally {
    source.destroy();
    members.close();
  }
}

/** The listed files, which are written as the archive is read. */
class Members {
  readonly #archive: PublishedArchive;
  readonly #folder: string;
  readonly #taken = new Set<string>();
  #open: number | undefined;
  #count = 0;

  constructor(archive: PublishedArchive, folder: string) {
    this.#archive = archive;
    this.#folder = folder;
  }

  /** Writes the member if it is listed; skips it if it is harmless. */
  take(entry: ReadEntry): void {
    if (++this.#count > MOST_MEMBERS) throw new InvalidInput(`it has more than ${MOST_MEMBERS} members`);
    if (entry.type !== 'File' && entry.type !== 'OldFile' && entry.type !== 'Directory') {
      this.refuse(entry, `a ${entry.type}, and only files and folders are expected`);
    }
    const steps = entry.path.split('/').filter((step) => step !== '' && step !== '.');
    if (entry.path.startsWith('/') || /[\\\0]|^[a-z]:/i.test(entry.path) || steps.includes('..')) {
      this.refuse(entry, 'a path that leaves the folder');
    }
    const [folder, name = ''] = steps;
    const listed =
      steps.length === 2 && folder === this.#archive.folder
        ? this.#archive.files.find((file) => file.name === name)
        : undefined;
    if (listed === undefined) entry.resume();
    else this.#write(entry, listed);
  }

  refuse(entry: ReadEntry, why: string): never {
    throw new InvalidInput(`its member ${JSON.stringify(entry.path.slice(0, 200))} is ${why}`);
  }

  #write(entry: ReadEntry, { name, bytes }: PublishedFile): void {
    if (entry.type === 'Directory') this.refuse(entry, 'a folder, and a file is expected');
    if (this.#taken.has(name)) this.refuse(entry, 'there twice');
    if (bytes === undefined ? entry.size > TEXT_BYTES : entry.size !== bytes) {
      const allowed = bytes === undefined ? `at most ${thousands(TEXT_BYTES)}` : thousands(bytes);
      this.refuse(entry, `${thousands(entry.size)} bytes long, and ${allowed} are expected`);
    }
    this.#taken.add(name);
    const target = path.join(this.#folder, name);
    const writing = (act: () => void): void => namingFile(target, 'written', act);
    writing(() => (this.#open = openSync(target, 'wx')));
    entry.on('data', (chunk: Buffer) =>
      writing(() => {
        if (this.#open !== undefined) writeAll(this.#open, chunk);
      }),
    );
    entry.on('end', () =>
      writing(() => {
        if (this.#open !== undefined) fsyncSync(this.#open);
        this.close();
      }),
    );
  }

  /** Checks that all listed files were in the archive. @throws InvalidInput naming those that were not */
  requireAll(): void {
    const absent = this.#archive.files.filter(({ name }) => !this.#taken.has(name));
    if (absent.length === 0) return;
    throw new InvalidInput(
      `it has no ${absent.map(({ name }) => `${this.#archive.folder}/${name}`).join(', no ')}, and no data set is whole without`,
    );
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open);
    this.#open = undefined;
  }
}

const GZIP_REASONS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'it is cut: the compressed data end early',
  Z_DATA_ERROR: 'its compressed data are damaged',
};

/** Describes the damage of an archive. @throws the error itself if it has another cause */
function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (Object.hasOwn(GZIP_REASONS, code)) return GZIP_REASONS[code] as string;
  if (code.startsWith('TAR_') && error instanceof Error)
    return `it is not a sound tar archive (${error.message.replace(`${code}: `, '')})`;
  throw error;
}

function told({ title }: PublishedArchive, message: string, cause: unknown): InvalidInput {
  return new InvalidInput(`the ${title} archive cannot be unpacked: ${message}`, { cause });
}
