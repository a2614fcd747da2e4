/** Writes arrays of NumPy: one as .npy, several as .npz, a zip archive of them that is not compressed. */
import { crc32 } from 'node:zlib';
import { InvalidInput } from '../../base/invalid-input.js';

/** An array to be written, row by row; one text has the shape []. */
export interface WrittenArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array | string;
}

/** Header lengths are multiples of this, so that the values are aligned in memory. */
const ALIGNED = 64;

/**
 * Encodes an array as .npy, version 1.0, little-endian.
 *
 * @example
 * encodeNpy({ shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }).length; // 144
 */
export function encodeNpy({ shape, values }: WrittenArray): Uint8Array {
  const { type, content } = encodedValues(values);
  const dimensions = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': ${dimensions}, }`;
  const start = Math.ceil((10 + dictionary.length + 1) / ALIGNED) * ALIGNED;
  const bytes = Buffer.alloc(start + content.byteLength);
  bytes.write('\u0093NUMPY\u0001\u0000', 'latin1');
  bytes.writeUInt16LE(start - 10, 8);
  bytes.write(`${dictionary.padEnd(start - 11)}\n`, 10, 'latin1');
  bytes.set(content, start);
  return bytes;
}

/** Returns NumPy's name of the type, and the values as it has them in memory: texts are four bytes a character. */
function encodedValues(values: WrittenArray['values']): { readonly type: string; readonly content: Uint8Array } {
  if (typeof values === 'string') {
    const codes = Uint32Array.from(values, (character) => character.codePointAt(0) ?? 0);
    return { type: `<U${codes.length}`, content: new Uint8Array(codes.buffer) };
  }
  const type = values instanceof Float32Array ? '<f4' : values instanceof Int32Array ? '<i4' : '|u1';
  return { type, content: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}

/** Longest archive without the extension for large ones. */
const LONGEST = 2 ** 31;

/**
 * Encodes arrays by name as .npz.
 *
 * @throws InvalidInput when they take more than 2 GiB
 * @example
 * encodeNpz({ embeddings: { shape: [1, 2], values: Float32Array.of(1, 2) } }).length; // 262
 */
export function encodeNpz(arrays: Readonly<Record<string, WrittenArray>>): Uint8Array {
  const total = Object.values(arrays).reduce((sum, { values }) => sum + encodedValues(values).content.byteLength, 0);
  if (total > LONGEST) {
    throw new InvalidInput(`${total} bytes are too many for one .npz: write .npy, or fewer images`);
  }
  const [parts, directory]: [Uint8Array[], Uint8Array[]] = [[], []];
  let at = 0;
  for (const [key, array] of Object.entries(arrays)) {
    const name = Buffer.from(`${key}.npy`, 'utf8');
    const content = encodeNpy(array);
    const entry = Buffer.alloc(26);
    // Version 2.0, no flags, stored, 1 January 1980.
    entry.writeUInt16LE(20, 0);
    entry.writeUInt16LE(0x21, 8);
    entry.writeUInt32LE(crc32(content), 10);
    entry.writeUInt32LE(content.length, 14);
    entry.writeUInt32LE(content.length, 18);
    entry.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\u0003\u0004', 'latin1'), entry, name, content);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), entry, place, name);
    at += 4 + entry.length + name.length + content.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(Object.keys(arrays).length, 8);
  end.writeUInt16LE(Object.keys(arrays).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}
