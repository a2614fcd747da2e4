/**
 * Checks the pages of a Parquet file before they are decoded: the reader reserves memory for as many values as a header promises, and
 * a damaged one may promise two thousand million.
 */
import type { ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { readBytes } from '../../base/files/file-bytes.js';
import { unreadable } from '../arrays/stored-array.js';

/** Values that a byte of a column may stand for: runs of equal ones are stored as their number. */
const VALUES_PER_BYTE = 4096;
/** A page may grow by this factor, or to so many bytes, before it counts as a bomb. */
const [LARGEST_GROWTH, HARMLESS] = [200, 2 ** 24];

/**
 * Requires that the pages of a column hold the values that its metadata promise, and no more than its bytes can.
 *
 * @param name of the column
 * @param size of the file, in bytes
 * @throws InvalidInput where they do not
 */
export function requirePages(file: string, size: number, name: string, column: ColumnMetaData): void {
  const wrong = (what: string): Error => unreadable(file, `column ${JSON.stringify(name.slice(0, 60))} ${what}`);
  const dictionary = Number(column.dictionary_page_offset ?? 0n);
  const data = Number(column.data_page_offset);
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  const length = Number(column.total_compressed_size);
  const promised = Number(column.num_values);
  if (!(start >= 0 && length >= 0 && start + length <= size)) {
    throw wrong(`is said to take bytes ${start} to ${start + length} of a file of ${size}`);
  }
  if (!(promised >= 0 && promised <= VALUES_PER_BYTE * length)) {
    throw wrong(`is said to have ${promised} values in ${length} bytes`);
  }
  const bytes = readBytes(file, start, length);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  let found = 0;
  while (reader.offset < length && found < promised) {
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    const values = (header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header)?.num_values;
    if (values === undefined || !(packed >= 0 && reader.offset + packed <= length)) {
      throw wrong(`has a page of ${packed} bytes where ${length - reader.offset} are left`);
    }
    if (!(unpacked >= 0 && unpacked <= Math.max(HARMLESS, LARGEST_GROWTH * packed))) {
      throw wrong(`has a page that is said to unpack from ${packed} to ${unpacked} bytes, more than embeddings do`);
    }
    if (!(values >= 0 && values <= promised)) throw wrong(`has a page of ${values} values, and ${promised} in all`);
    if (header.dictionary_page_header === undefined) found += values;
    reader.offset += packed;
  }
  if (found !== promised) throw wrong(`has ${found} values in its pages, and ${promised} are promised`);
}
