/** Images of a data set by number, read at their places in the files. */
import path from 'node:path';
import { InvalidInput } from '../../base/invalid-input.js';
import { describeDataset, remedy, type DatasetFiles, type DatasetPart } from './dataset-files.js';
import type { DatasetFormat } from './dataset-format.js';
import { classCount } from './datasets.js';
import { pathKind, readBytes, readWhole } from '../../base/files/file-bytes.js';
import { NO_LABEL, type ImageSet } from './image-set.js';
import { thousands } from '../../base/thousands.js';

/** Largest number of consecutive images that are read together: 14 MB of the largest. */
export const RUN_LENGTH = 512;

/** Consecutive images of one part. */
export interface Run {
  readonly part: DatasetPart;
  /** Index of the first in its file. */
  readonly first: number;
  readonly length: number;
}

/**
 * Reads the images with the given numbers, in the given order. Nothing else is read, so only their labels are checked.
 *
 * @param indices integers of 0..files.count − 1
 * @throws InvalidInput when a number or a label is out of range, or a file cannot be read
 */
export function readImages(files: DatasetFiles, indices: readonly number[]): ImageSet {
  const { format, split } = files;
  const imageLength = 3 * format.size * format.size;
  const pixels = sharedBytes(indices.length * imageLength, files);
  const labels = new Uint8Array(indices.length);
  let image = 0;
  for (const run of runsOf(files, indices)) {
    labels.set(readLabels(format, run), image);
    const bytes = readBytes(run.part.images, run.first * format.recordBytes, run.length * format.recordBytes);
    for (let k = 0; k < run.length; k++, image++) {
      const stored = bytes.subarray((k + 1) * format.recordBytes - imageLength, (k + 1) * format.recordBytes);
      writeRowMajor(format, stored, pixels.subarray(image * imageLength, (image + 1) * imageLength));
    }
  }
  return {
    name: `${format.title} ${split}`,
    count: indices.length,
    size: format.size,
    pixels,
    labels,
    classNames: classNames(files),
    officialCount: files.officialCount,
  };
}

/** Allocates shared memory, which worker threads read without a copy. @throws InvalidInput when there is not enough */
function sharedBytes(length: number, files: DatasetFiles): Uint8Array {
  try {
    return new Uint8Array(new SharedArrayBuffer(length));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidInput(
      `the ${thousands(length)} bytes of the images of ${describeDataset(files)} are more than there is memory for: ` +
        'take a subset of them',
      { cause: error },
    );
  }
}

function runsOf(files: DatasetFiles, indices: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const index of indices) {
    const { part, first } = locate(files, index);
    const last = runs.at(-1);
    if (last?.part === part && last.first + last.length === first && last.length < RUN_LENGTH) {
      runs[runs.length - 1] = { ...last, length: last.length + 1 };
    } else {
      runs.push({ part, first, length: 1 });
    }
  }
  return runs;
}

function locate(files: DatasetFiles, index: number): { part: DatasetPart; first: number } {
  let first = index;
  for (const part of files.parts) {
    if (Number.isSafeInteger(first) && first >= 0 && first < part.count) return { part, first };
    first -= part.count;
  }
  throw new InvalidInput(`${describeDataset(files)} has no image ${index}: choose one of 0..${files.count - 1}`);
}

/**
 * Reads class numbers from 0, NO_LABEL for images without labels; every label byte of the run is checked.
 *
 * @throws InvalidInput for one out of range, naming record and value
 */
export function readLabels(format: DatasetFormat, { part, first, length }: Run): Uint8Array {
  const { images, labels: file } = part;
  if (file === undefined) return new Uint8Array(length).fill(NO_LABEL);
  const stride = file === images ? format.recordBytes : format.labels.length;
  const bytes = readBytes(file, first * stride, length * stride);
  return Uint8Array.from({ length }, (_, k) => {
    let classNumber = 0;
    format.labels.forEach((field, place) => {
      const value = bytes[k * stride + place] as number;
      if (value < field.first || value > field.last) {
        throw new InvalidInput(
          `${file}: record ${thousands(first + k)} (from 0; byte ${thousands((first + k) * stride + place)}) has ` +
            `${field.name} ${value}, and ${format.title} allows ${field.first}..${field.last}: ` +
            `the file is damaged or of another data set; ${remedy(format, path.dirname(file), 'replace')}`,
        );
      }
      classNumber = value - field.first;
    });
    return classNumber;
  });
}

function writeRowMajor({ size, pixelOrder }: DatasetFormat, stored: Uint8Array, to: Uint8Array): void {
  if (pixelOrder === 'row-major') {
    to.set(stored);
    return;
  }
  const plane = size * size;
  for (let start = 0; start < 3 * plane; start += plane) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) to[start + y * size + x] = stored[start + x * size + y] as number;
    }
  }
}

/**
 * Returns the names from their file if it is there, else `class 0`, `class 1`, ….
 *
 * @throws InvalidInput when the file has another number of names than the set has classes
 */
export function classNames({ format, folder }: Pick<DatasetFiles, 'format' | 'folder'>): string[] {
  const classes = classCount(format);
  const file = path.join(folder, format.classNames);
  if (pathKind(file) === 'absent') return Array.from({ length: classes }, (_, k) => `class ${k}`);

  const text = new TextDecoder().decode(readWhole(file));
  const names = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length !== classes) {
    throw new InvalidInput(
      `${file} has ${names.length} names, and ${format.title} has ${classes} classes: give one a line, or delete the file`,
    );
  }
  return names;
}
