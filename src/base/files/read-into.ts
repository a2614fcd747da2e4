import { readSync } from 'node:fs';

/**
 * Fills `bytes` from an open file. One call of the system may give fewer than it was asked for.
 *
 * @param from the byte of the file to begin at; null: where it stands, which is all that a pipe knows
 * @returns bytes read, fewer than asked for only at the end of the file
 * @throws Error of the system
 */
export function readInto(descriptor: number, bytes: Uint8Array, from: number | null): number {
  let got = 0;
  while (got < bytes.length) {
    const more = readSync(descriptor, bytes, got, bytes.length - got, from === null ? null : from + got);
    if (more === 0) break;
    got += more;
  }
  return got;
}
