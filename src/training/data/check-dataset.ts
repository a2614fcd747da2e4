/** Check of a data set's folder, file by file, with the strength of each proof. */
import path from 'node:path';
import { InvalidInput } from '../../base/invalid-input.js';
import { TEXT_BYTES } from './archive/published-archives.js';
import { readChecksumList, requireAsListed } from './checksum-list.js';
import { datasetFolder, datasetPart } from './dataset-files.js';
import type { DatasetFormat, PartFiles, PublishedFile } from './dataset-format.js';
import { namedDataset, publishedImages, type DatasetName } from './datasets.js';
import { fileSize, pathKind } from '../../base/files/file-bytes.js';
import { fileMd5 } from '../../base/files/file-md5.js';
import { classNames, readLabels, RUN_LENGTH } from './read-images.js';
import { pickledForm } from './pickled-form.js';
import { thousands } from '../../base/thousands.js';

/** State of a file or data set; `subset`: fewer records than published, all of them sound as far as that can be checked. */
export type DataState = 'whole' | 'subset' | 'broken' | 'absent';

/**
 * Result of a comparison of checksums: `matches` or `differs` with a published MD5; `as listed`, with the SHA-256 of the list
 * beside the files; `none published` for this file; `not for a subset`, whose bytes nobody has published.
 */
export type Checksum = 'matches' | 'differs' | 'as listed' | 'none published' | 'not for a subset';

/** Result of the check of one file. */
export interface FileCheck {
  readonly file: string;
  readonly state: DataState;
  readonly bytes: number;
  /** Bytes of the published file; absent for text. */
  readonly publishedBytes?: number;
  /** Number of images that it holds or has the labels of; absent for text, and if the file is absent or broken. */
  readonly images?: number;
  /** Result of the comparison of checksums; absent if the file is absent or its structure broken. */
  readonly checksum?: Checksum;
  /** The fault of a broken file, and the remedy. */
  readonly problem?: string;
}

/** Result of the check of a data set. */
export interface DatasetCheck {
  readonly name: DatasetName;
  readonly title: string;
  readonly folder: string;
  /** State of the train and test images; broken if any file is. */
  readonly state: DataState;
  /** Numbers of images found in sound files, and of images published. */
  readonly images: Readonly<
    Record<'train' | 'test' | 'unlabeled', { readonly found: number; readonly published: number }>
  >;
  readonly files: readonly FileCheck[];
  /** Place of the data set if it is there only in a form that is not read, and the way to get the form that is. */
  readonly otherForm?: string;
}

/**
 * Checks the files of a data set: sizes, every label, names of classes, and the MD5 of every file that is as long as its
 * published one and has a published MD5; also every file that `SHA256SUMS` beside it lists. Pixels of a subset, and of CIFAR-100,
 * can otherwise be compared with nothing.
 *
 * @param options `data`: the folder that contains those of the data sets; `progress`: called with the current file and the number
 *   of its bytes that have been read
 * @throws InvalidInput when there is no folder `data`, or the list cannot be read or names no file of the data set; any fault of
 *   a file is told in the result
 * @example
 * const { images, files } = await checkDataset('cifar10', { data: 'datasets' });
 * images.train.published; // 50000
 * files.some(({ state }) => state === 'broken'); // false
 */
export async function checkDataset(
  name: DatasetName,
  { data, progress }: { readonly data: string; readonly progress?: (file: string, bytes: number) => void },
): Promise<DatasetCheck> {
  const format = namedDataset(name);
  const published = format.archive.files;
  const place = path.join(data, format.folder);
  const folder = pathKind(data) === 'folder' && pathKind(place) === 'absent' ? undefined : datasetFolder(format, data);
  const problems = folder === undefined ? new Map<string, string>() : structureProblems(format, folder);
  const list =
    folder === undefined
      ? new Map<string, string>()
      : readChecksumList({ folder, names: published.map(({ name: file }) => file) });
  const files: FileCheck[] = [];
  for (const file of published) {
    const tell = (bytes: number): void => progress?.(path.join(place, file.name), bytes);
    files.push(await checkFile(format, { place, file, list, problem: problems.get(file.name) }, tell));
  }
  const imagesOf = (parts: readonly PartFiles[]): { found: number; published: number } => ({
    found: files
      .filter(({ file }) => parts.some(({ images }) => images === file))
      .reduce((sum, { images = 0 }) => sum + images, 0),
    published: publishedImages(format, parts),
  });
  const images = {
    train: imagesOf(format.files.train),
    test: imagesOf(format.files.test),
    unlabeled: imagesOf(unlabeledFiles(format)),
  };
  const state = stateOf(files, images);
  const otherForm = state === 'absent' ? pickledForm(format, data) : undefined;
  return {
    name,
    title: format.title,
    folder: place,
    state,
    images,
    files,
    ...(otherForm !== undefined && { otherForm }),
  };
}

