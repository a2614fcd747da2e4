/** Two augmented views of real images as rows of numbers, on which claims marked `real` are checked. */
import { InvalidInput } from '../../base/invalid-input.js';
import { row, zeros, type Rows } from '../../theory/algebra/matrix.js';
import { randomStream } from '../../theory/algebra/random-stream.js';
import { applyAugmentation } from './augmentation/augmentation.js';
import { namedRecipe } from './augmentation/recipes.js';
import { resize } from './augmentation/resize.js';
import { augmentationStream, sampleAugmentation } from './augmentation/sample-augmentation.js';
import { datasetFiles, describeDataset, type DatasetFiles } from './dataset-files.js';
import { DATASETS, type DatasetName } from './datasets.js';
import { drawWithoutReplacement } from './draw-without-replacement.js';
import { imageAt } from './image-set.js';
import { readImages } from './read-images.js';
import { requireSides, type RgbImage } from './rgb-image.js';

/** Choice of images, and the size of their views. */
export interface RealViewsOptions {
  readonly dataset: DatasetName;
  /** N, the number of images. */
  readonly count: number;
  /** Pixels per side after the augmentation's crop is resized: 32 for whole CIFAR images, 8 for small exact checks. */
  readonly size: number;
}

/** Views of images, one row per image: two augmented views, [N, 3·size²] each, values in [0, 1], planes as in ImageSet. */
export interface ImageViews {
  readonly first: Rows;
  readonly second: Rows;
  /** The same images resized without augmentation, [N, 3·size²]. */
  readonly plain: Rows;
}

/** A source of views of real images. */
export interface RealImages {
  /** Makes views of images that are drawn with the run's seed; the same options give the same views. */
  views(options: RealViewsOptions): ImageViews;
}

/** A source of views of real images, with a description of the images. */
export interface OpenRealImages extends RealImages {
  /**
   * Description of the images that were found: `CIFAR-10 train (50,000 images), CIFAR-100 train (10,000 of 50,000 images), …`.
   */
  readonly describe: string;
}

/**
 * Opens the training images of all data sets, for one seed. Opening looks at names and sizes only; `views` reads the images that
 * it draws.
 *
 * @param data the folder that contains those of the data sets
 * @throws InvalidInput when any of them is missing, cut or unreadable, naming it; `views` when more images are requested than
 *   there are, or a size that is not a positive integer
 * @example
 * const { first } = openRealImages({ data: 'datasets', seed: 1 }).views({ dataset: 'cifar10', count: 4, size: 8 });
 * [first.rows, first.columns]; // [4, 192] = [4, 3 * 8 ** 2]
 */
export function openRealImages({ data, seed }: { readonly data: string; readonly seed: number }): OpenRealImages {
  const names = Object.keys(DATASETS) as DatasetName[];
  const opened = Object.fromEntries(
    names.map((name) => [name, datasetFiles(name, { data, split: 'train' })]),
  ) as Record<DatasetName, DatasetFiles>;

  const views = ({ dataset, count, size }: RealViewsOptions): ImageViews => {
    const files = opened[dataset];
    if (!(Number.isSafeInteger(count) && count > 0 && count <= files.count)) {
      throw new InvalidInput(`${count} images of ${describeDataset(files)}: ask for 1..${files.count}`);
    }
    requireSides(size, size);
    const recipe = namedRecipe(files.format.recipe);
    const indices = drawWithoutReplacement(count, files.count, randomStream(seed, 'real-images', dataset));
    const images = readImages(files, indices);
    const rows = (): Rows => zeros(count, 3 * size * size);
    const result = { first: rows(), second: rows(), plain: rows() };
    indices.forEach((sample, i) => {
      const image = imageAt(images, i);
      const view = (which: 0 | 1): RgbImage => {
        const random = augmentationStream({ seed, epoch: 0, sample, view: which });
        return applyAugmentation(image, sampleAugmentation(recipe, images.size, random), size);
      };
      writeValues(view(0), row(result.first, i));
      writeValues(view(1), row(result.second, i));
      writeValues(resize(image, { width: size, height: size }), row(result.plain, i));
    });
    return result;
  };
  return { views, describe: Object.values(opened).map(describeDataset).join(', ') };
}

/** Writes grey levels 0..255 as values in [0, 1]. */
function writeValues({ pixels }: RgbImage, to: Float64Array): void {
  for (let k = 0; k < pixels.length; k++) to[k] = (pixels[k] as number) / 255;
}
