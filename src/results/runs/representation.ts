/** Representation that is evaluated: images as rows of features, by a model's weights or as raw pixels. */
import type { NamedData } from '../../training/compile/step.js';
import { augmentedViews, type ViewSource } from '../../training/data/batches/augmented-views.js';
import type { AugmentationRecipe } from '../../training/data/augmentation/recipes.js';
import type { Engine } from '../../training/engines/engine.js';
import { openEncoder, type EncodedImages, type ImageEncoder } from '../../training/evaluate/encode.js';
import type { LabelledFeatures } from '../../training/evaluate/feature-rows.js';
import { madeViews, pixelFeatures, plainImages, type ImageSource } from '../../training/evaluate/image-source.js';
import type { Model } from '../../training/models/model.js';
import type { EvaluatedImages } from './evaluated-images.js';

/** Progress of encoding. */
export interface Progress {
  /** Description of the work: `encoding CIFAR-10 train`. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** Called with the progress of encoding. */
export type OnProgress = (progress: Progress) => void;

export interface Representation {
  readonly train: LabelledFeatures;
  readonly test: LabelledFeatures;
  /** The encoded images; absent for raw pixels. */
  readonly encoded?: {
    readonly test: EncodedImages;
    /** Two augmented views of the first test images. */
    readonly views: readonly [EncodedImages, EncodedImages];
  };
}

export interface EncodingOptions {
  readonly engine: Engine;
  readonly model: Model;
  /** Every parameter and buffer of the model; other entries are ignored. */
  readonly weights: NamedData;
  readonly images: EvaluatedImages;
  readonly recipe: AugmentationRecipe;
  /** Pixels per side that the model sees. Default: those of the images. */
  readonly imageSize?: number;
  /** Seed of the augmented views. */
  readonly seed: number;
  readonly onProgress?: OnProgress;
}

/** Largest number of test images whose views are compared: uniformity takes all pairs of them. */
export const VIEWED = 2000;

/** Represents images by a model's weights. @throws InvalidInput as `encode` */
export async function encodedRepresentation(options: EncodingOptions): Promise<Representation> {
  const { engine, model, weights, images, recipe, seed, onProgress } = options;
  const { train, test } = images;
  const { imageSize = test.size } = options;
  const encoder = await openEncoder({ engine, model, imageSize });
  try {
    const encode = (source: ImageSource, what: string): Promise<EncodedImages> =>
      encoder.encode(weights, counted(source, `encoding ${what}`, onProgress));
    const trained = await encode(plainImages(train, recipe.normalisation, imageSize), train.name);
    const tested = await encode(plainImages(test, recipe.normalisation, imageSize), `${test.name} for testing`);
    const views = await encodedViews(encoder, options, { images: test, recipe, seed, viewSize: imageSize });
    return {
      train: { features: trained.features, labels: train.labels },
      test: { features: tested.features, labels: test.labels },
      encoded: { test: tested, views },
    };
  } finally {
    await encoder.close();
  }
}

async function encodedViews(
  encoder: ImageEncoder,
  { weights }: EncodingOptions,
  source: ViewSource & { readonly viewSize: number },
): Promise<readonly [EncodedImages, EncodedImages]> {
  const { images, viewSize } = source;
  const indices = Array.from({ length: Math.min(VIEWED, images.count) }, (_, k) => k);
  const encoded = (view: 0 | 1): Promise<EncodedImages> =>
    encoder.encode(weights, madeViews(augmentedViews(source, { epoch: 0, indices, view }), viewSize));
  return [await encoded(0), await encoded(1)];
}

/**
 * Represents images by their raw pixels, normalised as in training.
 *
 * @param imageSize pixels per side to which the images are resized. Default: as they are
 */
export function pixelRepresentation(
  { train, test }: EvaluatedImages,
  recipe: AugmentationRecipe,
  imageSize?: number,
): Representation {
  const pixels = (set: typeof train): LabelledFeatures => ({
    features: pixelFeatures(plainImages(set, recipe.normalisation, imageSize)),
    labels: set.labels,
  });
  return { train: pixels(train), test: pixels(test) };
}

/** Wraps a source of images, so that each request advances the progress. */
function counted(source: ImageSource, what: string, onProgress: OnProgress | undefined): ImageSource {
  if (onProgress === undefined) return source;
  return {
    ...source,
    write: (index, to, start) => {
      source.write(index, to, start);
      onProgress({ what, done: index + 1, total: source.count });
    },
  };
}
