/** Convolutions without bias, and the layers around them. */
import { tf } from '../compile/tfjs.js';
import { plainLayer, weight, type Layer } from './layer.js';

/** Channels in and out, side of the kernel, stride. */
export interface ConvolutionShape {
  readonly from: number;
  readonly to: number;
  /** Side of the square kernel, odd. The image is padded by half of it. */
  readonly kernel: number;
  readonly stride: number;
}

/**
 * Makes torch.nn.Conv2d(from, to, kernel, stride, padding = ⌊kernel/2⌋, bias = False); its weight is
 * [to, from, kernel, kernel].
 *
 * @example
 * const layer = convolution('conv', { from: 3, to: 4, kernel: 3, stride: 2 });
 * layer.parameters['conv.weight']?.shape; // [4, 3, 3, 3]
 */
export function convolution(name: string, { from, to, kernel, stride }: ConvolutionShape): Layer {
  const full = `${name}.weight`;
  // Kaiming normal over the outputs (He et al., ICCV 2015), as torchvision's ResNet does: variance 2/(kernel²·to).
  const deviation = Math.sqrt(2 / (kernel * kernel * to));
  return {
    parameters: {
      [full]: { shape: [to, from, kernel, kernel], dtype: 'float32', initial: { kind: 'normal', deviation } },
    },
    buffers: {},
    apply(x, pass) {
      const filter = tf.transpose(weight(pass, full), [2, 3, 1, 0]) as tf.Tensor4D;
      return tf.conv2d(x as tf.Tensor4D, filter, stride, Math.floor(kernel / 2));
    },
  };
}

/** The layer max(0, x). */
export const RELU: Layer = plainLayer((x) => tf.relu(x));

/** The layer torch.nn.MaxPool2d(3, stride = 2, padding = 1). */
export const MAX_POOL: Layer = plainLayer((x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 1));

/** The mean over pixels, [N, H, W, C] → [N, C]. */
export const GLOBAL_AVERAGE: Layer = plainLayer((x) => tf.mean(x, [1, 2]));
