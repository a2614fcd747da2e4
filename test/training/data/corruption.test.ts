/**
 * Damaged data files: 500 that were cut or had a bit flipped, of every format. Each is refused in words, or what it gives is
 * what it gave before. The folders are sealed, as a download leaves them; without a list and without a published checksum
 * nothing can tell a flipped bit of a pixel, and that is tested too.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkDataset } from '../../../src/training/data/check-dataset.js';
import { writeChecksumList } from '../../../src/training/data/checksum-list.js';
import { classCount, DATASETS, type DatasetName, type Split } from '../../../src/training/data/datasets.js';
import type { ImageSet } from '../../../src/training/data/image-set.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { randomStream, type RandomStream } from '../../../src/theory/algebra/random-stream.js';
import { patternRecords, stl10Pixels, temporaryFolder, writeDataFile, writeTinyDatasets } from './tiny-dataset.js';

const FILES = 500;
const NAMES = Object.keys(DATASETS) as DatasetName[];

const data = temporaryFolder();
const folderOf = (name: DatasetName): string => path.join(data, DATASETS[name].folder);

beforeAll(async () => {
  writeTinyDatasets(data, 4);
  writeDataFile(data, 'stl10', 'unlabeled_X.bin', stl10Pixels(patternRecords(3, 96)));
  for (const name of NAMES) {
    const names = Array.from({ length: classCount(DATASETS[name]) }, (_, k) => `kind ${k}\n`).join('');
    writeDataFile(data, name, DATASETS[name].classNames, names);
    await writeChecksumList(folderOf(name), readdirSync(folderOf(name)));
  }
});

function loadAll(name: DatasetName): ImageSet[] {
  const splits: readonly Split[] = name === 'stl10' ? ['train+unlabeled', 'test'] : ['train', 'test'];
  return splits.map((split) => loadDataset(name, { data, split }));
}

/** A copy, cut or with one bit flipped. */
function damaged(good: Buffer, random: RandomStream): Buffer {
  if (random.integer(2) === 0) return good.subarray(0, random.integer(good.length));
  const bytes = Buffer.from(good);
  const at = random.integer(bytes.length);
  bytes[at] = (bytes[at] as number) ^ (1 << random.integer(8));
  return bytes;
}

describe('damaged data files', () => {
  it(`are refused, or give what they gave: ${FILES} of ${FILES}`, async () => {
    const tally = { refused: 0, correct: 0 };
    for (let k = 0; k < FILES; k++) {
      const random = randomStream(1, 'corruption', k);
      const name = NAMES[k % NAMES.length] as DatasetName;
      const sound = loadAll(name);
      const files = readdirSync(folderOf(name));
      const file = path.join(folderOf(name), files[random.integer(files.length)] as string);
      const good = readFileSync(file);
      writeFileSync(file, damaged(good, random));
      try {
        expect(loadAll(name), file).toEqual(sound);
        tally.correct++;
      } catch (error) {
        expect(error, file).toBeInstanceOf(InvalidInput);
        expect((error as Error).message).toContain(folderOf(name));
        tally.refused++;
        const check = await checkDataset(name, { data }).catch((reason: unknown) => reason);
        if (check instanceof Error) expect(check).toBeInstanceOf(InvalidInput);
        else expect(check).toMatchObject({ state: 'broken' });
      } finally {
        writeFileSync(file, good);
      }
    }
    expect(tally.refused + tally.correct).toBe(FILES);
    // What may be harmed without harm: a list that lost whole lines or its last line end, or has a digit of a checksum in upper case.
    expect(tally.correct).toBeLessThan(FILES / 10);
  });

  it('of the published length are known by their published checksum, without a list', () => {
    const real = process.env['ALPHA_CL_DATA'];
    if (real === undefined) return;
    const copy = temporaryFolder();
    const file = path.join(copy, 'cifar-10-batches-bin', 'data_batch_5.bin');
    mkdirSync(path.dirname(file));
    copyFileSync(path.join(real, 'cifar-10-batches-bin', 'data_batch_5.bin'), file);
    const load = (): ImageSet => loadDataset('cifar10', { data: copy, split: 'train', limit: 10 });
    expect(load().count).toBe(10);
    const bytes = readFileSync(file);
    bytes[20_000_000] = (bytes[20_000_000] as number) ^ 1;
    writeFileSync(file, bytes);
    expect(load).toThrow(/data_batch_5\.bin has the published length and another MD5/);
  });

  it('that are neither listed nor published give their pixels as they are', () => {
    const list = path.join(folderOf('cifar100'), 'SHA256SUMS');
    const kept = readFileSync(list);
    const file = path.join(folderOf('cifar100'), 'train.bin');
    const good = readFileSync(file);
    rmSync(list);
    const bytes = Buffer.from(good);
    bytes[100] = (bytes[100] as number) ^ 1;
    writeFileSync(file, bytes);
    expect(loadAll('cifar100')[0]?.pixels[98]).toBe(bytes[100]);
    writeFileSync(list, kept);
    expect(() => loadAll('cifar100')).toThrow('not as SHA256SUMS beside it says');
    writeFileSync(file, good);
  });
});
