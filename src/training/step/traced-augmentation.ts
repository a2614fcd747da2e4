/**
 * Augmentations as a part of a step: crops, changes of colour and blurs of many images at once, in TensorFlow.js.
 *
 * It does what data/augmentation does to one image, in the same grey levels 0..255: whole numbers, which float32 holds. Only a
 * blur's sum may come out on the other side of a half.
 */
import { blurRadius } from '../data/augmentation/augmentation.js';
import { CHANGES, LEVEL_CHANGES, ROW } from '../data/augmentation/augmentation-row.js';
import { LUMA } from '../data/augmentation/grey-scale.js';
import { hueTables } from '../data/augmentation/hue.js';
import type { AugmentationRecipe } from '../data/augmentation/recipes.js';
import { bilinearTaps, PRECISION_BITS } from '../data/augmentation/resize.js';
import type { Normalisation } from '../data/augmentation/tensor.js';
import { tf } from '../compile/tfjs.js';

/** Red, green and blue levels, [N, height, width] each. */
type Planes = readonly [red: tf.Tensor, green: tf.Tensor, blue: tf.Tensor];

/** Sizes of images and views, and their recipe. */
export interface TracedAugmentationOptions {
  /** Pixels per side of the images. */
  readonly size: number;
  /** Pixels per side of the views. */
  readonly viewSize: number;
  readonly recipe: AugmentationRecipe;
}

/**
 * Augments images.
 *
 * @param packed [N, size·size] pixels as red + 256·green + 65 536·blue, float32
 * @param rows [V·N, ROW_LENGTH] augmentations of V views: row v·N + i is that of image i
 * @returns [V·N, viewSize, viewSize, 3] values, normalised as the recipe says
 */
export function tracedViews(
  packed: tf.Tensor2D,
  rows: tf.Tensor2D,
  { size, viewSize, recipe }: TracedAugmentationOptions,
): tf.Tensor4D {
  const [count] = rows.shape;
  /** [V·N, 1, 1] */
  const column = (k: number): tf.Tensor => tf.reshape(tf.slice(rows, [0, k], [count, 1]), [count, 1, 1]);
  let planes = resizedCrops(packed, column, { size, viewSize });
  for (let k = 0; k < CHANGES; k++) planes = changed(planes, column, ROW.before + 2 * k);
  planes = chosen(tf.greater(column(ROW.turns), 0), turned(planes, column(ROW.hue)), planes);
  for (let k = 0; k < CHANGES; k++) planes = changed(planes, column, ROW.after + 2 * k);
  const grey = greyLevels(planes);
  planes = chosen(tf.greater(column(ROW.grey), 0), [grey, grey, grey], planes);
  if (recipe.blur.probability > 0) {
    const sigma = column(ROW.sigma);
    planes = chosen(tf.greater(sigma, 0), blurred(planes, sigma, viewSize), planes);
  }
  return tf.stack(normalised(planes, recipe.normalisation), 3) as tf.Tensor4D;
}

function mapPlanes(planes: Planes, change: (plane: tf.Tensor, channel: 0 | 1 | 2) => tf.Tensor): Planes {
  return [change(planes[0], 0), change(planes[1], 1), change(planes[2], 2)];
}

function chosen(condition: tf.Tensor, those: Planes, others: Planes): Planes {
  return mapPlanes(others, (other, channel) => tf.where(condition, those[channel], other));
}

/** Rounds halves up. */
function rounded(x: tf.Tensor): tf.Tensor {
  return tf.floor(tf.add(x, 0.5));
}

