/** Text files that a person names. */
import { closeSync, openSync } from 'node:fs';
import { InvalidInput } from '../invalid-input.js';
import { namingFile } from './file-fault.js';
import { readInto } from './read-into.js';

/** Bytes of the largest: what a person writes, or a launcher, is far smaller, and an endless device is noticed in time. */
const LARGEST = 2 ** 26;

const AT_ONCE = 2 ** 16;

/** A file's text in UTF-8; a pipe is read to its end. @throws InvalidInput when it cannot be read or is larger than 64 MiB */
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

/** What the JSON in a file says. @throws InvalidInput as `readText`, and when it is no JSON */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}
