/** The bytes of an archive that have arrived so far, and the version to which they belong, from which a download goes on. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { writing } from './writing.js';

export const PARTIAL_FILE = 'archive.part';

/** Identity of one version of a file on a server. */
export interface ArchiveVersion {
  readonly url: string;
  readonly bytes: number;
  readonly etag?: string;
  readonly lastModified?: string;
}

export class PartialArchive {
  readonly file: string;
  readonly #versionFile: string;
  readonly #handle: FileHandle;
  #version: ArchiveVersion | undefined;
  #have = 0;
  #hash: Hash = createHash('md5');
  #fromEarlierRun = false;

  private constructor(file: string, versionFile: string, handle: FileHandle) {
    this.file = file;
    this.#versionFile = versionFile;
    this.#handle = handle;
  }

  /**
   * Opens the partial archive in a folder. Bytes of `url` from an earlier run are kept; any others are not used.
   *
   * @param progress called with the number of earlier bytes that have been read again, for the checksum
   * @throws InvalidInput when the folder cannot be written to
   */
  static async open(folder: string, url: string, progress: (bytes: number) => void): Promise<PartialArchive> {
    const file = path.join(folder, PARTIAL_FILE);
    const versionFile = path.join(folder, 'version.json');
    const version = await readVersion(versionFile);
    const found = await stat(file).then(
      ({ size }) => size,
      () => 0,
    );
    const partial = new PartialArchive(file, versionFile, await writing(file, () => open(file, 'a')));
    if (version?.url === url && found > 0 && found <= version.bytes) {
      partial.#version = version;
      partial.#fromEarlierRun = true;
      for await (const chunk of createReadStream(file, { end: found - 1 })) {
        partial.#hash.update(chunk as Buffer);
        partial.#have += (chunk as Buffer).length;
        progress(partial.#have);
      }
    }
    return partial;
  }

  /** Number of bytes that have arrived. */
  get have(): number {
    return this.#have;
  }

  /** Version of the bytes; undefined before the first answer of the server. */
  get version(): ArchiveVersion | undefined {
    return this.#version;
  }

  /** True if an earlier run wrote some of the bytes. */
  get fromEarlierRun(): boolean {
    return this.#fromEarlierRun;
  }

  get complete(): boolean {
    return this.#version !== undefined && this.#have === this.#version.bytes;
  }

  /** Drops all bytes. The file is emptied before the new version is noted, so that old bytes never pass for a new version. */
  async restart(version?: ArchiveVersion): Promise<void> {
    await writing(this.file, () => this.#handle.truncate(0));
    this.#have = 0;
    this.#hash = createHash('md5');
    this.#fromEarlierRun = false;
    this.#version = version;
    if (version === undefined) return rm(this.#versionFile, { force: true });
    await writing(this.#versionFile, async () => {
      await writeFile(`${this.#versionFile}.new`, JSON.stringify(version), { flush: true });
      await rename(`${this.#versionFile}.new`, this.#versionFile);
    });
  }

  async append(chunk: Buffer): Promise<void> {
    // A write may be short; appendFile goes on until all is written.
    await writing(this.file, () => this.#handle.appendFile(chunk));
    this.#hash.update(chunk);
    this.#have += chunk.length;
  }

  /** Returns the MD5 of the bytes so far, in hexadecimal. */
  md5(): string {
    return this.#hash.copy().digest('hex');
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

async function readVersion(file: string): Promise<ArchiveVersion | undefined> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<ArchiveVersion> | null;
    return typeof value?.url === 'string' && typeof value.bytes === 'number' ? (value as ArchiveVersion) : undefined;
  } catch {
    // Absent, or written by a run that was killed meanwhile: as good as absent.
    return undefined;
  }
}
