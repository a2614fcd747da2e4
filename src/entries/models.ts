/**
 * Encoders with a projector, their initial weights, and their weights in safetensors files with torchvision's names.
 *
 * @packageDocumentation
 */
export { MODELS, type ModelName, type ModelOptions, namedModel } from '../training/models/named-models.js';
export { type Model, type ModelParts, type Encoded, assembleModel } from '../training/models/model.js';
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
} from '../training/models/layer.js';
export { type ConvolutionShape, convolution, RELU, MAX_POOL, GLOBAL_AVERAGE } from '../training/models/convolution.js';
export { batchNorm } from '../training/models/batch-norm.js';
export { type ProjectorWidths, projector } from '../training/models/projector.js';
export type { Stem, ResnetOptions } from '../training/models/resnet.js';
export { initialWeights } from '../training/models/initialise.js';
export { type WeightedModel, loadWeights, saveWeights } from '../training/models/weights-file.js';
export { type NamedTensorsFile, readSafetensors } from '../training/models/safetensors/read-safetensors.js';
export { writeSafetensors } from '../training/models/safetensors/write-safetensors.js';
