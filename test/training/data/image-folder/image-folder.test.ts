import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { listImages } from '../../../../src/training/data/image-folder/image-folder.js';
import type * as Loading from '../../../../src/training/data/image-folder/load-image-folder.js';
import { loadImageFolder } from '../../../../src/training/data/image-folder/load-image-folder.js';
import { NO_LABEL } from '../../../../src/training/data/image-set.js';
import { imageCount, classesOf, loadImages } from '../../../../src/training/data/load-images.js';
import { overlap, overlapText } from '../../../../src/training/data/overlap.js';
import { picture, png, write } from './encoded.js';

/** Threads run built code. */
const built = (await import(
  new URL('../../../../dist/src/training/data/image-folder/load-image-folder.js', import.meta.url).href
)) as typeof Loading;

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'images-')), 'pets');
});

const image = (number: number): Buffer => png(8, 8, picture(number));
const names = (images: readonly { readonly file: string }[]): string[] =>
  images.map(({ file }) => path.relative(folder, file));

function writeClasses(counts: Readonly<Record<string, number>>, first = 0): void {
  let number = first;
  for (const [name, count] of Object.entries(counts)) {
    for (let k = 0; k < count; k++) write(folder, `${name}/${k}.png`, image(number++));
  }
}

describe('the images of a folder', () => {
  it('have a class a folder, and a fifth of each for testing; another file moves none', () => {
    writeClasses({ dog: 10, cat: 20 });
    const before = listImages(folder);
    expect(before).toMatchObject({ name: 'pets', classNames: ['cat', 'dog'] });
    const ofTest = (label: number): number => before.test.filter((one) => one.label === label).length;
    expect([before.train.length, ofTest(0), ofTest(1)]).toEqual([24, 4, 2]);
    expect(new Set([...names(before.train), ...names(before.test)]).size).toBe(30);
    write(folder, 'cat/another.png', image(99));
    const after = names(listImages(folder).train).filter((name) => name !== 'cat/another.png');
    const kept = names(before.train).filter((name) => after.includes(name));
    expect(after.filter((name) => kept.includes(name))).toEqual(kept);
    expect(names(listImages(folder, 2).test)).not.toEqual(names(before.test));
  });

  it('are divided by folders train and test, where both are there', () => {
    writeClasses({ 'train/cat': 3, 'train/dog': 2, 'test/dog': 2 });
    const { classNames, train, test } = listImages(folder);
    expect([classNames, train.length, test.map(({ label }) => label)]).toEqual([['cat', 'dog'], 5, [1, 1]]);
  });

  it('have no labels in one flat folder, and hidden files and others are passed over', () => {
    write(folder, 'a.PNG', image(1));
    write(folder, 'b.jpeg', image(2));
    for (const other of ['.c.png', 'notes.txt', '__MACOSX/.d.png']) write(folder, other, new Uint8Array());
    const { classNames, train, test } = listImages(folder);
    expect([classNames, train.length + test.length, train[0]?.label]).toEqual([[], 2, NO_LABEL]);
  });

  it('are found below class folders, and once only where links go in a circle', () => {
    write(folder, 'cat/deep/a.png', image(1));
    write(folder, 'cat/b.png', image(2));
    symlinkSync(path.join(folder, 'cat'), path.join(folder, 'cat/deep/again'));
    const { train, test } = listImages(folder);
    expect(names([...train, ...test]).toSorted()).toEqual(['cat/b.png', 'cat/deep/a.png']);
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'nothing',
      ['notes.txt'],
      /has no \.png, \.jpg, \.jpeg or \.webp file, nor a folder with some: give another folder/,
    ],
    ['another format', ['a.bmp'], /but a\.bmp: convert its images to PNG/],
    ['images beside folders', ['a.png', 'cat/b.png'], /has images \(a\.png\) beside folders of images \(cat\)/],
    ['another class in test', ['train/cat/a.png', 'test/dog/b.png'], /the same classes, and dog is in test alone/],
    ['labels in one part', ['train/cat/a.png', 'test/b.png'], /one has class folders and the other none/],
  ])('are refused with %s', (_, files, message) => {
    for (const file of files) write(folder, file, new Uint8Array());
    expect(() => listImages(folder)).toThrow(message);
  });

  it('are refused where there is no folder', () => {
    expect(() => listImages(folder)).toThrow(/there is no folder .*pets: give images:DIR/);
  });
});

describe('loading a folder', () => {
  it('gives the same images by threads as one by one, in their order', async () => {
    writeClasses({ cat: 60, dog: 40 });
    const all = await built.loadImageFolder({ folder, split: 'train', side: 8 });
    expect(all).toMatchObject({
      name: 'pets train',
      count: 80,
      size: 8,
      officialCount: 80,
      classNames: ['cat', 'dog'],
    });
    const some = await loadImageFolder({ folder, split: 'train', side: 8, from: 30, limit: 20 });
    expect(some.count).toBe(20);
    expect(Buffer.from(some.pixels).equals(all.pixels.subarray(30 * 192, 50 * 192))).toBe(true);
    expect([...some.labels]).toEqual([...all.labels.subarray(30, 50)]);
    const listed = listImages(folder).train;
    // The red level says which file it is.
    const numbers = listed.map(({ file, label }) => Number(path.parse(file).name) + (label === 0 ? 0 : 60));
    expect(numbers.map((number) => (37 * number) % 256)).toEqual(listed.map((__, k) => all.pixels[192 * k]));
  });

  it('names a damaged image, or leaves it out and says how many', async () => {
    writeClasses({ cat: 6, dog: 4 });
    const file = write(folder, 'cat/0.png', image(0).subarray(0, 60));
    writeFileSync(path.join(folder, 'cat/1.png'), 'no image');
    const { train, test } = listImages(folder);
    const damaged = (images: typeof train): number => images.filter((one) => /cat.[01]\.png$/.test(one.file)).length;
    const wanted = { folder, split: damaged(train) > 0 ? 'train' : 'test', side: 8 } as const;
    const images = wanted.split === 'train' ? train : test;
    await expect(loadImageFolder(wanted)).rejects.toThrow(
      /pets.cat.[01]\.png: it is .*: remove or mend it, or leave damaged images out with --damaged skip$/,
    );
    const notices: string[] = [];
    const left = await loadImageFolder({ ...wanted, damaged: 'skip' }, { onNotice: (text) => notices.push(text) });
    expect(left.count).toBe(images.length - damaged(images));
    expect(left.officialCount).toBe(left.count);
    expect(notices).toEqual([
      expect.stringMatching(new RegExp(`^${damaged(images)} of ${images.length} images of pets`)),
    ]);
    expect(left.pixels).toHaveLength(left.count * 192);
    expect(file).toContain('cat');
  });

  it('finds test images that are training images too', async () => {
    writeClasses({ 'train/cat': 4, 'test/cat': 3 });
    const chosen = { dataset: `images:pets`, data: path.dirname(folder), imageSize: 8 } as const;
    const [train, test] = [await loadImages(chosen, { split: 'train' }), await loadImages(chosen, { split: 'test' })];
    expect([overlap(train, test), overlapText(train, test)]).toEqual([[], undefined]);
    write(folder, 'test/cat/copy.png', image(2));
    const more = await loadImages(chosen, { split: 'test' });
    expect(overlap(train, more)).toHaveLength(1);
    expect(overlapText(train, more)).toMatch(/^1 of the 4 images of pets test equal an image of pets train/);
    expect([imageCount(chosen, 'train'), classesOf(chosen)]).toEqual([4, 1]);
  });
});