/** Crops, resizes and mirrors: rows first, then columns, each rounded to levels. */
function resizedCrops(
  packed: tf.Tensor2D,
  column: (k: number) => tf.Tensor,
  { size, viewSize }: { readonly size: number; readonly viewSize: number },
): Planes {
  const [images] = packed.shape;
  const [count] = column(0).shape as [number];
  const taps = tapsOf(size, viewSize);
  const int = (k: number): tf.Tensor => tf.cast(column(k), 'int32');
  const ofLength = <R extends tf.Rank>(table: tf.Tensor<R>, k: number): tf.Tensor<R> =>
    tf.gather(table, tf.reshape(int(k), [count]));
  const mirrored = tf.greater(column(ROW.flip), 0);
  const forwardFirst = tf.reshape(tf.cast(ofLength(taps.first, ROW.width), 'float32'), [count, 1, viewSize]);
  const first = tf.cast(tf.where(mirrored, tf.reverse(forwardFirst, 2), forwardFirst), 'int32');
  const forwardWeights = ofLength(taps.weights, ROW.width);
  const weights = tf.where(tf.expandDims(mirrored, 3), tf.reverse(forwardWeights, 1), forwardWeights);
  /** [count, 1, viewSize] */
  const weight: Weight = (k, half) =>
    tf.reshape(tf.slice(weights, [0, 0, k, half], [count, viewSize, 1, 1]), [count, 1, viewSize]);

  const pixels = tf.reshape(packed, [images * size * size]);
  const image = tf.reshape(tf.tile(tf.range(0, images, 1, 'int32'), [count / images]), [count, 1, 1]);
  const line = tf.add(tf.mul(image, tf.scalar(size, 'int32')), tf.reshape(tf.range(0, size, 1, 'int32'), [1, size, 1]));
  const end = tf.scalar(size - 1, 'int32');
  const across = Array.from({ length: taps.reach }, (_, k) => {
    const at = tf.minimum(tf.add(tf.add(int(ROW.left), first), tf.scalar(k, 'int32')), end);
    const places = tf.add(tf.mul(line, tf.scalar(size, 'int32')), at);
    return unpacked(tf.gather(pixels, tf.cast(places, 'int32')));
  });
  const lines = mapPlanes(weightedMean(across, weight), (plane) => tf.reshape(plane, [count * size, viewSize]));

  const firstLine = ofLength(taps.first, ROW.height);
  const lineWeights = ofLength(taps.weights, ROW.height);
  const own = tf.reshape(tf.mul(tf.range(0, count, 1, 'int32'), tf.scalar(size, 'int32')), [count, 1]);
  const top = tf.reshape(int(ROW.top), [count, 1]);
  const down = Array.from({ length: taps.reach }, (_, k) => {
    const at = tf.minimum(tf.add(tf.add(top, firstLine), tf.scalar(k, 'int32')), end);
    const places = tf.reshape(tf.add(own, at), [count * viewSize]) as tf.Tensor1D;
    return mapPlanes(lines, (plane) =>
      tf.reshape(tf.gather(plane, tf.cast(places, 'int32')), [count, viewSize, viewSize]),
    );
  });
  return weightedMean(down, (k, half) =>
    tf.reshape(tf.slice(lineWeights, [0, 0, k, half], [count, viewSize, 1, 1]), [count, viewSize, 1]),
  );
}

/** The weight of a tap: the half of its binary places that count more (0), or that count less (1). */
type Weight = (tap: number, half: 0 | 1) => tf.Tensor;

/**
 * Returns the weighted means of the taps' levels, rounded as fixed-point numbers are. Both halves of the sums are whole numbers
 * below 2²⁴, so that float32 holds them.
 */
function weightedMean(taps: readonly Planes[], weight: Weight): Planes {
  return mapPlanes(taps[0] as Planes, (_, channel) => {
    const sum = (half: 0 | 1): tf.Tensor =>
      taps.map((planes, k) => tf.mul(planes[channel], weight(k, half))).reduce((total, part) => tf.add(total, part));
    const carried = tf.floor(tf.mul(tf.add(sum(1), 2 ** (PRECISION_BITS - 1)), 1 / HALF_WEIGHT));
    return tf.minimum(tf.floor(tf.mul(tf.add(sum(0), carried), 1 / HALF_WEIGHT)), 255);
  });
}

const HALF_WEIGHT = 2 ** (PRECISION_BITS / 2);

