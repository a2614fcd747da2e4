/** Files of a data set that cannot be loaded, each refused in words that name it and say what to do. */
import { chmodSync, mkdirSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATASETS, type DatasetName, type Split } from '../../../src/training/data/datasets.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import * as tiny from './tiny-dataset.js';

const { root, emptyFolder, tinyFolder } = tiny.caseFolders(4);

const refusal = (name: DatasetName, data: string, split: Split = 'train'): string => {
  try {
    loadDataset(name, { data, split });
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    return (error as InvalidInput).message;
  }
  throw new Error('nothing was refused');
};

/** Root may read everything: it is nobody meanwhile. */
function withoutPrivileges<T>(act: () => T): T {
  if (process.geteuid?.() !== 0) return act();
  process.seteuid?.(NOBODY);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
  }
}

const NOBODY = 65_534;

describe('a file that does not fit its format', () => {
  it.each([
    { what: 'a byte short', size: 4 * 3073 - 1 },
    { what: 'a byte long', size: 4 * 3073 + 1 },
    { what: 'cut in the first record', size: 100 },
  ])('is refused by its size: $what', ({ size }) => {
    const data = tinyFolder();
    truncateSync(path.join(data, 'cifar-10-batches-bin/data_batch_1.bin'), size);
    const message = refusal('cifar10', data);
    expect(message).toContain('data_batch_1.bin');
    expect(message).toContain(`size ${size.toLocaleString('en-US')} is not a multiple of 3,073`);
    expect(message).toContain(
      `the file is cut or damaged; move ${path.join(data, 'cifar-10-batches-bin')} away, and get it again with npx alpha-cl data download cifar10 --data ${data}`,
    );
  });

  it('is refused when empty', () => {
    const data = tinyFolder();
    tiny.writeDataFile(data, 'cifar100', 'test.bin', '');
    expect(refusal('cifar100', data, 'test')).toMatch(/test\.bin is empty \(0 bytes\): move .* away/);
  });

  it.each([
    { name: 'cifar10', file: 'data_batch_1.bin', content: 'CIFAR-100', bytes: 7 * 3074 },
    { name: 'cifar10', file: 'data_batch_1.bin', content: 'STL-10', bytes: 7 * 27_648 },
    { name: 'cifar100', file: 'train.bin', content: 'CIFAR-10', bytes: 7 * 3073 },
    { name: 'cifar100', file: 'train.bin', content: 'STL-10', bytes: 7 * 27_648 },
    { name: 'stl10', file: 'train_X.bin', content: 'CIFAR-10', bytes: 7 * 3073 },
    { name: 'stl10', file: 'train_X.bin', content: 'CIFAR-100', bytes: 7 * 3074 },
  ] as const)('is recognised: a $content file as $file of $name', ({ name, file, content, bytes }) => {
    const data = tinyFolder();
    tiny.writeDataFile(data, name, file, new Uint8Array(bytes));
    expect(refusal(name, data)).toContain(`it looks like a file of ${content};`);
  });

  it('is read as the records that it holds when it is short by whole records', () => {
    const data = tinyFolder();
    truncateSync(path.join(data, 'cifar-10-batches-bin/data_batch_1.bin'), 3 * 3073);
    expect(loadDataset('cifar10', { data, split: 'train' }).count).toBe(3);
  });

  it.each([
    { name: 'cifar10', file: 'data_batch_1.bin', offset: 2 * 3073, value: 10, label: 'label', allowed: '0..9' },
    { name: 'cifar100', file: 'train.bin', offset: 2 * 3074, value: 20, label: 'coarse label', allowed: '0..19' },
    { name: 'cifar100', file: 'train.bin', offset: 2 * 3074 + 1, value: 100, label: 'fine label', allowed: '0..99' },
    { name: 'stl10', file: 'train_y.bin', offset: 2, value: 0, label: 'label', allowed: '1..10' },
    { name: 'stl10', file: 'train_y.bin', offset: 2, value: 11, label: 'label', allowed: '1..10' },
  ] as const)('is refused for $label $value in $file', ({ name, file, offset, value, label, allowed }) => {
    const data = tinyFolder();
    const bytes = {
      'data_batch_1.bin': tiny.cifar10Bytes(tiny.patternRecords(4, 32)),
      'train.bin': tiny.cifar100Bytes(tiny.patternRecords(4, 32)),
      'train_y.bin': tiny.stl10Labels(tiny.patternRecords(4, 96)),
    }[file];
    bytes[offset] = value;
    tiny.writeDataFile(data, name, file, bytes);
    const message = refusal(name, data);
    expect(message).toContain(file);
    expect(message).toContain(
      `record 2 (from 0; byte ${offset.toLocaleString('en-US')}) has ${label} ${value}, ` +
        `and ${DATASETS[name].title} allows ${allowed}`,
    );
    expect(loadDataset(name, { data, split: 'train', limit: 2 }).count).toBe(2);
  });

  it('is refused when images and labels differ in number', () => {
    const data = tinyFolder();
    tiny.writeDataFile(data, 'stl10', 'train_y.bin', Uint8Array.from([1, 2, 3]));
    expect(refusal('stl10', data)).toMatch(/train_X\.bin holds 4 images and .*train_y\.bin 3 labels/);
  });

  it('is refused when it has another number of class names', () => {
    const data = tinyFolder();
    tiny.writeDataFile(data, 'cifar10', 'batches.meta.txt', 'cat\ndog\n');
    expect(refusal('cifar10', data)).toMatch(/batches\.meta\.txt has 2 names, and CIFAR-10 has 10 classes/);
  });
});

