/** The images of the hardest pairs, where it is known which images the rows are embeddings of. */
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import { resize } from '../../training/data/augmentation/resize.js';
import { datasetTitle } from '../../training/data/dataset-choice.js';
import { encodePng } from '../../training/data/image-folder/encode-png.js';
import {
  classesOf,
  imageCount,
  loadImagesAt,
  type ChosenImages,
  type NumberedImage,
} from '../../training/data/load-images.js';
import type { RgbImage } from '../../training/data/rgb-image.js';
import type { Embeddings, RowLabels } from '../../training/embeddings/embeddings.js';
import { SHOWN_PAIRS } from './inspection-words.js';
import type { Inspection, Thumbnail } from './inspection.js';

/** The images that the rows of a file are embeddings of: row k is that of image k. */
export interface ImagesOfRows extends Pick<ChosenImages, 'dataset' | 'data' | 'splitSeed'> {
  readonly split: 'train' | 'test';
  /** Set where the rows are the first images of the split only. */
  readonly limit?: number;
}

/** Largest number of pixels a side. Two of a hundred pairs, of five losses, are at most 0.9 MB. */
const SIDE = 48;

/** Requires that there is an image for each row. @throws InvalidInput when there are more, or fewer */
export function requireImageEach(file: string, rows: number, { split, limit, ...chosen }: ImagesOfRows): void {
  const all = imageCount(chosen, split);
  const count = Math.min(limit ?? Infinity, all);
  if (count === rows) return;
  const first = limit === undefined && rows < all ? `, or --limit ${rows} where they are its first images` : '';
  throw new InvalidInput(
    `${file} has ${thousands(rows)} rows, and ${datasetTitle(chosen.dataset)} ${split} ${thousands(count)} images: ` +
      `name the images that the rows are embeddings of with --images, --split and --limit${first}`,
  );
}

/**
 * Adds the images of the hardest pairs to an inspection.
 *
 * @throws (rejects) InvalidInput when an image cannot be read, or the classes of the images are not the labels of the rows
 */
export async function withThumbnails(
  inspection: Inspection,
  { labels }: Pick<Embeddings, 'labels'>,
  images: ImagesOfRows,
): Promise<Inspection> {
  const { split, dataset, data, splitSeed } = images;
  const pairs = inspection.losses.flatMap(({ hardest }) => hardest.slice(0, SHOWN_PAIRS));
  const rows = [...new Set(pairs.flatMap(({ anchor, negative }) => [anchor, negative]))];
  const loaded = await loadImagesAt({ dataset, data, splitSeed, imageSize: SIDE }, split, rows);
  const of = new Map(rows.map((row, k) => [row, loaded[k] as NumberedImage]));
  const name = `${datasetTitle(dataset)} ${split}`;
  // Labels of another kind than the classes, as numbers of clusters, tell nothing of the order.
  if (labels?.names.length === classesOf(images)) requireSameClasses(labels, { file: inspection.file, name }, of);
  const thumbnails = await Promise.all(
    [...of].map(async ([row, { image, className }]): Promise<[number, Thumbnail]> => {
      const png = Buffer.from(await encodePng(small(image))).toString('base64');
      return [row, { png: `data:image/png;base64,${png}`, ...(className !== undefined && { className }) }];
    }),
  );
  return { ...inspection, thumbnails: { images: name, rows: Object.fromEntries(thumbnails) } };
}

function small(image: RgbImage): RgbImage {
  return image.width <= SIDE ? image : resize(image, { width: SIDE, height: SIDE });
}

/** Finds rows in another order than the images: two that have one label, and whose images are of two classes. */
function requireSameClasses(
  { of, names }: RowLabels,
  { file, name }: { readonly file: string; readonly name: string },
  images: ReadonlyMap<number, NumberedImage>,
): void {
  const first = new Map<number, readonly [row: number, className: string]>();
  for (const [row, { className }] of images) {
    const label = of[row] as number;
    if (className === undefined) continue;
    const [earlier, known] = first.get(label) ?? [row, className];
    first.set(label, [earlier, known]);
    if (known === className) continue;
    throw new InvalidInput(
      `rows ${earlier} and ${row} of ${file} both have the label ${names[label]}, and images ${earlier} and ${row} of ${name} are ` +
        `${known} and ${className}: the rows are not in the order of the images`,
    );
  }
}
