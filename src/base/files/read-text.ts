/** Reads text files that a user names. */
import { closeSync, openSync } from 'node:fs';
import { InvalidInput } from '../invalid-input.js';
import { namingFile } from './file-fault.js';
import { readInto } from './read-into.js';

/** Largest size in bytes: files written by people or launchers are far smaller, and an endless device is noticed in time. */
const LARGEST = 2 ** 26;

const AT_ONCE = 2 ** 16;

/** Reads a file as UTF-8 text; a pipe is read to its end. @throws InvalidInput when it cannot be read or is larger than 64 MiB */
export function readText(file: string): string {
  return namingFile(file, 'read', () => new TextDecoder().decode(bytesOf(file)));
}

function bytesOf(file: string): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const pieces: Uint8Array[] = [];
    for (let length = 0; ;) {
      const piece = new Uint8Array(AT_ONCE);
      const got = readInto(descriptor, piece, null);
      pieces.push(piece.subarray(0, got));
      if (got < AT_ONCE) return Buffer.concat(pieces);
      length += got;
      if (length > LARGEST) {
        throw new InvalidInput(`${file} is larger than ${LARGEST / 2 ** 20} MiB: give a file of text`);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Reads and parses a JSON file. @throws InvalidInput as `readText`, and when it is no JSON */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`${file} cannot be read: expected JSON; ${(error as Error).message}`, { cause: error });
  }
}
