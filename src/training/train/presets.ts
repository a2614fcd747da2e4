/** Settings for a purpose. Whatever is given beside a preset wins over it. */
import type { GivenConfig } from './run-options.js';

/** Options that go together, by name. */
export const PRESETS = {
  /** Under a minute on two cores: shows that everything works, learns next to nothing. */
  smoke: {
    dataset: 'cifar10',
    subset: 512,
    model: 'tiny',
    batch: 64,
    epochs: 5,
    protocol: 'standard',
    checkpointEvery: 10,
    knnQueries: 250,
  },
  /** Some five minutes on one core; the last 10,000 training images, data_batch_5, stay out for evaluation. */
  laptop: {
    dataset: 'cifar10',
    subset: 40_000,
    model: 'convnet-small',
    batch: 128,
    epochs: 3,
    protocol: 'standard',
    engine: 'cpu',
  },
  /** The authors' settings with ResNet-18. */
  paper: { model: 'resnet18', batch: 128, epochs: 500, learningRate: 0.01, protocol: 'authors' },
  /** The training of the author's log (facebookresearch/luckmatters, issue 11): α-CL-direct with weights as they are. */
  'paper-resnet50': {
    model: 'resnet50',
    loss: 'alpha-cl-direct',
    power: 4,
    temperature: 0.5,
    normalise: 'none',
    slack: 0,
    optimiser: 'adam',
    learningRate: 0.001,
    weightDecay: 0,
    batch: 256,
    epochs: 500,
    protocol: 'authors',
  },
} as const satisfies Record<string, GivenConfig>;

/** A preset by name. */
export type PresetName = keyof typeof PRESETS;

/** The names of all presets. */
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
