import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { embedImages, IMAGENET, type EmbedOptions } from '../../../src/results/runs/embed-images.js';
import { compilePerSample } from '../../../src/training/compile/compile-per-sample.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { imageAt } from '../../../src/training/data/image-set.js';
import { loadImages } from '../../../src/training/data/load-images.js';
import { readEmbeddings, readLabels } from '../../../src/training/embeddings/read-embeddings.js';
import { picture, png, write } from '../../training/data/image-folder/encoded.js';

const folder = mkdtempSync(path.join(tmpdir(), 'embed-'));
const at = (name: string): string => path.join(folder, name);
const SIDE = 8;

/** An encoder whose output is the mean of each channel. */
function encoder(name: string, shape: readonly number[], type: 'float32' | 'uint8', pixels: readonly number[]): string {
  const bytes = compilePerSample(
    {
      weights: {},
      input: { name: 'images', shape, type },
      run: (_, image) => ({ means: tf.mean(tf.cast(image, 'float32'), [...pixels]) }),
    },
    { description: 'means of the channels', metadata: {} },
  );
  writeFileSync(at(name), bytes);
  return at(name);
}

beforeAll(() => {
  for (const [k, label] of ['cat', 'cat', 'dog', 'dog', 'dog'].entries()) {
    write(at('pets/train'), `${label}/${k}.png`, png(SIDE, SIDE, picture(k)));
  }
  write(at('pets/test'), 'dog/9.png', png(SIDE, SIDE, picture(9)));
  encoder('first.onnx', [3, SIDE, SIDE], 'float32', [2, 3]);
  encoder('last.onnx', [SIDE, SIDE, 3], 'uint8', [1, 2]);
});

const asked = (options: Partial<EmbedOptions>): EmbedOptions => ({
  dataset: 'images:pets',
  data: folder,
  split: 'train',
  encoder: at('last.onnx'),
  out: at('z.npz'),
  ...options,
});

/** Means of the channels of the training images, computed apart. */
async function means(): Promise<number[][]> {
  const images = await loadImages({ dataset: 'images:pets', data: folder, imageSize: SIDE }, { split: 'train' });
  return Array.from({ length: images.count }, (_, k) =>
    [0, 1, 2].map((channel) => {
      const plane = imageAt(images, k).pixels.subarray(channel * SIDE ** 2, (channel + 1) * SIDE ** 2);
      return plane.reduce((sum, level) => sum + level, 0) / plane.length;
    }),
  );
}

function expectClose(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, k) => expect(found[k]).toBeCloseTo(value, 3));
}

describe('embedding images by an encoder in a file', () => {
  it('gives grey levels to one that takes uint8, channels last, in batches, with labels beside', async () => {
    const embedded = await embedImages(asked({ batch: 2 }));
    expect(embedded).toMatchObject({ images: 'pets train', rows: 5, columns: 3, views: 1, labels: true });
    const { first, labels } = await readEmbeddings(at('z.npz'));
    expectClose(first.data, (await means()).flat());
    expect(labels?.of.filter((label) => label === labels.of[0]).length).toSatisfy((n: number) => n === 2 || n === 3);
  });

  it('normalises by ImageNet’s mean and deviation for one that takes float32, channels first', async () => {
    const { preprocessing } = await embedImages(asked({ encoder: at('first.onnx'), out: at('z.npy') }));
    expect(preprocessing).toMatch(/8 × 8 RGB, channels first, .*0\.485.*0\.229/);
    const { first } = await readEmbeddings(at('z.npy'));
    const normalised = (await means()).flatMap((levels) =>
      levels.map((level, c) => (level / 255 - (IMAGENET.mean[c] as number)) / (IMAGENET.deviation[c] as number)),
    );
    expectClose(first.data, normalised);
    expect((await readLabels(at('z-labels.npy'))).of).toHaveLength(5);
  });

  it('makes two views of each image, the same for a seed', async () => {
    await embedImages(asked({ views: 2, out: at('a.npz') }));
    await embedImages(asked({ views: 2, out: at('b.npz'), batch: 3 }));
    await embedImages(asked({ views: 2, out: at('c.npz'), seed: 2 }));
    const [a, b, c] = [
      await readEmbeddings(at('a.npz')),
      await readEmbeddings(at('b.npz')),
      await readEmbeddings(at('c.npz')),
    ];
    expect(a.second?.data).not.toEqual(a.first.data);
    expect(b).toEqual(a);
    expect(c.first.data).not.toEqual(a.first.data);
  });

  it.each<[string, readonly number[], 'float32' | 'uint8', RegExp]>([
    [
      'another rank',
      [SIDE, SIDE],
      'uint8',
      /its input images is \[.*8, 8\]: \[N, 3, H, W\] or \[N, H, W, 3\] is needed$/,
    ],
    ['another number of channels', [1, SIDE, SIDE], 'float32', /1, 8, 8\]: \[N, 3, H, W\]/],
    ['images that are not square', [3, SIDE, 9], 'float32', /3, 8, 9\]: only square images are made$/],
  ])('refuses an encoder for %s', async (_, shape, type, message) => {
    const file = encoder('other.onnx', shape, type, [1]);
    await expect(embedImages(asked({ encoder: file }))).rejects.toThrow(message);
  });

  it('refuses what is no model, an output that is not a row an image, and options that do not fit', async () => {
    writeFileSync(at('text.onnx'), 'no model');
    await expect(embedImages(asked({ encoder: at('text.onnx') }))).rejects.toThrow(/text\.onnx is no ONNX model/);
    await expect(embedImages(asked({ encoder: at('none.onnx') }))).rejects.toThrow(/none\.onnx cannot be read/);
    const maps = encoder('maps.onnx', [SIDE, SIDE, 3], 'uint8', [3]);
    await expect(embedImages(asked({ encoder: maps }))).rejects.toThrow(/output means is \[5, 8, 8\]: a row an image/);
    await expect(embedImages(asked({ output: 'mean' }))).rejects.toThrow(/unknown output of .*did you mean means/);
    await expect(embedImages(asked({ resize: 16 }))).rejects.toThrow(/--resize is 16: .* takes 8 × 8 pixels/);
    await expect(embedImages(asked({ normalisation: IMAGENET }))).rejects.toThrow(/no --mean or --std: leave them out/);
    await expect(embedImages(asked({ out: at('z.npy'), views: 2 }))).rejects.toThrow(/two views need a file \.npz/);
  });
});
