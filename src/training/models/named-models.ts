/** Every model by its name. A new one is a file and a line here. */
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import type { Model } from './model.js';
import { convnetSmall } from './convnet-small.js';
import type { ProjectorWidths } from './projector.js';
import { resnet, type ResnetOptions, type Stem } from './resnet.js';
import { tinyNet } from './tiny-net.js';

/** Projector of the authors' benchmarks. */
const PROJECTOR = { hidden: 512, output: 128 };
const SMALL_PROJECTOR = { hidden: 256, output: 64 };
const TINY_PROJECTOR = { hidden: 16, output: 8 };

interface NamedModel {
  readonly projector: ProjectorWidths;
  readonly build: (options: ResnetOptions) => Model;
}

/** The encoders by name. */
export const MODELS = {
  resnet18: { projector: PROJECTOR, build: (options) => resnet('resnet18', options) },
  resnet50: { projector: PROJECTOR, build: (options) => resnet('resnet50', options) },
  /** Trains in minutes on a CPU; it has one stem, whatever the option says. */
  'convnet-small': { projector: SMALL_PROJECTOR, build: (options) => convnetSmall(options.projector) },
  /** A model for tests and smoke runs; it has one stem, whatever the option says. */
  tiny: { projector: TINY_PROJECTOR, build: (options) => tinyNet(options.projector) },
} as const satisfies Record<string, NamedModel>;

/** An encoder by name. */
export type ModelName = keyof typeof MODELS;

const STEMS: readonly Stem[] = ['cifar', 'imagenet'];

/** The options of an encoder. */
export interface ModelOptions {
  /** Default `cifar`. */
  readonly stem?: Stem;
  /** Default hidden 512 and output 128; for `convnet-small` 256 and 64, for `tiny` 16 and 8. */
  readonly projector?: Partial<ProjectorWidths>;
}

/**
 * Builds a model by name.
 *
 * @throws InvalidInput when the name or the stem is unknown or a width is not a positive integer
 * @example
 * const { featureWidth, embeddingWidth } = namedModel('resnet18');
 * [featureWidth, embeddingWidth]; // [512, 128]
 */
export function namedModel(name: string, { stem = 'cifar', projector = {} }: ModelOptions = {}): Model {
  if (!Object.hasOwn(MODELS, name)) throw unknownName('model', name, Object.keys(MODELS));
  if (!STEMS.includes(stem)) throw unknownName('stem', stem, STEMS);
  const model: NamedModel = MODELS[name as ModelName];
  const widths = { ...model.projector, ...projector };
  for (const [layer, width] of Object.entries(widths)) {
    if (!Number.isSafeInteger(width) || width < 1)
      throw new InvalidInput(
        `cannot build a projector of ${layer} width ${width}: expected a positive integer, such as 512`,
      );
  }
  return model.build({ stem, projector: widths });
}
