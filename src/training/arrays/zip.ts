/**
 * Reads the entries of a zip archive, as NumPy's .npz is one. Sizes are taken from its directory and checked against the file
 * before anything is unpacked, so that memory stays within a fixed multiple of the file.
 */
import { checksumOf, inflated } from '#inflate';
import { unreadable } from './stored-array.js';

/** A file in an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacks it. @throws InvalidInput when it is damaged */
  readonly read: () => Uint8Array;
}

const SIGNATURES = { end: 0x06054b50, directory: 0x02014b50, local: 0x04034b50 };
const [END_LENGTH, DIRECTORY_LENGTH, LOCAL_LENGTH] = [22, 46, 30];
const LONGEST_COMMENT = 65_535;
const [STORED, DEFLATED] = [0, 8];
/** Values of sizes that stand elsewhere, in files of more than 4 GiB. */
const ELSEWHERE = 0xffff_ffff;
/** An entry may grow by this factor, or to so many bytes, before it counts as a bomb: embeddings are hardly compressible. */
const [LARGEST_GROWTH, HARMLESS] = [200, 2 ** 24];

/**
 * Lists the entries of an archive.
 *
 * @param bytes the whole file
 * @param file its name, for errors
 * @throws InvalidInput when it is no archive, is cut, or promises more than it can hold
 */
export function zipEntries(bytes: Uint8Array, file: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endOfDirectory(view, file);
  const [count, start] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  if (start === ELSEWHERE) throw unreadable(file, 'it is an archive of 4 GiB or more', 'save its arrays as .npy');
  const entries: ZipEntry[] = [];
  let packed = 0;
  for (let at = start, k = 0; k < count; k++) {
    if (at + DIRECTORY_LENGTH > end || view.getUint32(at, true) !== SIGNATURES.directory) {
      throw unreadable(file, `its directory of ${count} entries breaks off at entry ${k}`);
    }
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const place = {
      name: new TextDecoder().decode(bytes.subarray(at + DIRECTORY_LENGTH, at + DIRECTORY_LENGTH + nameLength)),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      local: view.getUint32(at + 42, true),
    };
    packed += place.packed;
    entries.push({ name: place.name, read: () => unpacked(bytes, view, place, file) });
    at += DIRECTORY_LENGTH + nameLength + extra + comment;
  }
  // Entries that share bytes are how a small archive unpacks to a huge one.
  if (packed > bytes.length) {
    throw unreadable(file, `its entries are said to take ${packed} bytes, and the file has ${bytes.length}`);
  }
  return entries;
}

/** The record at the end of the file, behind which only a comment may stand. */
function endOfDirectory(view: DataView, file: string): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === SIGNATURES.end) return at;
  }
  throw unreadable(file, 'it is no whole zip archive: the directory at its end is missing');
}

interface Place {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  readonly local: number;
}

function unpacked(bytes: Uint8Array, view: DataView, place: Place, file: string): Uint8Array {
  const { name, method, packed, size, local, checksum } = place;
  const wrong = (what: string): Error => unreadable(file, `entry ${JSON.stringify(name.slice(0, 60))} ${what}`);
  if (place.isEncrypted) throw wrong('is encrypted');
  if (local + LOCAL_LENGTH > bytes.length || view.getUint32(local, true) !== SIGNATURES.local) {
    throw wrong(`is said to begin at byte ${local}, and nothing begins there`);
  }
  const from = local + LOCAL_LENGTH + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (from + packed > bytes.length) throw wrong(`ends at byte ${from + packed}, and the file at ${bytes.length}`);
  const data = bytes.subarray(from, from + packed);
  if (size > Math.max(HARMLESS, LARGEST_GROWTH * packed)) {
    throw wrong(`is said to unpack from ${packed} to ${size} bytes, more than embeddings do`);
  }
  const content = method === STORED ? data : method === DEFLATED ? inflated(data, size) : undefined;
  if (content === undefined) throw wrong(method === DEFLATED ? 'does not unpack' : `is packed by method ${method}`);
  if (content.length !== size) throw wrong(`has ${content.length} bytes where ${size} are due`);
  if (checksumOf(content) !== checksum) throw wrong('has another checksum than when it was written');
  return content;
}