function unlabeledFiles({ unlabeled }: DatasetFormat): PartFiles[] {
  return unlabeled === undefined ? [] : [unlabeled];
}

function stateOf(files: readonly FileCheck[], { train, test }: DatasetCheck['images']): DataState {
  if (files.some(({ state }) => state === 'broken')) return 'broken';
  if (train.found + test.found === 0) return 'absent';
  return train.found === train.published && test.found === test.published ? 'whole' : 'subset';
}

/** Returns the faults in the structure of files, by file. */
function structureProblems(format: DatasetFormat, folder: string): Map<string, string> {
  const problems = new Map<string, string>();
  const present = (file: string): boolean => pathKind(path.join(folder, file)) !== 'absent';
  const attempt = (files: readonly string[], check: () => void): void => {
    try {
      check();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      for (const file of files.filter(present)) problems.set(file, error.message);
    }
  };
  for (const part of [...format.files.train, ...format.files.test, ...unlabeledFiles(format)]) {
    const files = [part.images, ...(typeof part.labels === 'string' ? [part.labels] : [])];
    // Absent altogether: nothing is wrong. Of two that belong together, either is useless alone.
    if (files.some(present)) attempt(files, () => checkPart(format, folder, part));
  }
  attempt([format.classNames], () => classNames({ format, folder }));
  return problems;
}

/** Checks the size, the count and every label of a part. @throws InvalidInput on a fault */
function checkPart(format: DatasetFormat, folder: string, files: PartFiles): void {
  const part = datasetPart(format, folder, files);
  for (let first = 0; first < part.count; first += RUN_LENGTH) {
    readLabels(format, { part, first, length: Math.min(RUN_LENGTH, part.count - first) });
  }
}

interface GivenFile {
  /** The folder of the data set. */
  readonly place: string;
  readonly file: PublishedFile;
  readonly list: ReadonlyMap<string, string>;
  /** Fault in the structure of the file. */
  readonly problem: string | undefined;
}

async function checkFile(
  format: DatasetFormat,
  { place, file, list, problem }: GivenFile,
  progress: (bytes: number) => void,
): Promise<FileCheck> {
  const full = path.join(place, file.name);
  const size = { file: file.name, ...(file.bytes === undefined ? {} : { publishedBytes: file.bytes }) };
  if (pathKind(full) === 'absent') return { ...size, state: 'absent', bytes: 0 };
  try {
    const bytes = fileSize(full);
    if (problem !== undefined) return { ...size, state: 'broken', bytes, problem };
    const longest = file.bytes ?? TEXT_BYTES;
    if (bytes > longest) throw new InvalidInput(tooLong(full, bytes, longest));
    const images = file.bytes === undefined ? {} : { images: bytes / recordBytes(format, file.name) };
    const asListed = requireAsListed(list, full) === 'as listed';
    if (file.bytes !== undefined && bytes < file.bytes) {
      return { ...size, state: 'subset', bytes, ...images, checksum: asListed ? 'as listed' : 'not for a subset' };
    }
    if (file.md5 === undefined) {
      return { ...size, state: 'whole', bytes, ...images, checksum: asListed ? 'as listed' : 'none published' };
    }
    const md5 = await fileMd5(full, progress);
    if (md5 === file.md5) return { ...size, state: 'whole', bytes, ...images, checksum: 'matches' };
    const differs = `${full} has the MD5 ${md5}, and ${file.md5} is published: it is damaged; download it again`;
    return { ...size, state: 'broken', bytes, checksum: 'differs', problem: differs };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { ...size, state: 'broken', bytes: 0, problem: error.message };
  }
}

function recordBytes({ files, labels, recordBytes: bytes }: DatasetFormat, name: string): number {
  const holdsLabels = [...files.train, ...files.test].some((part) => part.labels === name);
  return holdsLabels ? labels.length : bytes;
}

function tooLong(file: string, bytes: number, longest: number): string {
  return `${file} has ${thousands(bytes)} bytes, and the published file ${thousands(longest)}: it is another file; download it again`;
}
