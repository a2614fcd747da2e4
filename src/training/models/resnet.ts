/**
 * ResNet-18 and ResNet-50 (He, Zhang, Ren, Sun, CVPR 2016) with torchvision's names and details: the bottleneck strides on
 * its 3×3 convolution ("v1.5").
 */
import { tf } from '../compile/tfjs.js';
import { batchNorm } from './batch-norm.js';
import { convolution, GLOBAL_AVERAGE, MAX_POOL, RELU, type ConvolutionShape } from './convolution.js';
import { chain, weightsOf, type Layer } from './layer.js';
import { assembleModel, type Model } from './model.js';
import { projector, type ProjectorWidths } from './projector.js';

/**
 * The first layers. `cifar`: 3×3, stride 1, no pooling, for images of 32×32; `imagenet`: 7×7, stride 2, then max-pool 3×3,
 * stride 2.
 */
export type Stem = 'cifar' | 'imagenet';

interface Architecture {
  /** Residual blocks in each of the four stages. */
  readonly blocks: readonly number[];
  /** Output channels of a block for each channel of its inner width. */
  readonly expansion: number;
  /** The block without its shortcut and last ReLU. */
  readonly body: (name: string, shape: BlockShape) => Layer;
}

interface BlockShape {
  readonly from: number;
  readonly width: number;
  readonly stride: number;
}

const BOTTLENECK_EXPANSION = 4;

const ARCHITECTURES = {
  resnet18: { blocks: [2, 2, 2, 2], expansion: 1, body: basicBody },
  resnet50: { blocks: [3, 4, 6, 3], expansion: BOTTLENECK_EXPANSION, body: bottleneckBody },
} as const satisfies Record<string, Architecture>;

/** Inner widths of the stages; each but the first halves the image. */
const STAGE_WIDTHS = [64, 128, 256, 512];
const STEM_WIDTH = 64;

/** Stem and projector of a residual network. */
export interface ResnetOptions {
  readonly stem: Stem;
  readonly projector: ProjectorWidths;
}

export function resnet(name: keyof typeof ARCHITECTURES, options: ResnetOptions): Model {
  const architecture = ARCHITECTURES[name];
  const layers = [stemLayer(options.stem)];
  let channels = STEM_WIDTH;
  for (const [stage, width] of STAGE_WIDTHS.entries()) {
    for (let block = 0; block < (architecture.blocks[stage] ?? 0); block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      layers.push(residual(`layer${stage + 1}.${block}`, architecture, { from: channels, width, stride }));
      channels = width * architecture.expansion;
    }
  }
  return assembleModel({
    name,
    encoder: chain(...layers, GLOBAL_AVERAGE),
    featureWidth: channels,
    projector: projector(channels, options.projector),
    embeddingWidth: options.projector.output,
  });
}

function stemLayer(stem: Stem): Layer {
  return stem === 'cifar'
    ? chain(convolved('conv1', 'bn1', { from: 3, to: STEM_WIDTH, kernel: 3, stride: 1 }), RELU)
    : chain(convolved('conv1', 'bn1', { from: 3, to: STEM_WIDTH, kernel: 7, stride: 2 }), RELU, MAX_POOL);
}

/** Makes ReLU(body(x) + shortcut(x)); the shortcut is a strided 1×1 convolution where the shape changes, else x itself. */
function residual(name: string, { body, expansion }: Architecture, shape: BlockShape): Layer {
  const inner = body(name, shape);
  const to = shape.width * expansion;
  const down = { from: shape.from, to, kernel: 1, stride: shape.stride };
  const shortcut =
    shape.stride === 1 && shape.from === to ? chain() : convolved(`${name}.downsample.0`, `${name}.downsample.1`, down);
  return {
    ...weightsOf([inner, shortcut]),
    apply: (x, pass) => tf.relu(tf.add(inner.apply(x, pass), shortcut.apply(x, pass))),
  };
}

function basicBody(name: string, { from, width, stride }: BlockShape): Layer {
  return chain(
    convolved(`${name}.conv1`, `${name}.bn1`, { from, to: width, kernel: 3, stride }),
    RELU,
    convolved(`${name}.conv2`, `${name}.bn2`, { from: width, to: width, kernel: 3, stride: 1 }),
  );
}

function bottleneckBody(name: string, { from, width, stride }: BlockShape): Layer {
  const outer = BOTTLENECK_EXPANSION * width;
  return chain(
    convolved(`${name}.conv1`, `${name}.bn1`, { from, to: width, kernel: 1, stride: 1 }),
    RELU,
    convolved(`${name}.conv2`, `${name}.bn2`, { from: width, to: width, kernel: 3, stride }),
    RELU,
    convolved(`${name}.conv3`, `${name}.bn3`, { from: width, to: outer, kernel: 1, stride: 1 }),
  );
}

function convolved(name: string, normName: string, shape: ConvolutionShape): Layer {
  return chain(convolution(name, shape), batchNorm(normName, shape.to));
}
