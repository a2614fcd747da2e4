/**
 * Encoders with a projector, their initial weights, and their weights in safetensors files with torchvision's names.
 *
 * @packageDocumentation
 */
export { MODELS, type ModelName, type ModelOptions, namedModel } from './named-models.js';
export { type Model, type ModelParts, type Encoded, assembleModel } from './model.js';
export {
  type Layer,
  type Pass,
  type Mode,
  type Initial,
  type WeightSpec,
  type WeightSpecs,
  chain,
  plainLayer,
  weight,
} from './layer.js';
export { type ConvolutionShape, convolution, RELU, MAX_POOL, GLOBAL_AVERAGE } from './convolution.js';
export { batchNorm } from './batch-norm.js';
export { type ProjectorWidths, projector } from './projector.js';
export type { Stem, ResnetOptions } from './resnet.js';
export { initialWeights } from './initialise.js';
export { type WeightedModel, loadWeights, saveWeights } from './weights-file.js';
export { type NamedTensorsFile, readSafetensors } from './safetensors/read-safetensors.js';
export { writeSafetensors } from './safetensors/write-safetensors.js';
