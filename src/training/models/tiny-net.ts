/** Two strided convolutions with batch norm and ReLU: every kind of layer of a ResNet's path, at a size for tests. */
import { batchNorm } from './batch-norm.js';
import { convolution, GLOBAL_AVERAGE, RELU } from './convolution.js';
import { chain } from './layer.js';
import { assembleModel, type Model } from './model.js';
import { projector, type ProjectorWidths } from './projector.js';

const WIDTHS = [8, 16] as const;

export function tinyNet(widths: ProjectorWidths): Model {
  return assembleModel({
    name: 'tiny',
    encoder: chain(
      convolution('conv1', { from: 3, to: WIDTHS[0], kernel: 3, stride: 2 }),
      batchNorm('bn1', WIDTHS[0]),
      RELU,
      convolution('conv2', { from: WIDTHS[0], to: WIDTHS[1], kernel: 3, stride: 2 }),
      batchNorm('bn2', WIDTHS[1]),
      RELU,
      GLOBAL_AVERAGE,
    ),
    featureWidth: WIDTHS[1],
    projector: projector(WIDTHS[1], widths),
    embeddingWidth: widths.output,
  });
}
