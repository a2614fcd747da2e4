/** Embeddings of images by an encoder in an ONNX file: plain images, or two augmented views of each. */
import path from 'node:path';
import { writeWhole } from '../../base/files/write-whole.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { applyAugmentation } from '../../training/data/augmentation/augmentation.js';
import { resize } from '../../training/data/augmentation/resize.js';
import { augmentationStream, sampleAugmentation } from '../../training/data/augmentation/sample-augmentation.js';
import { NO_NORMALISATION, type Normalisation } from '../../training/data/augmentation/tensor.js';
import { datasetSize, isOwnImages, recipeOf } from '../../training/data/dataset-choice.js';
import { imageAt, NO_LABEL, type ImageSet } from '../../training/data/image-set.js';
import { loadImages, type ChosenImages, type ImagesSpan, type ImagesWatch } from '../../training/data/load-images.js';
import type { RgbImage } from '../../training/data/rgb-image.js';
import { RECORDED_LOSS } from '../../training/embeddings/embeddings.js';
import { openEncoderFile, type EncoderFile } from '../../training/embeddings/encoder-file.js';
import { encodeNpy, encodeNpz, type WrittenArray } from '../../training/arrays/write-npz.js';
import type { FeatureRows } from '../../training/evaluate/feature-rows.js';

/** The choice of images, of their encoder and of the file to write. */
export interface EmbedOptions extends Omit<ChosenImages, 'imageSize'>, ImagesWatch {
  /** The ONNX file. */
  readonly encoder: string;
  /** The file to write, .npz or .npy. */
  readonly out: string;
  readonly split: ImagesSpan['split'];
  /** Largest number of images. Default: all. */
  readonly limit?: number;
  /** 1: images as they are; 2: two augmented views of each. Default 1. */
  readonly views?: 1 | 2;
  /** Seed of the augmentations. Default 1. */
  readonly seed?: number;
  /** Name of the output. Default: the first. */
  readonly output?: string;
  /** Pixels a side. Default: those of the file, else 224 of a folder, else those of the images. */
  readonly resize?: number;
  /** Normalisation of an input in float32. Default: ImageNet's. */
  readonly normalisation?: Normalisation;
  /** Images a batch. Default 64. */
  readonly batch?: number;
}

/** A summary of the images that were embedded. */
export interface Embedded {
  readonly files: readonly string[];
  /** Name of the images: `CIFAR-10 test`. */
  readonly images: string;
  readonly rows: number;
  readonly columns: number;
  /** The output of the encoder that was taken, and the names of all. */
  readonly output: string;
  readonly outputs: readonly string[];
  readonly views: 1 | 2;
  readonly labels: boolean;
  /** Preprocessing, in words. */
  readonly preprocessing: string;
}

/** Mean and deviation of ImageNet, by which torchvision's and timm's weights expect images. */
export const IMAGENET: Normalisation = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

/** Pixels a side for images of a folder, where the file fixes none. */
const USUAL_SIDE = 224;

/**
 * Embeds images, and writes the embeddings with the labels of the images.
 *
 * @throws (rejects) InvalidInput when images or encoder cannot be read or do not fit, or the file cannot be written
 * @example
 * const asked = { dataset: 'cifar10', data: 'datasets', split: 'test', limit: 2 } as const;
 * const { rows, columns } = await embedImages({ ...asked, encoder: 'encoder.onnx', out: 'z.npz' });
 * [rows, columns]; // [2, 32]
 */