describe('files that are not there', () => {
  it('are named: unlabeled images, by the name of their file', () => {
    const data = tinyFolder();
    for (const split of ['unlabeled', 'train+unlabeled'] as const) {
      expect(refusal('stl10', data, split)).toMatch(
        /no STL-10 .*unlabeled images \(unlabeled_X\.bin\): get it with npx alpha-cl data download stl10 --data /,
      );
      expect(refusal('cifar10', data, split)).toContain('CIFAR-10 has no unlabeled images');
    }
  });

  it('are answered with the folder to give: no data folder', () => {
    const data = path.join(root, 'nowhere');
    expect(refusal('cifar10', data)).toMatch(/no folder .*nowhere: give the one that contains cifar-10-batches-bin,/);
  });

  it('are answered with the folder to give: the folder of the data set itself', () => {
    const data = path.join(tinyFolder(), 'stl10_binary');
    expect(refusal('stl10', data)).toMatch(/is the STL-10 folder itself: give the folder that contains it/);
  });

  it('are answered with the download: no folder of the data set', () => {
    expect(refusal('cifar100', emptyFolder())).toMatch(
      /the CIFAR-100 folder .*cifar-100-binary is missing: get it with npx alpha-cl data download cifar100 --data /,
    );
  });

  it('are named: no image file, no label file', () => {
    const data = tinyFolder();
    rmSync(path.join(data, 'cifar-10-batches-bin/data_batch_1.bin'));
    expect(refusal('cifar10', data)).toMatch(
      /has no CIFAR-10 train images \(data_batch_1\.bin, data_batch_2\.bin, .*\)/,
    );
    rmSync(path.join(data, 'stl10_binary/train_y.bin'));
    expect(refusal('stl10', data)).toMatch(/train_y\.bin cannot be read: there is no such file/);
  });

  it('are named: a folder, or a file, in place of the other', () => {
    const data = tinyFolder();
    mkdirSync(path.join(data, 'cifar-10-batches-bin/data_batch_3.bin'));
    expect(refusal('cifar10', data)).toMatch(/data_batch_3\.bin cannot be read: it is a folder, and a file is needed/);
    rmSync(path.join(data, 'stl10_binary'), { recursive: true });
    tiny.writeDataFile(data, 'cifar10', 'ignored.txt', '');
    expect(refusal('stl10', path.join(data, 'cifar-10-batches-bin/ignored.txt'))).toMatch(/there is no folder/);
  });

  it('are named: no permission', () => {
    const data = tinyFolder();
    for (const folder of [root, data, path.join(data, 'cifar-10-batches-bin')]) chmodSync(folder, 0o755);
    chmodSync(path.join(data, 'cifar-10-batches-bin/data_batch_1.bin'), 0o000);
    const message = withoutPrivileges(() => refusal('cifar10', data));
    expect(message).toMatch(/data_batch_1\.bin cannot be read: permission is denied: change its/);
  });
});

describe('a name that is not in the table', () => {
  it.each(['cifar', 'CIFAR10', 'constructor'])('is answered with the known ones: %s', (name) => {
    const load = (): unknown => loadDataset(name as DatasetName, { data: root, split: 'train' });
    expect(load).toThrow(InvalidInput);
    expect(load).toThrow(`unknown data set "${name}": choose one of cifar10, cifar100, stl10`);
  });

  it('is answered for splits too', () => {
    expect(() => loadDataset('stl10', { data: root, split: 'all' as Split })).toThrow(InvalidInput);
    expect(() => loadDataset('stl10', { data: root, split: 'all' as Split })).toThrow(
      'unknown split "all": choose one of train, test, unlabeled, train+unlabeled',
    );
  });
});
