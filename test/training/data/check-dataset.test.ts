import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDataset, type DatasetCheck, type FileCheck } from '../../../src/training/data/check-dataset.js';
import type { DatasetName } from '../../../src/training/data/datasets.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import * as tiny from './tiny-dataset.js';

const { emptyFolder, tinyFolder } = tiny.caseFolders(4);
const fileOf = ({ files }: DatasetCheck, name: string): FileCheck | undefined =>
  files.find(({ file }) => file === name);

/** A sparse file of zeros: labels 0, black pixels. */
const writeZeros = (data: string, name: DatasetName, file: string, bytes: number): string => {
  const written = tiny.writeDataFile(data, name, file, '');
  truncateSync(written, bytes);
  return written;
};

describe('checkDataset', () => {
  it.each<[DatasetName, number, number, number]>([
    ['cifar10', 50_000, 10_000, 0],
    ['cifar100', 50_000, 10_000, 0],
    ['stl10', 5000, 8000, 100_000],
  ])('calls a part of %s a subset, counts it, and claims no checksum', async (name, train, test, unlabeled) => {
    const check = await checkDataset(name, { data: tinyFolder() });
    expect(check.state).toBe('subset');
    expect(check.images).toEqual({
      train: { found: 4, published: train },
      test: { found: 4, published: test },
      unlabeled: { found: 0, published: unlabeled },
    });
    for (const { state, checksum } of check.files) {
      expect([state, checksum]).toEqual(state === 'absent' ? ['absent', undefined] : ['subset', 'not for a subset']);
    }
  });

  it('calls CIFAR-100 whole by its sizes and labels, and says that no checksum is published', async () => {
    const data = emptyFolder();
    writeZeros(data, 'cifar100', 'train.bin', 50_000 * 3074);
    writeZeros(data, 'cifar100', 'test.bin', 10_000 * 3074);
    const check = await checkDataset('cifar100', { data });
    expect(check.state).toBe('whole');
    expect(fileOf(check, 'train.bin')).toMatchObject({ state: 'whole', images: 50_000, checksum: 'none published' });
  });

  it('calls a file of the published size with other bytes broken', async () => {
    const data = tinyFolder();
    writeZeros(data, 'cifar10', 'test_batch.bin', 10_000 * 3073);
    const seen: number[] = [];
    const check = await checkDataset('cifar10', { data, progress: (_, bytes) => seen.push(bytes) });
    expect(check.state).toBe('broken');
    const file = fileOf(check, 'test_batch.bin');
    expect(file).toMatchObject({ state: 'broken', checksum: 'differs' });
    expect(file?.problem).toMatch(/test_batch\.bin has the MD5 \w{32}, and 803d5f7f\w{24} is published: it is damaged/);
    expect(check.images.test.found).toBe(0);
    expect(fileOf(check, 'data_batch_1.bin')?.state).toBe('subset');
    expect(seen.at(-1)).toBe(10_000 * 3073);
  });

  it('reads every label: the last one too', async () => {
    const data = tinyFolder();
    const bytes = tiny.cifar10Bytes(tiny.patternRecords(1100, 32));
    bytes[1099 * 3073] = 10;
    tiny.writeDataFile(data, 'cifar10', 'data_batch_3.bin', bytes);
    const check = await checkDataset('cifar10', { data });
    expect(check.state).toBe('broken');
    expect(fileOf(check, 'data_batch_3.bin')?.problem).toMatch(
      /record 1,099 .* has label 10, and CIFAR-10 allows 0\.\.9/,
    );
  });

  it.each<[DatasetName, string, number, RegExp]>([
    ['cifar10', 'data_batch_1.bin', 4 * 3073 - 1, /is not a multiple of 3,073/],
    ['cifar100', 'test.bin', 0, /is empty/],
    ['stl10', 'test_X.bin', 27_648 - 7, /is not a multiple of 27,648/],
    ['stl10', 'train_y.bin', 3, /holds 4 images and .* 3 labels/],
    ['stl10', 'unlabeled_X.bin', 100, /is not a multiple of 27,648/],
    ['cifar100', 'test.bin', 10_001 * 3074, /has 30,743,074 bytes, and the published file 30,740,000/],
    ['cifar10', 'batches.meta.txt', 10, /has 1 names, and CIFAR-10 has 10 classes/],
  ])('tells what is wrong in %s with %s of %d bytes', async (name, file, bytes, problem) => {
    const data = tinyFolder();
    const content = file.endsWith('.txt') ? 'x'.repeat(bytes) : new Uint8Array(bytes).fill(1);
    tiny.writeDataFile(data, name, file, content);
    const check = await checkDataset(name, { data });
    expect(check.state).toBe('broken');
    expect(fileOf(check, file)).toMatchObject({ state: 'broken' });
    expect(fileOf(check, file)?.problem).toMatch(problem);
  });

  it('tells of images without labels, labels without images, and a folder in place of a file', async () => {
    const data = tinyFolder();
    rmSync(path.join(data, 'stl10_binary/train_y.bin'));
    rmSync(path.join(data, 'stl10_binary/test_X.bin'));
    const check = await checkDataset('stl10', { data });
    expect(fileOf(check, 'train_X.bin')?.problem).toMatch(/train_y\.bin cannot be read: there is no such file/);
    expect(fileOf(check, 'train_y.bin')).toMatchObject({ state: 'absent', bytes: 0 });
    expect(fileOf(check, 'test_y.bin')?.problem).toMatch(/test_X\.bin cannot be read: there is no such file/);
    mkdirSync(path.join(data, 'cifar-10-batches-bin/data_batch_2.bin'));
    expect(fileOf(await checkDataset('cifar10', { data }), 'data_batch_2.bin')?.state).toBe('broken');
  });

  it('calls a data set absent, and refuses a data folder that does not exist', async () => {
    const data = emptyFolder();
    expect(await checkDataset('stl10', { data })).toMatchObject({ state: 'absent', images: { train: { found: 0 } } });
    await expect(checkDataset('stl10', { data: path.join(data, 'none') })).rejects.toThrow(InvalidInput);
  });
});

const real = process.env['ALPHA_CL_DATA'] ?? path.resolve(import.meta.dirname, '../../../../shared/data');
const batch = path.join(real, 'cifar-10-batches-bin', 'data_batch_1.bin');
const missing = !existsSync(batch) || statSync(batch).size !== 10_000 * 3073;

describe(`a published file${missing ? ` (skipped: ${batch} is not whole; set ALPHA_CL_DATA)` : ''}`, () => {
  it.skipIf(missing)('has its published checksum, and not after one bit is flipped', async () => {
    const data = emptyFolder();
    const copy = tiny.writeDataFile(data, 'cifar10', 'data_batch_1.bin', '');
    copyFileSync(batch, copy);
    expect(fileOf(await checkDataset('cifar10', { data }), 'data_batch_1.bin')).toMatchObject({
      state: 'whole',
      images: 10_000,
      checksum: 'matches',
    });
    const bytes = readFileSync(copy);
    bytes[12_345_678] = (bytes[12_345_678] as number) ^ 16;
    writeFileSync(copy, bytes);
    expect(fileOf(await checkDataset('cifar10', { data }), 'data_batch_1.bin')?.state).toBe('broken');
  });
});
