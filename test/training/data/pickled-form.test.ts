import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDataset } from '../../../src/training/data/check-dataset.js';
import { datasetFiles } from '../../../src/training/data/dataset-files.js';
import { DATASETS, type DatasetName } from '../../../src/training/data/datasets.js';
import { caseFolders, cifar10Bytes, patternRecords, writeDataFile } from './tiny-dataset.js';

const { emptyFolder } = caseFolders(1);

function pickle(data: string, folder: string, file: string): string {
  mkdirSync(path.join(data, folder), { recursive: true });
  writeFileSync(path.join(data, folder, file), '\u0080\u0002}q');
  return path.join(data, folder);
}

describe("CIFAR as torchvision's pickles", () => {
  it.each<[DatasetName, string, string]>([
    ['cifar10', 'cifar-10-batches-py', 'data_batch_1'],
    ['cifar100', 'cifar-100-python', 'train'],
  ])('of %s is told of, with the command that gets the binary form', async (name, folder, file) => {
    const data = emptyFolder();
    const place = pickle(data, folder, file);
    const words =
      `${place} holds ${DATASETS[name].title} as Python's pickles, as torchvision downloads it; the binary form in ` +
      `${DATASETS[name].folder} is needed: npx alpha-cl data download ${name} --data ${data} puts it beside`;
    expect(() => datasetFiles(name, { data, split: 'train' })).toThrow(words);
    expect(await checkDataset(name, { data })).toMatchObject({ state: 'absent', otherForm: words });
    // The folder itself is given in place of the one around it.
    expect(() => datasetFiles(name, { data: place, split: 'test' })).toThrow(`data download ${name} --data ${data}`);
  });

  it('is found in the folder of the binary form too, and of no account where that is there', async () => {
    const data = emptyFolder();
    pickle(data, 'cifar-10-batches-bin', 'data_batch_1');
    expect(() => datasetFiles('cifar10', { data, split: 'train' })).toThrow(/holds CIFAR-10 as Python's pickles/);
    writeDataFile(data, 'cifar10', 'data_batch_1.bin', cifar10Bytes(patternRecords(4, 32)));
    expect(datasetFiles('cifar10', { data, split: 'train' }).count).toBe(4);
    const check = await checkDataset('cifar10', { data });
    expect([check.state, check.otherForm]).toEqual(['subset', undefined]);
  });

  it('of STL-10 there is none: torchvision keeps the same binary', async () => {
    expect((await checkDataset('stl10', { data: emptyFolder() })).otherForm).toBeUndefined();
  });
});
