/**
 * Augmentation recipes: the changes that an image may undergo, their strengths and probabilities.
 *
 * Chen, Kornblith, Norouzi, Hinton, "A simple framework for contrastive learning of visual representations", ICML 2020, appendix
 * A, with strengths for small images. Adding a recipe is one entry.
 */
import { unknownName } from '../../../base/invalid-input.js';
import { NO_NORMALISATION, type Normalisation } from './tensor.js';

/** Lower and upper bound between which a parameter is drawn uniformly. */
export type Range = readonly [number, number];

/** An augmentation recipe: the probabilities and ranges from which an augmentation is drawn. */
export interface AugmentationRecipe {
  /** Random resized crop: the share of the image's area, and width / height. */
  readonly crop: { readonly area: Range; readonly ratio: Range };
  readonly flipProbability: number;
  /** Factors are drawn from [max(0, 1 − s), 1 + s], the hue's shift from [−s, s]; the four come in random order. */
  readonly jitter: {
    readonly probability: number;
    readonly brightness: number;
    readonly contrast: number;
    readonly saturation: number;
    readonly hue: number;
  };
  readonly greyProbability: number;
  /** σ in pixels of the resized crop. */
  readonly blur: { readonly probability: number; readonly sigma: Range };
  readonly normalisation: Normalisation;
}

const SIMCLR = {
  crop: { area: [0.08, 1], ratio: [3 / 4, 4 / 3] },
  flipProbability: 0.5,
  greyProbability: 0.2,
} as const;

const BLUR_SIGMA = [0.1, 2] as const;

/** SimCLR's augmentations with the settings for each kind of data set. */
export const AUGMENTATION_RECIPES = {
  'simclr-cifar': {
    ...SIMCLR,
    jitter: { probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 },
    blur: { probability: 0, sigma: BLUR_SIGMA },
    normalisation: { mean: [0.4914, 0.4822, 0.4465], deviation: [0.2023, 0.1994, 0.201] },
  },
  'simclr-stl10': {
    ...SIMCLR,
    jitter: { probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
    blur: { probability: 0.5, sigma: BLUR_SIGMA },
    normalisation: NO_NORMALISATION,
  },
  /** For folders of a person's own: mean and deviation are ImageNet's, as torchvision's weights have them. */
  'simclr-images': {
    ...SIMCLR,
    jitter: { probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 },
    blur: { probability: 0, sigma: BLUR_SIGMA },
    normalisation: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
  },
} as const satisfies Record<string, AugmentationRecipe>;

/** A recipe by name. */
export type RecipeName = keyof typeof AUGMENTATION_RECIPES;

/**
 * Returns the recipe of a name.
 *
 * @throws InvalidInput for an unknown name
 * @example
 * namedRecipe('simclr-cifar').crop; // { area: [0.08, 1], ratio: [0.75, 1.3333] }
 */
export function namedRecipe(name: string): AugmentationRecipe {
  if (Object.hasOwn(AUGMENTATION_RECIPES, name)) return AUGMENTATION_RECIPES[name as RecipeName];
  throw unknownName('augmentation recipe', name, Object.keys(AUGMENTATION_RECIPES));
}
