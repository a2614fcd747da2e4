/**
 * Convolution and max pooling with padding given as numbers, on TensorFlow's packages for Node.js: their kernels take only `valid`
 * and `same`. Here the image is padded before, and its gradient cut after.
 */
import { tf } from '../compile/tfjs.js';

/** A kernel, and where its image is: what it reads, or what it makes the gradient of. */
interface PaddedKernel {
  /** The input that is padded; the gradient of a convolution's image reads none. */
  readonly image?: 'x' | 'input';
  /** The number around the image, which changes no result. */
  readonly filling: number;
  /** The result is the gradient of the image. */
  readonly isCut: boolean;
}

const KERNELS: Readonly<Record<string, PaddedKernel>> = {
  Conv2D: { image: 'x', filling: 0, isCut: false },
  Conv2DBackpropFilter: { image: 'x', filling: 0, isCut: false },
  Conv2DBackpropInput: { filling: 0, isCut: true },
  MaxPool: { image: 'x', filling: -Infinity, isCut: false },
  MaxPoolGrad: { image: 'input', filling: -Infinity, isCut: true },
};

/** Attributes of these kernels, those that count here. */
interface Attributes {
  readonly pad: number | 'valid' | 'same' | Margins;
  readonly strides: Extent;
  readonly dilations?: Extent;
  /** The window of pooling. */
  readonly filterSize?: Extent;
  /** The filter's shape, [height, width, from, to], where no input has it. */
  readonly filterShape?: readonly number[];
  readonly dataFormat?: string;
  readonly dimRoundingMode?: string | null;
  /** The image's shape, where no input has it. */
  readonly inputShape?: number[];
}

/** A length along rows and one along columns, or one for both. */
type Extent = number | readonly number[];

/** Before and after, on each axis of [N, H, W, C]. */
type Margins = [number, number][];

/** Lets a backend's kernels take padding as numbers. Calling it again changes nothing. */
export function padByNumbers(backend: string): void {
  for (const [name, kernel] of Object.entries(KERNELS)) {
    const own = tf.getKernel(name, backend);
    const ownName = `${name}/own`;
    if (own === undefined || tf.getKernel(ownName, backend) !== undefined) continue;
    tf.registerKernel({ ...own, kernelName: ownName });
    tf.unregisterKernel(name, backend);
    tf.registerKernel({ kernelName: name, backendName: backend, kernelFunc: paddingFirst(ownName, kernel) });
  }
}

function paddingFirst(ownName: string, { image, filling, isCut }: PaddedKernel): tf.KernelFunc {
  return ({ inputs, attrs }) => {
    const own = (given: object, attributes: object): tf.Tensor =>
      tf.engine().runKernel(ownName, given as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
    const attributes = attrs as unknown as Attributes;
    const margins = marginsOf(attributes, inputs as tf.NamedTensorMap);
    if (margins === undefined) return own(inputs, attributes);
    return tf.tidy(() => {
      const plain = image && (inputs[image] as tf.Tensor);
      const shape = plain?.shape ?? attributes.inputShape ?? [];
      const inputShape = shape.map((size, axis) => size + sum(margins[axis] as [number, number]));
      const padded = plain && { [image as string]: tf.pad(plain, margins, filling) };
      const result = own({ ...inputs, ...padded }, { ...attributes, pad: 'valid', inputShape });
      const start = margins.map(([before]) => before);
      return isCut ? tf.slice(result, start, shape) : result;
    });
  };
}

/**
 * Returns the margins to add; undefined where the kernel itself pads, and where padding first is not what tfjs does: it rounds
 * other than down, or takes the window and stride of rows for columns too, as it does under one number. The kernel refuses these.
 */
function marginsOf(attributes: Attributes, { filter }: tf.NamedTensorMap): Margins | undefined {
  const { pad, strides, dilations = 1, dataFormat = 'NHWC', dimRoundingMode } = attributes;
  const roundsDown = (dimRoundingMode ?? 'floor') === 'floor';
  if (typeof pad === 'string' || dataFormat !== 'NHWC' || !roundsDown) return undefined;
  if (typeof pad !== 'number') return pad;
  const window = attributes.filterSize ?? attributes.filterShape ?? filter?.shape ?? [];
  const square = [window, strides, dilations].every((extent) => typeof extent === 'number' || extent[0] === extent[1]);
  return square
    ? [
        [0, 0],
        [pad, pad],
        [pad, pad],
        [0, 0],
      ]
    : undefined;
}

function sum([before, after]: [number, number]): number {
  return before + after;
}
