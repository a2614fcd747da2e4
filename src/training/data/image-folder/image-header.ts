/**
 * The first bytes of a PNG, JPEG or WebP file: its format, sides and orientation, read before anything is decoded, so that no
 * file can ask for more memory than an image of its length may need.
 *
 * PNG, third edition, 5.2 and 11.2; ITU-T T.81, annex B; RFC 9649; Exif 2.32, 4.5 and tag 0x0112.
 */

/** A format that is read. */
export type ImageFormat = 'PNG' | 'JPEG' | 'WebP';

/** The facts that a file tells of its image. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /** Sides as stored, before the orientation is applied. */
  readonly width: number;
  readonly height: number;
  /** Exif's orientation, 1..8; 1 where there is none. */
  readonly orientation: number;
}

/** Reads the header of a file; undefined where it is of none of the three formats, or cut before the sides. */
export function imageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (startsWith(bytes, PNG_SIGNATURE)) return pngHeader(view);
    if (startsWith(bytes, [0xff, 0xd8])) return jpegHeader(view);
    if (tagAt(view, 0) === 'RIFF' && tagAt(view, 8) === 'WEBP') return webpHeader(view);
    return undefined;
  } catch (error) {
    // The file ends before what its header promises.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, k) => bytes[k] === byte);
}

function tagAt(view: DataView, at: number): string {
  return String.fromCodePoint(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** The first chunk has the sides; eXIf comes before the pixels or after them. */
function pngHeader(view: DataView): ImageHeader {
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const exif = findChunk(view, { from: 8, name: 'eXIf', lengthAt: 0, nameAt: 4, extra: 12, littleEndian: false });
  return { format: 'PNG', width, height, orientation: exif === undefined ? 1 : orientationIn(view, exif + 8) };
}

/** Frame headers SOF0..SOF15, but for DHT, JPG and DAC, which have numbers among them. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegHeader(view: DataView): ImageHeader | undefined {
  let orientation = 1;
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    // A marker may have fill bytes before it, and these have no content.
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2) return undefined;
    if (marker === 0xe1 && length >= 8 && tagAt(view, at + 4) === 'Exif') orientation = orientationIn(view, at + 10);
    if (isFrame(marker)) {
      return { format: 'JPEG', width: view.getUint16(at + 7), height: view.getUint16(at + 5), orientation };
    }
    at += 2 + length;
  }
  return undefined;
}

function webpHeader(view: DataView): ImageHeader | undefined {
  switch (tagAt(view, 12)) {
    case 'VP8 ':
      return { format: 'WebP', ...sides(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff) };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { format: 'WebP', ...sides((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1) };
    }
    case 'VP8X': {
      const side = (at: number): number => (view.getUint16(at, true) | (view.getUint8(at + 2) << 16)) + 1;
      const exif = findChunk(view, { from: 12, name: 'EXIF', lengthAt: 4, nameAt: 0, extra: 8, littleEndian: true });
      const begin = exif === undefined ? undefined : exif + 8;
      // Some writers keep the six bytes that JPEG has before the content.
      const isMarked = begin !== undefined && begin + 6 <= view.byteLength && tagAt(view, begin) === 'Exif';
      const orientation = begin === undefined ? 1 : orientationIn(view, isMarked ? begin + 6 : begin);
      return { format: 'WebP', width: side(24), height: side(27), orientation };
    }
    default:
      return undefined;
  }
}

function sides(width: number, height: number): Omit<ImageHeader, 'format'> {
  return { width, height, orientation: 1 };
}

interface ChunkSearch {
  readonly from: number;
  readonly name: string;
  /** Places of length and name in a chunk, and the bytes of a chunk beside its content. */
  readonly lengthAt: number;
  readonly nameAt: number;
  readonly extra: number;
  readonly littleEndian: boolean;
}

/** Finds a chunk by its name; undefined where the file has none before it ends. */
function findChunk(view: DataView, search: ChunkSearch): number | undefined {
  const { from, name, lengthAt, nameAt, extra, littleEndian } = search;
  for (let at = from; at + 8 <= view.byteLength;) {
    if (tagAt(view, at + nameAt) === name) return at;
    const length = view.getUint32(at + lengthAt, littleEndian);
    at += extra + length + (littleEndian ? length % 2 : 0);
  }
  return undefined;
}

const ORIENTATION = 0x0112;

/** Reads Exif's orientation from a TIFF header on; 1 where there is none, or it makes no sense. */
function orientationIn(view: DataView, start: number): number {
  try {
    const order = view.getUint16(start);
    if (order !== 0x4949 && order !== 0x4d4d) return 1;
    const isLittle = order === 0x4949;
    const directory = start + view.getUint32(start + 4, isLittle);
    const entries = view.getUint16(directory, isLittle);
    for (let k = 0; k < entries; k++) {
      const at = directory + 2 + 12 * k;
      if (view.getUint16(at, isLittle) !== ORIENTATION) continue;
      const value = view.getUint16(at + 8, isLittle);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    // An entry that lies beyond the file says nothing.
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}
