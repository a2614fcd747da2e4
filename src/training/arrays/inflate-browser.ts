/** Checksums in a browser, which unpacks nothing without waiting: only archives that are not compressed are read there. */
import { PROGRAM } from '../../base/program-name.js';
import { InvalidInput } from '../../base/invalid-input.js';

/** Bytes by their remainder of the polynomial 0xEDB88320, bits in reverse. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  return remainder;
});

/** Returns the CRC-32 of bytes. */
export function checksumOf(bytes: Uint8Array): number {
  let remainder = 0xffff_ffff;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ (REMAINDERS[(remainder ^ byte) & 0xff] as number);
  return (remainder ^ 0xffff_ffff) >>> 0;
}

/** @throws InvalidInput always */
export function inflated(_data: Uint8Array, _size: number): Uint8Array | undefined {
  throw new InvalidInput(
    `compressed archives are not read in a browser: save it with np.savez, or use ${PROGRAM} inspect`,
  );
}
