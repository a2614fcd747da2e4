/**
 * TFRecord, the framing of TensorBoard's event files: length, checksum of the length, content, checksum of the content.
 *
 * TensorFlow's documentation, "TFRecords format details": length as uint64 and checksums as uint32, little-endian; a
 * checksum is CRC-32C (Castagnoli, RFC 3720 appendix B.4), rotated and shifted so that none is the checksum of its own file.
 */

/** A record as it stands in a file. */
export function tfRecord(content: Uint8Array): Uint8Array {
  const record = Buffer.alloc(LENGTH_BYTES + CHECKSUM_BYTES + content.length + CHECKSUM_BYTES);
  record.writeBigUInt64LE(BigInt(content.length));
  record.writeUInt32LE(maskedChecksum(record.subarray(0, LENGTH_BYTES)), LENGTH_BYTES);
  record.set(content, LENGTH_BYTES + CHECKSUM_BYTES);
  record.writeUInt32LE(maskedChecksum(content), record.length - CHECKSUM_BYTES);
  return record;
}

/** Contents of the records of a file, without the last one where it is cut; checksums are not looked at. */
export function recordContents(file: Buffer): Buffer[] {
  const contents: Buffer[] = [];
  for (let at = 0; at + LENGTH_BYTES + CHECKSUM_BYTES < file.length;) {
    const begin = at + LENGTH_BYTES + CHECKSUM_BYTES;
    const end = begin + Number(file.readBigUInt64LE(at));
    if (end + CHECKSUM_BYTES > file.length) break;
    contents.push(file.subarray(begin, end));
    at = end + CHECKSUM_BYTES;
  }
  return contents;
}

/** CRC-32C, 0..2³² − 1. */
export function crc32c(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (REMAINDERS[(remainder ^ byte) & 0xff] as number) ^ (remainder >>> 8);
  return ~remainder >>> 0;
}

const LENGTH_BYTES = 8;
const CHECKSUM_BYTES = 4;

const MASK = 0xa282ead8;

function maskedChecksum(bytes: Uint8Array): number {
  const checksum = crc32c(bytes);
  return (((checksum >>> 15) | (checksum << 17)) + MASK) >>> 0;
}

/** The polynomial, its bits in reverse. */
const CASTAGNOLI = 0x82f63b78;

/** Table of checksums, one for every byte. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ CASTAGNOLI : remainder >>> 1;
  return remainder;
});
