/** Reads embeddings from the files that people have: one view or two, perhaps with labels. Pickles are never opened. */
import path from 'node:path';
import { readWhole } from '../../base/files/file-bytes.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { readSafetensors } from '../models/safetensors/read-safetensors.js';
import { readCsv } from './csv.js';
import { decodeNpy } from '../arrays/npy.js';
import { readParquet } from './parquet.js';
import type { StoredArray } from '../arrays/stored-array.js';
import { embeddingsAmong, labelsAmong, type Embeddings, type RowLabels } from './embeddings.js';
import { zipEntries } from '../arrays/zip.js';

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
  return embeddingsAmong(await arraysIn(file), file);
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
  return labelsAmong(await arraysIn(file, 'labels'), file);
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
