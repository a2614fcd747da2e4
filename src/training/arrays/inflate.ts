/** Unpacking and checksums by Node.js. */
import { crc32, inflateRawSync } from 'node:zlib';

/** Returns the CRC-32 of bytes. */
export function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes);
}

/** Unpacks at most `size` bytes; nothing where the data are damaged or are more. */
export function inflated(data: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined;
  }
}
