/** Sizes, byte ranges and checksums of files, with failures reported as InvalidInput. */
import { createHash } from 'node:crypto';
import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs';
import { namingFile } from './file-fault.js';
import { readInto } from './read-into.js';
import { InvalidInput } from '../invalid-input.js';
import { thousands } from '../thousands.js';

export type PathKind = 'file' | 'folder' | 'other' | 'absent';

/** Returns the kind of a path. @throws InvalidInput when the file system does not even say whether it exists */
export function pathKind(path: string): PathKind {
  const stat = namingFile(path, 'read', () => statSync(path, { throwIfNoEntry: false }));
  if (stat === undefined) return 'absent';
  return stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
}

/**
 * Returns the size of a regular file that can be read, in bytes.
 *
 * @throws InvalidInput when it is absent, not a regular file, or may not be read
 */
export function fileSize(path: string): number {
  const stat = namingFile(path, 'read', () => {
    accessSync(path, constants.R_OK);
    return statSync(path);
  });
  if (stat.isDirectory()) throw new InvalidInput(`${path} cannot be read: it is a folder, and a file is needed`);
  if (!stat.isFile()) throw new InvalidInput(`${path} cannot be read: expected a regular file`);
  return stat.size;
}

/** Reads all bytes of a regular file. @throws InvalidInput when it cannot be read */
export function readWhole(path: string): Uint8Array {
  return readBytes(path, 0, fileSize(path));
}

/**
 * Reads `length` bytes from `offset` on.
 *
 * @throws InvalidInput when the file cannot be read or ends before
 */
export function readBytes(path: string, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const got = namingFile(path, 'read', () => {
    const file = openSync(path, 'r');
    try {
      return readInto(file, bytes, offset);
    } finally {
      closeSync(file);
    }
  });
  if (got < length) {
    throw new InvalidInput(
      `${path} ended at byte ${thousands(offset + got)}, ${thousands(length - got)} bytes early: ` +
        'it was changed while being read; try again',
    );
  }
  return bytes;
}

/** Number of bytes that are hashed at once. */
const HASHED_AT_ONCE = 2 ** 24;

/** Computes the hexadecimal checksum of a regular file. @throws InvalidInput when it cannot be read */
export function fileDigest(path: string, algorithm: 'md5' | 'sha256'): string {
  const hash = createHash(algorithm);
  const size = fileSize(path);
  for (let from = 0; from < size; from += HASHED_AT_ONCE) {
    hash.update(readBytes(path, from, Math.min(HASHED_AT_ONCE, size - from)));
  }
  return hash.digest('hex');
}