export async function embedImages(options: EmbedOptions): Promise<Embedded> {
  const { encoder: file, out, views = 1, dataset, split, limit, onActivity } = options;
  const ending = path.extname(out).toLowerCase();
  if (ending !== '.npz' && ending !== '.npy') throw new InvalidInput(`--out is ${out}: name a file .npz or .npy`);
  if (ending === '.npy' && views === 2) throw new InvalidInput(`--out is ${out}: two views need a file .npz`);
  const encoder = await openEncoderFile(file, options.output);
  try {
    const side = sideOf(encoder, options);
    const { type } = encoder.input;
    if (type === 'uint8' && options.normalisation !== undefined) {
      throw new InvalidInput(`${file} takes values 0..255 of each channel, and no --mean or --std: leave them out`);
    }
    const images = await loadImages(
      { ...options, imageSize: isOwnImages(dataset) ? side : undefined },
      { split, ...(limit !== undefined && { limit }) },
      options,
    );
    const normalisation = type === 'uint8' ? NO_NORMALISATION : (options.normalisation ?? IMAGENET);
    const matrices: FeatureRows[] = [];
    for (let view = 0; view < views; view++) {
      const what = views === 1 ? images.name : `view ${view + 1} of ${images.name}`;
      const rows = await encoder.encode({
        count: images.count,
        side,
        image: views === 1 ? plainImage(images, side) : augmentedImage(images, options, side, view === 0 ? 0 : 1),
        normalisation,
        ...(options.batch !== undefined && { batch: options.batch }),
        onEncoded: (done, total) => onActivity?.(`encoding ${what}: ${Math.floor((100 * done) / total)} %`),
      });
      matrices.push(rows);
    }
    const isLabelled = !images.labels.includes(NO_LABEL);
    const labels = isLabelled ? { shape: [images.count], values: Int32Array.from(images.labels) } : undefined;
    const files = await writeEmbeddings(out, matrices, { labels, loss: encoder.loss });
    return {
      files,
      images: images.name,
      rows: images.count,
      columns: matrices[0]?.columns ?? 0,
      output: encoder.output,
      outputs: encoder.outputs,
      views,
      labels: isLabelled,
      preprocessing: preprocessingText(encoder, side, normalisation),
    };
  } finally {
    await encoder.close();
  }
}

function sideOf({ input }: EncoderFile, { resize: asked, dataset, encoder }: EmbedOptions): number {
  if (asked !== undefined && input.side !== undefined && asked !== input.side) {
    throw new InvalidInput(`--resize is ${asked}: ${encoder} takes ${input.side} × ${input.side} pixels; leave it out`);
  }
  return asked ?? input.side ?? (isOwnImages(dataset) ? USUAL_SIDE : datasetSize(dataset));
}

function plainImage(images: ImageSet, side: number): (index: number) => RgbImage {
  return (index) => {
    const image = imageAt(images, index);
    return image.width === side ? image : resize(image, { width: side, height: side });
  };
}

function augmentedImage(
  images: ImageSet,
  { dataset, seed = 1 }: EmbedOptions,
  side: number,
  view: 0 | 1,
): (index: number) => RgbImage {
  const recipe = recipeOf(dataset);
  return (sample) => {
    const random = augmentationStream({ seed, epoch: 0, sample, view });
    return applyAugmentation(imageAt(images, sample), sampleAugmentation(recipe, images.size, random), side);
  };
}

interface BesideMatrices {
  readonly labels: WrittenArray | undefined;
  readonly loss: string | undefined;
}

async function writeEmbeddings(
  out: string,
  matrices: readonly FeatureRows[],
  { labels, loss }: BesideMatrices,
): Promise<string[]> {
  const arrays = matrices.map(({ rows, columns, data }) => ({ shape: [rows, columns], values: data }));
  const [first, second] = arrays;
  if (first === undefined) return [];
  if (path.extname(out).toLowerCase() === '.npz') {
    const named = second === undefined ? { embeddings: first } : { first, second };
    const text = loss === undefined ? {} : { [RECORDED_LOSS]: { shape: [], values: loss } };
    await writeWhole(out, encodeNpz({ ...named, ...(labels !== undefined && { labels }), ...text }));
    return [out];
  }
  await writeWhole(out, encodeNpy(first));
  if (labels === undefined) return [out];
  const beside = out.replace(/\.npy$/i, '-labels.npy');
  await writeWhole(beside, encodeNpy(labels));
  return [out, beside];
}

function preprocessingText({ input }: EncoderFile, side: number, { mean, deviation }: Normalisation): string {
  const sides = `${side} × ${side} RGB, ${input.layout}`;
  return input.type === 'uint8'
    ? `${sides}, values 0..255 of each channel as uint8`
    : `${sides}, (value / 255 − mean) / std with mean [${mean.join(', ')}] and std [${deviation.join(', ')}]`;
}
