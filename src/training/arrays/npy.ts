/**
 * Reads NumPy's .npy: a magic word, a version, the length of a header, the header as a Python dictionary, then the numbers
 * (numpy.lib.format). Nothing in it is run: objects, which are pickles, are refused.
 */
import { fromHalf } from './half-floats.js';
import { unreadable, type StoredArray, type StoredValues } from './stored-array.js';

const MAGIC = '\u0093NUMPY';
/** Bytes of magic word and version, and of the header's length by version. */
const [VERSION_END, LENGTH_BYTES] = [8, { 1: 2, 2: 4, 3: 4 } as Readonly<Record<number, number>>];
/** Longest header that is read; NumPy itself refuses longer ones than 10,000 characters. */
const LONGEST_HEADER = 65_536;
/** Most axes of an array, as NumPy has it. */
const MOST_AXES = 64;

/**
 * Decodes the bytes of a .npy file: real and whole numbers, booleans and texts, in either order of bytes and of axes.
 *
 * @param file its name, for errors
 * @param name of the array
 * @throws InvalidInput on a file that is cut or longer than its header says, on objects and on structured arrays
 */
export function decodeNpy(bytes: Uint8Array, file: string, name = ''): StoredArray {
  const { header, start } = headerOf(bytes, file);
  const { type, isFortran, shape } = parsedHeader(header, file);
  const count = requireLength({ bytes, start, shape, width: type.width }, file);
  const values = type.decode(bytes.subarray(start), count);
  return { name, shape, kind: type.kind, values: isFortran && shape.length > 1 ? inRowOrder(values, shape) : values };
}

/** Grey levels or colours 0..255, as an image has them. */
export interface Levels {
  readonly shape: readonly number[];
  /** In row-major order; a part of the file's own bytes. */
  readonly values: Uint8Array;
}

/**
 * Decodes the bytes of a .npy file of uint8, without a copy.
 *
 * @param file its name, for errors
 * @throws InvalidInput as `decodeNpy`, on every other type, and on an array in the order of Fortran
 */
export function decodeLevels(bytes: Uint8Array, file: string): Levels {
  const { header, start } = headerOf(bytes, file);
  const { type, descr, isFortran, shape } = parsedHeader(header, file);
  if (descr !== '|u1' || isFortran) {
    const found = isFortran ? 'in the order of Fortran' : `of type ${JSON.stringify(descr.slice(0, 20))}`;
    const remedy = 'in Python: images = np.ascontiguousarray(images).astype("uint8"), with levels 0 to 255';
    throw unreadable(file, `its images are ${found}, and uint8 is needed`, remedy);
  }
  requireLength({ bytes, start, shape, width: type.width }, file);
  return { shape, values: bytes.subarray(start) };
}

function requireLength(
  {
    bytes,
    start,
    shape,
    width,
  }: { readonly bytes: Uint8Array; readonly start: number; readonly shape: readonly number[]; readonly width: number },
  file: string,
): number {
  const count = shape.reduce((product, length) => product * length, 1);
  if (!Number.isSafeInteger(count * width) || start + count * width !== bytes.length) {
    throw unreadable(
      file,
      `its header promises ${shape.join(' × ')} values of ${width} bytes, and ${bytes.length - start} bytes follow it`,
    );
  }
  return count;
}

