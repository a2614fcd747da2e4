/** Reads embeddings from the files that people have: one view or two, perhaps with labels. Pickles are never opened. */
import path from 'node:path';
import { readWhole } from '../../base/files/file-bytes.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { NumberRows } from '../evaluate/feature-rows.js';
import { readSafetensors } from '../models/safetensors/read-safetensors.js';
import { readCsv } from './csv.js';
import { decodeNpy } from '../arrays/npy.js';
import { readParquet } from './parquet.js';
import { areTexts, type StoredArray } from '../arrays/stored-array.js';
import { isLabelName } from './table-columns.js';
import { zipEntries } from '../arrays/zip.js';

/** A class for each row. */
export interface RowLabels {
  /** [rows] numbers of classes, from 0. */
  readonly of: Int32Array;
  /** The classes as the file calls them, in the order of their numbers. */
  readonly names: readonly string[];
}

/** Embeddings of a file. */
export interface Embeddings {
  /** [N, d] */
  readonly first: NumberRows;
  /** [N, d], the second view of each sample. */
  readonly second?: NumberRows;
  readonly labels?: RowLabels;
}

type Reader = (file: string) => StoredArray[] | Promise<StoredArray[]>;

const READERS: Readonly<Record<string, Reader>> = {
  '.npy': (file) => [decodeNpy(readWhole(file), file)],
  '.npz': (file) =>
    zipEntries(readWhole(file), file).map(({ name, read }) => decodeNpy(read(), file, name.replace(/\.npy$/, ''))),
  '.safetensors': async (file) =>
    Object.entries((await readSafetensors(file)).tensors).map(([name, { shape, data, dtype }]) => {
      const kind = dtype === 'int32' ? 'whole' : 'real';
      return { name, shape, kind, values: data instanceof Float32Array ? data : Float64Array.from(data) };
    }),
  '.parquet': readParquet,
  '.csv': readCsv,
  '.tsv': readCsv,
};

/** Endings of files that are read. */
export const EMBEDDING_ENDINGS: readonly string[] = Object.keys(READERS);

const PICKLES: Readonly<Record<string, string>> = {
  '.pt': 'np.save("z.npy", torch.load(FILE, weights_only=True).float().numpy())',
  '.pth': 'np.save("z.npy", torch.load(FILE, weights_only=True).float().numpy())',
  '.pkl': 'np.save("z.npy", np.asarray(pickle.load(open(FILE, "rb")), dtype="float32"))',
  '.pickle': 'np.save("z.npy", np.asarray(pickle.load(open(FILE, "rb")), dtype="float32"))',
};

/**
 * Reads embeddings: .npy, .npz, .safetensors, .parquet, .csv or .tsv. Matrices of numbers are the first view and the second, in the
 * order of the file; a row of whole numbers or texts is the labels.
 *
 * @throws InvalidInput, one line that names the file, when it cannot be read, holds no matrix or more than two, or its parts do not fit
 * @example
 * const z = { shape: [3, 2], dtype: 'float32', data: Float32Array.of(1, 0, 0, 1, 1, 1) } as const;
 * await writeSafetensors('z.safetensors', { tensors: { z }, metadata: {} });
 * const { first } = await readEmbeddings('z.safetensors');
 * [first.rows, first.columns]; // [3, 2]
 */
export async function readEmbeddings(file: string): Promise<Embeddings> {
  const arrays = await arraysIn(file);
  const matrices = arrays.filter(({ shape, kind }) => shape.length === 2 && kind !== 'text' && !isColumn(shape));
  const named = arrays.filter(({ name, shape }) => isLabelName(name) && isVector(shape));
  const vectors = named.length > 0 ? named : arrays.filter(({ shape, kind }) => isVector(shape) && kind !== 'real');
  const [first, second, third] = matrices;
  if (first === undefined) {
    throw new InvalidInput(`${file} holds ${listed(arrays)}: a matrix [samples, dimensions] of numbers is needed`);
  }
  if (third !== undefined) {
    throw new InvalidInput(`${file} holds ${listed(arrays)}: keep one matrix, or two for two views`);
  }
  if (vectors.length > 1) throw new InvalidInput(`${file} holds ${listed(arrays)}: keep one array of labels`);
  const [labels] = vectors;
  const views = { first: rowsOf(first, file), ...(second !== undefined && { second: rowsOf(second, file) }) };
  return requireFitting(file, { ...views, ...(labels !== undefined && { labels: labelsOf(labels, file) }) });
}

