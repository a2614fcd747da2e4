import { writeSync } from 'node:fs';

/**
 * Writes all bytes to an open file, at its current position. One system call may write fewer than it was given.
 *
 * @throws Error of the system, for instance when the disk is full; some of the bytes are then written
 */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}
