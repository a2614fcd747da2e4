/** The bytes of an archive that have arrived so far, and the version to which they belong, from which a download goes on. */
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { namingFile } from '../../../base/files/file-fault.js';
import { writeAll } from '../../../base/files/write-all.js';
import { writeWhole } from '../../../base/files/write-whole.js';

export const PARTIAL_FILE = 'archive.part';

/** Identity of one version of a file on a server. */
export interface ArchiveVersion {
  readonly url: string;
  readonly bytes: number;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export class PartialArchive {
  readonly file: string;
  readonly #versionFile: string;
  readonly #descriptor: number;
  /** Version of the bytes; undefined before the first answer of the server. */
  version: ArchiveVersion | undefined;
  /** Number of bytes that have arrived. */
  have = 0;
  /** True if an earlier run wrote some of the bytes. */
  fromEarlierRun = false;

  /**
   * Opens the partial archive in a folder. Bytes of `url` from an earlier run are kept; any others are not used.
   *
   * @throws InvalidInput when the folder cannot be written to
   */
  constructor(folder: string, url: string) {
    this.file = path.join(folder, PARTIAL_FILE);
    this.#versionFile = path.join(folder, 'version.json');
    this.#descriptor = namingFile(this.file, 'written', () => openSync(this.file, 'a'));
    const version = readVersion(this.#versionFile);
    const { size } = fstatSync(this.#descriptor);
    if (version?.url !== url || size === 0 || size > version.bytes) return;
    [this.version, this.have, this.fromEarlierRun] = [version, size, true];
  }

  get complete(): boolean {
    return this.have === this.version?.bytes;
  }

  /** Drops all bytes. The file is emptied before the new version is noted, so that old bytes never pass for a new version. */
  async restart(version?: ArchiveVersion): Promise<void> {
    namingFile(this.file, 'written', () => ftruncateSync(this.#descriptor));
    [this.version, this.have, this.fromEarlierRun] = [version, 0, false];
    if (version === undefined) rmSync(this.#versionFile, { force: true });
    else await writeWhole(this.#versionFile, JSON.stringify(version));
  }

  append(chunk: Buffer): void {
    namingFile(this.file, 'written', () => writeAll(this.#descriptor, chunk));
    this.have += chunk.length;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function readVersion(file: string): ArchiveVersion | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<ArchiveVersion> | null;
    return typeof value?.url === 'string' && typeof value.bytes === 'number' ? (value as ArchiveVersion) : undefined;
  } catch {
    // Absent, or written by a run that was killed meanwhile: as good as absent.
    return undefined;
  }
}
