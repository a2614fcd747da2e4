/** Data set folders of a few records, written byte by byte as the authors of the sets describe their formats. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { DATASETS, type DatasetName } from '../../../src/training/data/datasets.js';

export interface TinyRecord {
  /** Class from 0. */
  readonly label: number;
  /** [3, size, size], planes row-major. */
  readonly pixels: Uint8Array;
}

/** An empty folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Folders within one that is removed after the tests of the file: empty, or with all three sets of `count` records a file. */
export function caseFolders(count: number): {
  readonly root: string;
  readonly emptyFolder: () => string;
  readonly tinyFolder: () => string;
} {
  const root = temporaryFolder();
  const emptyFolder = (): string => mkdtempSync(path.join(root, 'case-'));
  const tinyFolder = (): string => {
    const data = emptyFolder();
    writeTinyDatasets(data, count);
    return data;
  };
  return { root, emptyFolder, tinyFolder };
}

/** Writes a file of a data set below `data`; text or bytes. */
export function writeDataFile(data: string, name: DatasetName, file: string, content: string | Uint8Array): string {
  const folder = path.join(data, DATASETS[name].folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, file), content);
  return path.join(folder, file);
}

/** The bytes of a CIFAR-10 batch: label, then pixels. */
export function cifar10Bytes(records: readonly TinyRecord[]): Uint8Array {
  return Buffer.concat(records.map(({ label, pixels }) => Buffer.from([label, ...pixels])));
}

/** The bytes of a CIFAR-100 file: coarse label (here fine label / 5), fine label, pixels. */
export function cifar100Bytes(records: readonly TinyRecord[]): Uint8Array {
  return Buffer.concat(records.map(({ label, pixels }) => Buffer.from([Math.floor(label / 5), label, ...pixels])));
}

/** The pixels of an STL-10 file: every plane column after column. */
export function stl10Pixels(records: readonly TinyRecord[]): Uint8Array {
  return Buffer.concat(
    records.map(({ pixels }) =>
      Uint8Array.from({ length: 3 * 96 * 96 }, (_, k) => {
        const [plane, x, y] = [Math.floor(k / 9216), Math.floor(k / 96) % 96, k % 96];
        return pixels[plane * 9216 + y * 96 + x] as number;
      }),
    ),
  );
}

/** The labels of an STL-10 file, from 1. */
export function stl10Labels(records: readonly TinyRecord[]): Uint8Array {
  return Uint8Array.from(records, ({ label }) => label + 1);
}

/** Records whose pixels differ from place to place and from record to record. */
export function patternRecords(count: number, size: number): TinyRecord[] {
  return Array.from({ length: count }, (_, record) => ({
    label: record % 10,
    pixels: Uint8Array.from(
      { length: 3 * size * size },
      (__, k) => (k * 7 + Math.floor(k / size) * 13 + record * 31) % 256,
    ),
  }));
}

/** All three sets with a train and a test split of `count` records each. */
export function writeTinyDatasets(data: string, count: number): void {
  const small = patternRecords(count, 32);
  const large = patternRecords(count, 96);
  for (const file of ['data_batch_1.bin', 'test_batch.bin']) writeDataFile(data, 'cifar10', file, cifar10Bytes(small));
  for (const split of ['train', 'test']) {
    writeDataFile(data, 'cifar100', `${split}.bin`, cifar100Bytes(small));
    writeDataFile(data, 'stl10', `${split}_X.bin`, stl10Pixels(large));
    writeDataFile(data, 'stl10', `${split}_y.bin`, stl10Labels(large));
  }
}
