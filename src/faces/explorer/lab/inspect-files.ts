/** Inspection of files that a reader gave to the page; nothing of them leaves the browser. */
import { PROGRAM } from '../../../base/program-name.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { inspectDrawnRows, type DrawnInspection } from '../../../results/inspect/inspect-drawn-rows.js';
import { decodeNpy } from '../../../training/arrays/npy.js';
import type { StoredArray } from '../../../training/arrays/stored-array.js';
import { zipEntries } from '../../../training/arrays/zip.js';
import { embeddingsAmong } from '../../../training/embeddings/embeddings.js';

export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type InspectMessage =
  | { readonly kind: 'progress'; readonly what: string; readonly share: number }
  | { readonly kind: 'found'; readonly found: DrawnInspection }
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads and inspects files, and tells how far it is and what it has found. */
export async function inspectFiles(
  files: readonly GivenFile[],
  tell: (message: InspectMessage) => void,
): Promise<void> {
  const file = files.map(({ name }) => name).join(', ');
  try {
    const found = await inspectDrawnRows(embeddingsAmong(files.flatMap(arraysIn), file), {
      file,
      onProgress: (what, done, total) => tell({ kind: 'progress', what, share: done / total }),
    });
    tell({ kind: 'found', found });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    tell({ kind: 'refused', reason: error.message });
  }
}

function arraysIn({ name, bytes }: GivenFile): StoredArray[] {
  if (/\.npy$/i.test(name)) return [decodeNpy(bytes, name)];
  if (/\.npz$/i.test(name)) {
    return zipEntries(bytes, name).map((entry) => decodeNpy(entry.read(), name, entry.name.replace(/\.npy$/, '')));
  }
  throw new InvalidInput(`${name}: .npy and .npz are read here; ${PROGRAM} inspect reads other files too`);
}
