/**
 * Four 3×3 convolutions with batch norm and ReLU, each of which halves the image: an encoder that learns on a laptop, since
 * no layer sees more than a quarter of the pixels.
 */
import { batchNorm } from './batch-norm.js';
import { convolution, GLOBAL_AVERAGE, RELU } from './convolution.js';
import { chain, type Layer } from './layer.js';
import { assembleModel, type Model } from './model.js';
import { projector, type ProjectorWidths } from './projector.js';

const WIDTHS = [64, 128, 256, 256];

export function convnetSmall(widths: ProjectorWidths): Model {
  const layers: Layer[] = [];
  let channels = 3;
  for (const [k, width] of WIDTHS.entries()) {
    const shape = { from: channels, to: width, kernel: 3, stride: 2 };
    layers.push(convolution(`conv${k + 1}`, shape), batchNorm(`bn${k + 1}`, width), RELU);
    channels = width;
  }
  return assembleModel({
    name: 'convnet-small',
    encoder: chain(...layers, GLOBAL_AVERAGE),
    featureWidth: channels,
    projector: projector(channels, widths),
    embeddingWidth: widths.output,
  });
}