interface TapTables {
  readonly reach: number;
  /** [size + 1, viewSize] the first pixel, by the length of the crop. */
  readonly first: tf.Tensor2D;
  /** [size + 1, viewSize, reach, 2] the two halves of a weight's binary places. */
  readonly weights: tf.Tensor4D;
}

function tapsOf(size: number, viewSize: number): TapTables {
  const all = Array.from({ length: size + 1 }, (_, length) => bilinearTaps(Math.max(1, length), viewSize));
  const reach = Math.max(...all.map((taps) => taps.reach));
  const first = new Int32Array((size + 1) * viewSize);
  const weights = new Float32Array(2 * (size + 1) * viewSize * reach);
  for (const [length, taps] of all.entries()) {
    first.set(taps.first, length * viewSize);
    for (let t = 0; t < viewSize; t++) {
      for (let k = 0; k < taps.reach; k++) {
        const weight = taps.weights[t * taps.reach + k] as number;
        const more = Math.floor(weight / HALF_WEIGHT);
        weights.set([more, weight - more * HALF_WEIGHT], 2 * ((length * viewSize + t) * reach + k));
      }
    }
  }
  return {
    reach,
    first: tf.tensor2d(first, [size + 1, viewSize], 'int32'),
    weights: tf.tensor4d(weights, [size + 1, viewSize, reach, 2]),
  };
}

function unpacked(packed: tf.Tensor): Planes {
  const blue = tf.floor(tf.mul(packed, 2 ** -16));
  const rest = tf.sub(packed, tf.mul(blue, 2 ** 16));
  const green = tf.floor(tf.mul(rest, 2 ** -8));
  return [tf.sub(rest, tf.mul(green, 2 ** 8)), green, blue];
}

/** All products and sums are whole numbers below 2²⁴. */
function greyLevels([red, green, blue]: Planes): tf.Tensor {
  const sum = tf.add(tf.add(tf.mul(red, LUMA.red), tf.mul(green, LUMA.green)), tf.mul(blue, LUMA.blue));
  return tf.floor(tf.mul(tf.add(sum, 2 ** 15), 2 ** -16));
}

/** Moves levels away from black, the mean grey level, or the image's own grey. @param at the column of the kind */
function changed(planes: Planes, column: (k: number) => tf.Tensor, at: number): Planes {
  const [kind, factor] = [column(at), column(at + 1)];
  const grey = greyLevels(planes);
  const [, height, width] = grey.shape as [number, number, number];
  const average = rounded(tf.div(tf.sum(grey, [1, 2], true), height * width));
  const start = tf.where(
    tf.equal(kind, LEVEL_CHANGES.saturation),
    grey,
    tf.where(tf.equal(kind, LEVEL_CHANGES.contrast), average, tf.zerosLike(average)),
  );
  return mapPlanes(planes, (plane) =>
    tf.floor(tf.clipByValue(tf.add(start, tf.mul(factor, tf.sub(plane, start))), 0, 255)),
  );
}

