import { readSync } from 'node:fs';

/** Bytes of one system call at most: Node.js refuses 2 GiB and more. */
const AT_ONCE = 2 ** 30;

/**
 * Fills `bytes` from an open file. One system call may give fewer than it was asked for.
 *
 * @param from byte of the file to begin at; null: its current position, the only one that a pipe has
 * @returns bytes read, fewer than asked for only at the end of the file
 * @throws Error of the system
 */
export function readInto(descriptor: number, bytes: Uint8Array, from: number | null): number {
  let got = 0;
  while (got < bytes.length) {
    const more = readSync(
      descriptor,
      bytes,
      got,
      Math.min(AT_ONCE, bytes.length - got),
      from === null ? null : from + got,
    );
    if (more === 0) break;
    got += more;
  }
  return got;
}
