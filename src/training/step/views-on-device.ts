/** A step that makes its two views itself, on its device, of images that lie there. */
import { InvalidInput } from '../../base/invalid-input.js';
import type { NamedTensors, Step, TensorSpec } from '../compile/step.js';
import { tf } from '../compile/tfjs.js';
import { ROW_LENGTH } from '../data/augmentation/augmentation-row.js';
import type { AugmentationRecipe } from '../data/augmentation/recipes.js';
import type { ImageSet } from '../data/image-set.js';
import { tensorNamed } from './optimiser.js';
import { tracedViews } from './traced-augmentation.js';

/** The images of a step and what becomes of them. */
export interface DeviceViewOptions {
  readonly images: Pick<ImageSet, 'count' | 'size' | 'pixels'>;
  readonly recipe: AugmentationRecipe;
}

/**
 * Makes a step on views into one on images: its inputs `first` and `second` become rows of augmentations, [N, ROW_LENGTH], of
 * the images with the numbers `indices`, [N].
 *
 * The images are a constant of the step, four bytes a pixel, which an engine that compiles steps sends to its device once.
 *
 * @throws InvalidInput when the step takes no two views
 * @example
 * const objective = { kind: 'cross-entropy', temperature: 0.5 } as const;
 * const step = contrastiveStep({ model: namedModel('tiny'), objective, optimiser: sgd(), pairs: 4, imageSize: 8 });
 * const images = { count: 1, size: 8, pixels: new Uint8Array(192) };
 * viewsOnDevice(step, { images, recipe: namedRecipe('simclr-cifar') }).inputs['indices']; // { shape: [4], dtype: 'int32' }
 */
export function viewsOnDevice(step: Step, { images, recipe }: DeviceViewOptions): Step {
  const { first, second } = step.inputs;
  const [pairs, viewSize] = first?.shape ?? [];
  if (pairs === undefined || viewSize === undefined || second === undefined) {
    throw new InvalidInput('the step takes no views: give one with the inputs first and second, [N, H, W, 3]');
  }
  const rows: TensorSpec = { shape: [pairs, ROW_LENGTH], dtype: 'float32' };
  const packed = packedPixels(images);
  const options = { size: images.size, viewSize, recipe };
  const views = (inputs: NamedTensors): NamedTensors => {
    const all = tf.tensor2d(packed, [images.count, images.size ** 2], 'int32');
    const chosen = tf.gather(all, tensorNamed(inputs, 'indices'));
    const both = tf.concat([tensorNamed(inputs, 'first'), tensorNamed(inputs, 'second')]) as tf.Tensor2D;
    const [one, two] = tf.split(tracedViews(tf.cast(chosen, 'float32'), both, options), 2);
    return { first: one as tf.Tensor, second: two as tf.Tensor };
  };
  return {
    ...step,
    inputs: { ...step.inputs, first: rows, second: rows, indices: { shape: [pairs], dtype: 'int32' } },
    ...(step.replicas !== undefined && {
      replicas: { ...step.replicas, split: [...step.replicas.split, 'indices'] },
    }),
    run: (state, inputs) => tf.tidy(() => ({ ...step.run(state, { ...inputs, ...views(inputs) }) })),
  };
}

/** Packs the three levels of a pixel into one number, red + 256·green + 65 536·blue: [count, size·size]. */
function packedPixels({ count, size, pixels }: DeviceViewOptions['images']): Int32Array {
  const plane = size * size;
  const packed = new Int32Array(count * plane);
  for (let image = 0, to = 0; image < count; image++) {
    const start = 3 * image * plane;
    for (let k = start; k < start + plane; k++, to++) {
      const [red, green, blue] = [pixels[k], pixels[k + plane], pixels[k + 2 * plane]] as [number, number, number];
      packed[to] = red | (green << 8) | (blue << 16);
    }
  }
  return packed;
}
