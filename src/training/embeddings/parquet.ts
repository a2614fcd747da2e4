/** Reads embeddings from Parquet: a row a sample; numeric columns or one column of lists, and perhaps one of labels. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Compressors, FileMetaData } from 'hyparquet';
import { fileSize, readBytes } from '../../base/files/file-bytes.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { requirePages } from './parquet-pages.js';
import { unreadable, type StoredArray } from '../arrays/stored-array.js';
import { isLabelName, RowCollector } from './table-columns.js';

/** Bytes of the footer's length and of the magic word at the end. */
const TAIL = 8;

/**
 * Reads a .parquet file, one group of rows after the other.
 *
 * @throws InvalidInput when it is damaged, is packed in a way that is not known, or has no column of numbers
 */
export async function readParquet(file: string): Promise<StoredArray[]> {
  // Loaded here: the other formats need none of it.
  const { parquetMetadata, parquetRead } = await import('hyparquet');
  const size = fileSize(file);
  try {
    if (size < TAIL) throw new RangeError(`it has ${size} bytes`);
    const tail = readBytes(file, size - TAIL, TAIL);
    const length = new DataView(tail.buffer).getUint32(0, true);
    if (length + TAIL > size) throw new RangeError(`its footer is said to have ${length} bytes`);
    const metadata = parquetMetadata(readBytes(file, size - TAIL - length, TAIL + length));
    const { numbers, label } = columnsOf(metadata, file);
    for (const group of metadata.row_groups) {
      for (const { meta_data: column } of group.columns) {
        const name = column?.path_in_schema[0] ?? '';
        if (column !== undefined && (numbers.includes(name) || name === label)) requirePages(file, size, name, column);
      }
    }
    const collector = new RowCollector(file);
    const columns = label === undefined ? [...numbers] : [...numbers, label];
    let from = 0;
    for (const group of metadata.row_groups) {
      const to = from + Number(group.num_rows);
      await parquetRead({
        file: {
          byteLength: size,
          slice: (start, end = size) => readBytes(file, start, Math.max(0, end - start)).buffer as ArrayBuffer,
        },
        metadata,
        columns,
        rowFormat: 'object',
        rowStart: from,
        rowEnd: to,
        compressors: COMPRESSORS,
        onComplete: (rows) => {
          for (const [k, row] of rows.entries()) take(row, from + k);
        },
      });
      from = to;
    }
    return collector.arrays();

    function take(row: Readonly<Record<string, unknown>>, number: number): void {
      const place = `row ${number + 1}`;
      const [only = ''] = numbers;
      const list = numbers.length === 1 && isList(row[only]) ? row[only] : numbers.map((name) => row[name]);
      collector.add(
        Array.from(list, (value) => numberOf(value, place, file)),
        label === undefined ? undefined : String(row[label]),
      );
    }
  } catch (error) {
    if (error instanceof InvalidInput || !(error instanceof Error)) throw error;
    throw unreadable(file, `it is no whole Parquet file: ${error.message.split('\n')[0]}`, REMEDY);
  }
}

const REMEDY = 'in Python: frame.to_parquet(FILE, compression="snappy")';

/** Methods that Node.js unpacks; Snappy is a part of the reader. */
const COMPRESSORS: Compressors = {
  GZIP: (packed, length) => gunzipSync(packed, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (packed, length) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, length) }),
};

const NUMERIC = new Set(['FLOAT', 'DOUBLE', 'INT32', 'INT64', 'BOOLEAN', 'INT96', 'FIXED_LEN_BYTE_ARRAY']);

/** The columns of numbers, and that of labels. */
function columnsOf(
  { schema }: FileMetaData,
  file: string,
): { readonly numbers: readonly string[]; readonly label: string | undefined } {
  const children = schema[0]?.num_children ?? 0;
  const columns: { readonly name: string; readonly kind: 'number' | 'text' | 'list' }[] = [];
  for (let at = 1; at < schema.length && columns.length < children;) {
    const { name, type, num_children: inside = 0 } = schema[at] as (typeof schema)[number];
    const kind = inside > 0 ? 'list' : type !== undefined && NUMERIC.has(type) ? 'number' : 'text';
    columns.push({ name, kind });
    at = after(schema, at);
  }
  const named = columns.find(({ name }) => isLabelName(name));
  const texts = columns.filter(({ kind }) => kind === 'text');
  const label = (named ?? (texts.length === 1 ? texts[0] : undefined))?.name;
  const lists = columns.filter(({ kind, name }) => kind === 'list' && name !== label);
  if (lists.length > 1) throw unreadable(file, `${lists.length} of its columns are lists`, 'keep one');
  const real = columns.filter(({ kind, name }) => kind === 'number' && name !== label && !isIndex(name));
  const numbers = (lists.length === 1 ? lists : real).map(({ name }) => name);
  if (numbers.length === 0) {
    throw unreadable(file, 'it has no column of numbers', 'keep numeric columns, or one column of lists');
  }
  return { numbers, label };
}

/** Row numbers, as pandas writes them. */
function isIndex(name: string): boolean {
  return /^__index_level_\d+__$/.test(name);
}

/** The place after a column and all that is inside it. */
function after(schema: FileMetaData['schema'], at: number): number {
  let next = at + 1;
  for (let k = 0; k < (schema[at]?.num_children ?? 0) && next < schema.length; k++) next = after(schema, next);
  return next;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function numberOf(value: unknown, place: string, file: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (value === null || value === undefined) return Number.NaN;
  throw unreadable(file, `${place} has a ${typeof value} where a number is due`, 'keep columns of numbers');
}