/**
 * Reads one label a row from a file of any of these kinds.
 *
 * @throws InvalidInput when it holds no array of whole numbers or texts, or several
 * @example
 * const y = { shape: [3], dtype: 'int32', data: Int32Array.of(7, 7, 9) } as const;
 * await writeSafetensors('y.safetensors', { tensors: { y }, metadata: {} });
 * (await readLabels('y.safetensors')).names; // ['7', '9']
 */
export async function readLabels(file: string): Promise<RowLabels> {
  const arrays = await arraysIn(file, 'labels');
  const named = arrays.filter(({ name }) => isLabelName(name));
  const found = (named.length > 0 ? named : arrays).filter(({ shape }) => isVector(shape) || isColumn(shape));
  const [labels] = found;
  if (labels === undefined || found.length > 1) {
    throw new InvalidInput(`${file} holds ${listed(arrays)}: one array of labels is needed`);
  }
  return labelsOf(labels, file);
}

/**
 * Requires that views and labels belong to the same rows.
 *
 * @param file its name, for errors
 * @returns the same
 * @throws InvalidInput when they do not, or there are too few
 */
export function requireFitting(file: string, embeddings: Embeddings): Embeddings {
  const { first, second, labels } = embeddings;
  if (first.rows < 2 || first.columns < 1) {
    throw new InvalidInput(`${file} is [${first.rows}, ${first.columns}]: at least 2 rows and 1 column are needed`);
  }
  if (second !== undefined && (second.rows !== first.rows || second.columns !== first.columns)) {
    throw new InvalidInput(
      `${file}: the first view is [${first.rows}, ${first.columns}] and the second [${second.rows}, ${second.columns}]: ` +
        'row i of both must be views of one sample',
    );
  }
  if (labels !== undefined && labels.of.length !== first.rows) {
    throw new InvalidInput(`${file}: ${labels.of.length} labels for ${first.rows} rows: give one a row`);
  }
  return embeddings;
}

async function arraysIn(file: string, what = 'embeddings'): Promise<readonly StoredArray[]> {
  const ending = path.extname(file).toLowerCase();
  const conversion = PICKLES[ending];
  if (conversion !== undefined) {
    throw new InvalidInput(
      `${file} is a pickle, which runs code when it is opened, so it is not: convert it in Python, ${conversion}`,
    );
  }
  const read = READERS[ending];
  if (read === undefined) {
    throw new InvalidInput(
      `${file}: ${what} are read from ${EMBEDDING_ENDINGS.join(', ')}; convert the file to one of these`,
    );
  }
  return read(file);
}

/** [N, 1]: a column of labels, or embeddings of one dimension that nothing can be said about. */
function isColumn(shape: readonly number[]): boolean {
  return shape.length === 2 && shape[1] === 1;
}

function isVector(shape: readonly number[]): boolean {
  return shape.length === 1;
}

function listed(arrays: readonly StoredArray[]): string {
  const shown = arrays.slice(0, 6).map(({ name, shape }) => `${name === '' ? '' : `${name} `}[${shape.join(', ')}]`);
  return shown.length === 0 ? 'no array' : `${shown.join(', ')}${arrays.length > shown.length ? ', …' : ''}`;
}

function rowsOf({ shape, values }: StoredArray, file: string): NumberRows {
  // Only matrices of numbers come here.
  if (areTexts(values)) throw new InvalidInput(`${file} holds texts: a matrix of numbers is needed`);
  return { rows: shape[0] as number, columns: shape[1] as number, data: values };
}

function labelsOf({ values }: StoredArray, file: string): RowLabels {
  const numbers = new Map<string, number>();
  const of = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number | string;
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new InvalidInput(`${file}: label ${i} is ${value}: labels are whole numbers or texts`);
    }
    const name = String(value);
    let number = numbers.get(name);
    if (number === undefined) numbers.set(name, (number = numbers.size));
    of[i] = number;
  }
  return { of, names: [...numbers.keys()] };
}