/** Turns the hue, as data/augmentation/hue.ts. @param steps [N, 1, 1] of 256 */
function turned([red, green, blue]: Planes, steps: tf.Tensor): Planes {
  const tables = hueTables();
  const value = tf.maximum(tf.maximum(red, green), blue);
  const least = tf.minimum(tf.minimum(red, green), blue);
  const spread = tf.sub(value, least);
  const depth = tf.sub(tf.sub(tf.sub(tf.add(tf.mul(value, 2), least), red), green), blue);
  const place = tf.add(tf.add(tf.mul(orderOf([red, green, blue]), 2 ** 16), tf.mul(spread, 2 ** 8)), depth);
  const moved = tf.add(tableAt(tables.hue, place), steps);
  const hue = tf.sub(moved, tf.mul(tf.floor(tf.mul(moved, 2 ** -8)), 2 ** 8));
  const saturation = tableAt(tables.saturation, tf.add(tf.mul(value, 2 ** 8), spread));
  const newLeast = tableAt(tables.least, tf.add(tf.mul(value, 2 ** 8), saturation));

  const sixths = tf.div(tf.mul(hue, 6), 255);
  const whole = tf.floor(sixths);
  const within = tf.sub(sixths, whole);
  const sector = tf.where(tf.equal(whole, 6), tf.zerosLike(whole), whole);
  const isOdd = tf.greater(tf.sub(sector, tf.mul(tf.floor(tf.mul(sector, 0.5)), 2)), 0);
  const fall = tf.mul(tf.div(saturation, 255), tf.where(isOdd, within, tf.sub(1, within)));
  const middle = rounded(tf.mul(value, tf.sub(1, fall)));
  // Through the six sectors a channel is largest, middle, least, least, middle, largest, from where its own turn begins.
  const channel = (start: number): tf.Tensor => {
    const later = tf.add(sector, start);
    const turn = tf.where(tf.greaterEqual(later, 6), tf.sub(later, 6), later);
    const distance = tf.abs(tf.sub(turn, 2.5));
    return tf.where(tf.greater(distance, 2), value, tf.where(tf.greater(distance, 1), middle, newLeast));
  };
  return [channel(0), channel(4), channel(2)];
}

/** Returns the order of the channels, as an index of the table of hues. */
function orderOf([red, green, blue]: Planes): tf.Tensor {
  const flag = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.cast(tf.less(a, b), 'float32');
  const [redBelowGreen, redBelowBlue, greenBelowBlue] = [flag(red, green), flag(red, blue), flag(green, blue)];
  const redIsLargest = tf.equal(tf.add(redBelowGreen, redBelowBlue), 0);
  return tf.where(
    redIsLargest,
    greenBelowBlue,
    tf.where(tf.equal(greenBelowBlue, 0), tf.add(redBelowBlue, 2), tf.add(redBelowGreen, 4)),
  );
}

function tableAt(table: Uint8Array, places: tf.Tensor): tf.Tensor {
  return tf.gather(tf.tensor1d(Float32Array.from(table)), tf.cast(places, 'int32'));
}

/** Blurs along both axes. @param sigma [N, 1, 1]; what comes out where it is 0 has no meaning */
function blurred(planes: Planes, sigma: tf.Tensor, size: number): Planes {
  const radius = blurRadius(size);
  const offsets = tf.reshape(tf.range(-radius, radius + 1), [1, 1, 2 * radius + 1]);
  const width = tf.where(tf.greater(sigma, 0), sigma, tf.onesLike(sigma));
  const bell = tf.exp(tf.mul(-0.5, tf.square(tf.div(offsets, width))));
  const kernel = tf.div(bell, tf.sum(bell, 2, true));
  const [count] = sigma.shape as [number];
  const beyond = tf.tensor1d(
    Array.from({ length: size + 2 * radius }, (_, k) => mirroredIndex(k - radius, size)),
    'int32',
  );
  const along = (plane: tf.Tensor, axis: 1 | 2): tf.Tensor => {
    const extended = tf.gather(plane, beyond, axis);
    return Array.from({ length: 2 * radius + 1 }, (_, k) => {
      const begin = axis === 1 ? [0, k, 0] : [0, 0, k];
      return tf.mul(tf.slice(extended, begin, [count, size, size]), tf.slice(kernel, [0, 0, k], [count, 1, 1]));
    }).reduce((sum, part) => tf.add(sum, part));
  };
  return mapPlanes(planes, (plane) => rounded(along(along(plane, 2), 1)));
}

/** Continues 0..size − 1 by its mirror image about the border pixels. */
function mirroredIndex(k: number, size: number): number {
  const inside = Math.abs(k);
  return inside < size ? inside : 2 * (size - 1) - inside;
}

function normalised(planes: Planes, { mean, deviation }: Normalisation): tf.Tensor[] {
  return planes.map((plane, channel) =>
    tf.div(tf.sub(tf.div(plane, 255), mean[channel] as number), deviation[channel] as number),
  );
}
