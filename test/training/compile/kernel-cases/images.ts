/** Convolution and pooling, with their gradients: strides, paddings and sizes that do not fit each other. */
import fc from 'fast-check';
import { tf } from '../../../../src/training/compile/tfjs.js';
import { sizeOf } from '../../../../src/training/compile/step.js';
import type { Tolerance } from '../agreement.js';
import { ordinary, type Values } from '../operand.js';
import { cases, type CaseTable, type Geometry } from './case-table.js';

type Images = tf.Tensor4D;
type Pair = [number, number];
type Padding = number | 'same' | 'valid' | tf.backend_util.ExplicitPadding;

export interface WindowAttributes {
  readonly window: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pad: Padding;
  /** [N, H, W, C] of the images and of what comes out. */
  readonly images: [number, number, number, number];
  readonly made: [number, number, number, number];
}

const pair = (min: number, max: number): fc.Arbitrary<Pair> =>
  fc.oneof(
    fc.integer({ min, max }).map((length): Pair => [length, length]),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })),
  );

/** From none to more than the window reaches. */
const convolutionPadding: fc.Arbitrary<Padding> = fc.oneof(
  fc.constantFrom<Padding>('same', 'valid'),
  fc.nat({ max: 4 }),
  fc.tuple(pair(0, 3), pair(0, 3)).map(([rows, columns]): Padding => [[0, 0], rows, columns, [0, 0]]),
);

/** Under a number, tfjs takes the strides of rows for columns too, and may pool windows without a pixel: see poolings. */
const poolingPadding: fc.Arbitrary<Padding> = fc.oneof(fc.constantFrom<Padding>('same', 'valid'), fc.nat({ max: 1 }));

interface Limits {
  readonly padding: fc.Arbitrary<Padding>;
  readonly minWindow: number;
  readonly maxDilation: number;
  readonly outChannels: fc.Arbitrary<number> | 'as many';
}

function windows({ padding, minWindow, maxDilation, outChannels }: Limits): fc.Arbitrary<WindowAttributes> {
  return (
    fc
      .record({
        window: pair(minWindow, 3),
        strides: pair(1, 3),
        dilations: fc.oneof(fc.constant<Pair>([1, 1]), pair(1, maxDilation)),
        pad: padding,
        size: pair(1, 7),
        batch: fc.integer({ min: 1, max: 3 }),
        channels: fc.integer({ min: 1, max: 3 }),
        out: outChannels === 'as many' ? fc.constant(0) : outChannels,
      })
      // tfjs convolves with strides or with dilations, not with both.
      .map((drawn) => (Math.max(...drawn.dilations) > 1 ? { ...drawn, strides: [1, 1] as Pair } : drawn))
      .map(({ window, strides, dilations, pad, size, batch, channels, out }) => {
        const images: WindowAttributes['images'] = [batch, size[0], size[1], channels];
        const filter: WindowAttributes['images'] = [window[0], window[1], channels, out || channels];
        const info = tf.backend_util.computeConv2DInfo(images, filter, strides, dilations, pad);
        return {
          window,
          strides,
          dilations,
          pad,
          images,
          made: [batch, info.outHeight, info.outWidth, out || channels] as const,
        };
      })
      .filter(({ made }) => made.every((length) => length >= 1))
      .map((attributes) => ({ ...attributes, made: [...attributes.made] }))
  );
}

const convolution: Omit<Limits, 'maxDilation'> = {
  padding: convolutionPadding,
  minWindow: 1,
  outChannels: fc.integer({ min: 1, max: 3 }),
};

function filterShape({ window, images, made }: WindowAttributes): WindowAttributes['images'] {
  return [window[0], window[1], images[3], made[3]];
}

const convolutions: fc.Arbitrary<Geometry<WindowAttributes>> = windows({ ...convolution, maxDilation: 2 }).map(
  (attributes) => ({ shapes: [attributes.images, filterShape(attributes)], attributes }),
);

/** With ∂Y. tfjs has no gradient of a dilated convolution. */
export const convolutionGradients: fc.Arbitrary<Geometry<WindowAttributes>> = windows({
  ...convolution,
  maxDilation: 1,
}).map((attributes) => ({ shapes: [attributes.images, filterShape(attributes), attributes.made], attributes }));

export function convolved({ strides, pad, dilations }: WindowAttributes, x: tf.Tensor, filter: tf.Tensor): tf.Tensor {
  return tf.conv2d(x as Images, filter as Images, strides, pad, 'NHWC', dilations);
}

const poolings: fc.Arbitrary<WindowAttributes> = windows({
  padding: poolingPadding,
  minWindow: 2,
  maxDilation: 1,
  outChannels: 'as many',
}).filter(({ window, strides, pad }) => typeof pad === 'string' || (isSquare(window) && isSquare(strides)));

function isSquare([height, width]: Pair): boolean {
  return height === width;
}

function pooled({ window, strides, pad }: WindowAttributes, x: tf.Tensor): tf.Tensor {
  return tf.maxPool(x as Images, window, strides, pad);
}

/** One product a tap and channel, for every window or pixel, at most. */
export function convolutionTerms({ attributes: { window, images, made } }: Geometry<WindowAttributes>): Tolerance {
  return { terms: sizeOf(window) * Math.max(images[3], made[3], sizeOf(made.slice(0, 3))) };
}

/** Many ties. */
const few: Values = (random) => (random.uniform() < 0.6 ? random.integer(3) - 1 : ordinary(random));

export const IMAGE_CASES: CaseTable = {
  Conv2D: cases(
    convolutions,
    (attributes, x, filter) => convolved(attributes, x as Images, filter as Images),
    convolutionTerms,
  ),
  Conv2DBackpropFilter: cases(
    convolutionGradients,
    (attributes, x, filter, dy) =>
      tf.grad((varied) => convolved(attributes, x, varied))(filter as Images, dy as Images),
    convolutionTerms,
  ),
  Conv2DBackpropInput: fc.oneof(
    cases(
      convolutionGradients,
      (attributes, x, filter, dy) =>
        tf.grad((varied) => convolved(attributes, varied, filter))(x as Images, dy as Images),
      convolutionTerms,
    ),
    cases(
      convolutionGradients.map(({ shapes: [, filter, dy], attributes }) => ({
        shapes: [dy ?? [], filter ?? []],
        attributes,
      })),
      ({ images, strides, pad }, dy, filter) =>
        tf.conv2dTranspose(dy as Images, filter as Images, images, strides, pad),
      convolutionTerms,
    ),
  ),
  MaxPool: cases(
    poolings.map((attributes) => ({ shapes: [attributes.images], attributes })),
    (attributes, x) => pooled(attributes, x as Images),
    'exact',
    { values: few },
  ),
  // Sums of at most 9 windows; where entries tie, the first takes all.
  MaxPoolGrad: cases(
    poolings.map((attributes) => ({ shapes: [attributes.images, attributes.made], attributes })),
    (attributes, x, dy) => tf.grad((varied) => pooled(attributes, varied))(x as Images, dy as Images),
    { ofLargest: 9 },
    [{ values: few }, {}],
  ),
};