function headerOf(bytes: Uint8Array, file: string): { readonly header: string; readonly start: number } {
  if (latin(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw unreadable(file, 'it does not begin as a .npy file does');
  const version = bytes[MAGIC.length] ?? 0;
  const lengthBytes = LENGTH_BYTES[version];
  if (lengthBytes === undefined || bytes[MAGIC.length + 1] !== 0) {
    throw unreadable(file, `its format is version ${version}.${bytes[MAGIC.length + 1]}, and 1.0 to 3.0 are known`);
  }
  const from = VERSION_END + lengthBytes;
  if (bytes.length < from) throw unreadable(file, `it ends at byte ${bytes.length}, inside its header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = lengthBytes === 2 ? view.getUint16(VERSION_END, true) : view.getUint32(VERSION_END, true);
  if (length > LONGEST_HEADER || from + length > bytes.length) {
    throw unreadable(file, `its header is said to have ${length} bytes, and the file has ${bytes.length}`);
  }
  const header = bytes.subarray(from, from + length);
  return { header: version === 3 ? new TextDecoder().decode(header) : latin(header), start: from + length };
}

interface Header {
  readonly type: NumberType;
  /** NumPy's name of the type: `|u1`. */
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

/** Reads the three entries that NumPy writes, in any order. */
function parsedHeader(header: string, file: string): Header {
  const [, given] = /'descr'\s*:\s*('[^']*'|\[)/.exec(header) ?? [];
  const [, order] = /'fortran_order'\s*:\s*(True|False)/.exec(header) ?? [];
  const [, sizes] = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header) ?? [];
  if (given === undefined || order === undefined || sizes === undefined) {
    throw unreadable(file, 'its header has not the three entries descr, fortran_order and shape');
  }
  if (given === '[') throw unreadable(file, 'it is a structured array', 'save one plain array of numbers');
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number.parseInt(size, 10)]));
  if (shape.length > MOST_AXES || shape.some((length) => !Number.isSafeInteger(length))) {
    throw unreadable(file, `its header gives the shape (${sizes.slice(0, 40)}), which no array has`);
  }
  const descr = given.slice(1, -1);
  return { type: typeOf(descr, file), descr, isFortran: order === 'True', shape };
}

/** A type of the values of an array. */
interface NumberType {
  readonly width: number;
  readonly kind: StoredArray['kind'];
  readonly decode: (bytes: Uint8Array, count: number) => StoredValues;
}

type Read = (view: DataView, at: number, isLittle: boolean) => number;

/** Numbers by NumPy's letter and width. Those that are not float32 and float64 already become the one that holds them. */
const NUMBERS: Readonly<Record<string, { readonly read: Read; readonly into: 'f4' | 'f8' }>> = {
  f2: { read: (view, at, isLittle) => fromHalf(view.getUint16(at, isLittle)), into: 'f4' },
  f4: { read: (view, at, isLittle) => view.getFloat32(at, isLittle), into: 'f4' },
  f8: { read: (view, at, isLittle) => view.getFloat64(at, isLittle), into: 'f8' },
  b1: { read: (view, at) => view.getUint8(at), into: 'f4' },
  i1: { read: (view, at) => view.getInt8(at), into: 'f4' },
  u1: { read: (view, at) => view.getUint8(at), into: 'f4' },
  i2: { read: (view, at, isLittle) => view.getInt16(at, isLittle), into: 'f4' },
  u2: { read: (view, at, isLittle) => view.getUint16(at, isLittle), into: 'f4' },
  i4: { read: (view, at, isLittle) => view.getInt32(at, isLittle), into: 'f8' },
  u4: { read: (view, at, isLittle) => view.getUint32(at, isLittle), into: 'f8' },
  i8: { read: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)), into: 'f8' },
  u8: { read: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)), into: 'f8' },
};

/** Longest text of a label, in characters. */
const LONGEST_TEXT = 4096;

function typeOf(descr: string, file: string): NumberType {
  const [, order = '', letter = '', size = ''] = /^([<>|=]?)([A-Za-z])(\d*)$/.exec(descr) ?? [];
  const isLittle = order !== '>';
  if (letter === 'O') {
    throw unreadable(
      file,
      'it holds Python objects, which are pickles and are not opened',
      'in Python: np.save(FILE, np.stack(list(array)).astype("float32"))',
    );
  }
  const number = Object.hasOwn(NUMBERS, letter + size) ? NUMBERS[letter + size] : undefined;
  if (number !== undefined) {
    const width = Number(size);
    const decode = (bytes: Uint8Array, count: number): StoredValues =>
      decoded(bytes, count, { ...number, width, isLittle });
    return { width, kind: letter === 'f' ? 'real' : 'whole', decode };
  }
  const length = Number(size);
  if ((letter === 'U' || letter === 'S') && length >= 1 && length <= LONGEST_TEXT) {
    const width = letter === 'U' ? 4 * length : length;
    return {
      width,
      kind: 'text',
      decode: (bytes, count) => texts(bytes, count, width, letter === 'U' ? isLittle : undefined),
    };
  }
  throw unreadable(
    file,
    `its values are of type ${JSON.stringify(descr.slice(0, 20))}, and numbers or texts are needed`,
    'in Python: np.save(FILE, array.astype("float32"))',
  );
}

interface Layout {
  readonly read: Read;
  readonly into: 'f4' | 'f8';
  readonly width: number;
  readonly isLittle: boolean;
}

function decoded(bytes: Uint8Array, count: number, { read, into, width, isLittle }: Layout): StoredValues {
  const whole = into === 'f4' ? Float32Array : Float64Array;
  const { buffer, byteOffset } = bytes;
  // Such numbers are in memory already; a typed array begins at a multiple of their size.
  const isPlain = isLittle && width === whole.BYTES_PER_ELEMENT && read === NUMBERS[into]?.read;
  if (isPlain) {
    return byteOffset % width === 0
      ? new whole(buffer as ArrayBuffer, byteOffset, count)
      : new whole(new Uint8Array(bytes).buffer, 0, count);
  }
  const view = new DataView(buffer, byteOffset);
  const values = new whole(count);
  for (let k = 0; k < count; k++) values[k] = read(view, k * width, isLittle);
  return values;
}

/** Texts of one width, filled up with zeros: four bytes a character, or one where `isLittle` is left out. */
function texts(bytes: Uint8Array, count: number, width: number, isLittle: boolean | undefined): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: count }, (_, k) => {
    let text = '';
    for (let at = k * width; at < (k + 1) * width; at += isLittle === undefined ? 1 : 4) {
      const code = isLittle === undefined ? view.getUint8(at) : view.getUint32(at, isLittle);
      if (code !== 0) text += String.fromCodePoint(Math.min(code, 0x10ffff));
    }
    return text;
  });
}

/** Values whose first axis runs fastest, with the last axis running fastest. */
function inRowOrder(values: StoredValues, shape: readonly number[]): StoredValues {
  const sorted = Array.isArray(values) ? [...values] : values.slice();
  const place = shape.map(() => 0);
  for (let k = 0; k < values.length; k++) {
    let at = 0;
    for (let axis = 0; axis < shape.length; axis++) at = at * (shape[axis] as number) + (place[axis] as number);
    (sorted as (number | string)[])[at] = values[k] as number | string;
    for (let axis = 0; axis < shape.length; axis++) {
      place[axis] = (place[axis] as number) + 1;
      if ((place[axis] as number) < (shape[axis] as number)) break;
      place[axis] = 0;
    }
  }
  return sorted as StoredValues;
}

function latin(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
