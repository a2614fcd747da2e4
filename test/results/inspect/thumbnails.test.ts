import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Inspection } from '../../../src/results/inspect/inspection.js';
import { inspectEmbeddings } from '../../../src/results/inspect/inspect-embeddings.js';
import { requireImageEach, withThumbnails, type ImagesOfRows } from '../../../src/results/inspect/thumbnails.js';
import { decodeImage } from '../../../src/training/data/image-folder/decode-image.js';
import { imageAt, type ImageSet } from '../../../src/training/data/image-set.js';
import { loadImages } from '../../../src/training/data/load-images.js';
import type { RowLabels } from '../../../src/training/embeddings/embeddings.js';
import { png } from '../../training/data/image-folder/encoded.js';
import { temporaryFolder, writeTinyDatasets } from '../../training/data/tiny-dataset.js';

const data = temporaryFolder();
writeTinyDatasets(data, 20);
for (let k = 0; k < 40; k++) {
  const folder = path.join(data, 'shapes', k % 2 === 0 ? 'even' : 'odd');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, `${k}.png`),
    png(60, 60, (x, y) => [6 * k, x, y]),
  );
}

/** Inspects embeddings of images, their grey levels at a few places, and adds thumbnails. */
async function pictured(images: ImageSet, chosen: ImagesOfRows, labels: Uint8Array): Promise<Inspection> {
  const of = Int32Array.from(labels);
  const first = { rows: images.count, columns: 6, data: new Float64Array(6 * images.count) };
  for (let i = 0; i < images.count; i++) {
    const { pixels } = imageAt(images, i);
    for (let k = 0; k < 6; k++) first.data[6 * i + k] = 1 + (pixels[k * 97] as number);
  }
  const named: RowLabels = { of, names: [...new Set(of)].map(String) };
  const embeddings = { first, labels: named };
  return withThumbnails(await inspectEmbeddings(embeddings, { file: 'z.npz' }), embeddings, chosen);
}

describe.each([
  ['published images', { dataset: 'cifar10', data, split: 'test' }, 32],
  ['a folder of images in the order of its seed', { dataset: 'images:shapes', data, split: 'train', splitSeed: 3 }, 48],
] as const satisfies readonly [string, ImagesOfRows, number][])('thumbnails of %s', (_, chosen, side) => {
  let images: ImageSet;
  beforeAll(async () => (images = await loadImages({ ...chosen, imageSize: side }, { split: chosen.split })));

  it('are the images of the rows of every pair that is shown', async () => {
    const found = await pictured(images, chosen, images.labels);
    const rows = Object.entries(found.thumbnails?.rows ?? {});
    expect(rows.length).toBeGreaterThan(5);
    for (const { hardest } of found.losses) {
      for (const { anchor, negative } of hardest.slice(0, 10)) {
        expect(rows.map(([row]) => Number(row))).toEqual(expect.arrayContaining([anchor, negative]));
      }
    }
    for (const [row, thumbnail] of rows) {
      const decoded = await decodeImage(Buffer.from(thumbnail.png.replace('data:image/png;base64,', ''), 'base64'));
      const { pixels } = imageAt(images, Number(row));
      const plane = side * side;
      expect(thumbnail.className).toBe(images.classNames[images.labels[Number(row)] as number]);
      expect([decoded.width, ...decoded.levels]).toEqual([
        side,
        ...Array.from({ length: plane }, (__, k) => [pixels[k], pixels[plane + k], pixels[2 * plane + k], 255]).flat(),
      ]);
    }
  });

  it('are refused where the images are others, or in another order', async () => {
    const mixed = pictured(images, chosen, images.labels.toSorted());
    await expect(mixed).rejects.toThrow('not in the order of the images');
    expect(() => requireImageEach('z.npz', images.count, chosen)).not.toThrow();
    expect(() => requireImageEach('z.npz', images.count - 1, chosen)).toThrow(/--limit \d+ where they are its first/);
    expect(() => requireImageEach('z.npz', images.count - 1, { ...chosen, limit: images.count - 1 })).not.toThrow();
    expect(() => requireImageEach('z.npz', images.count + 1, chosen)).toThrow('name the images');
  });
});
