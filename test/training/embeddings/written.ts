/** Writes .npy and .npz files for tests, as NumPy's format has them. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface NpyOptions {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly isFortran?: boolean;
  readonly version?: 1 | 2 | 3;
}

/** A .npy file around the bytes of its values. */
export function npy(values: Uint8Array, { descr, shape, isFortran = false, version = 1 }: NpyOptions): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const given = descr.startsWith('[') ? descr : `'${descr}'`;
  const words = `{'descr': ${given}, 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': (${sizes}), }`;
  const prefix = version === 1 ? 10 : 12;
  const length = Math.ceil((prefix + words.length + 1) / 64) * 64 - prefix;
  const header = Buffer.alloc(prefix + length, ' ');
  header.write('\u0093NUMPY', 0, 'latin1');
  header[6] = version;
  header[7] = 0;
  if (version === 1) header.writeUInt16LE(length, 8);
  else header.writeUInt32LE(length, 8);
  header.write(`${words.padEnd(length - 1)}\n`, prefix, 'latin1');
  return new Uint8Array(Buffer.concat([header, values]));
}

/** A .npy file of a float32 matrix. */
export function float32Npy(data: Float32Array, shape: readonly number[]): Uint8Array {
  return npy(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), { descr: '<f4', shape });
}

/** A zip archive of files by name, each deflated. */
export function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, tail, Buffer.from(name)]),
    );
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...parts, listed, Buffer.from('PK\u0005\u0006'), end]));
}
