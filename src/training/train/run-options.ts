/**
 * Every option of a training run: its type, its range, its default, and what `--help` says. Adding one is one entry. Those that
 * name the loss are in the help of several commands, which says it in one place: `src/faces/cli/loss-options.ts`.
 */
import { z } from 'zod';
import { OWN_IMAGES } from '../data/dataset-choice.js';
import { DATASETS, type DatasetName } from '../data/datasets.js';
import { ENGINE_NAMES } from '../engines/choose-engine.js';
import type { ModelName } from '../models/named-models.js';
import { DEFAULT_LOSS } from './named-objectives.js';
import { PROTOCOLS, type ProtocolName } from './protocols.js';

/** A record, so that the compiler misses none; the models themselves would load TensorFlow.js for `--help`. */
const MODEL_NAMES = Object.keys({ resnet18: 1, resnet50: 1, 'convnet-small': 1, tiny: 1 } satisfies Record<
  ModelName,
  1
>) as ModelName[];

const count = (least: number) => z.int().min(least);
const positive = z.number().positive();
const notNegative = z.number().nonnegative();
const decay = z.number().nonnegative().lt(1);

export const RUN_OPTIONS = z.strictObject({
  dataset: z
    .union([z.enum(Object.keys(DATASETS) as DatasetName[]), z.templateLiteral([OWN_IMAGES, z.string().min(1)])])
    .default('cifar10')
    .describe(
      'data set, or images:DIR: a folder of PNG, JPEG or WebP images, a folder a class or one flat folder; or images:FILE.npz',
    ),
  data: z.string().min(1).describe('folder of the image data sets (default: the environment’s ALPHA_CL_DATA)'),
  subset: count(1).optional().describe('train on the first n images only (default: all that are there)'),
  unlabeled: z
    .enum(['with', 'without'])
    .optional()
    .describe('whether stl10 is its unlabeled images too (default: with the protocol authors, as they do)'),
  imageSize: count(8)
    .max(512)
    .optional()
    .describe(
      'pixels a side that the network sees; views and images are resized to it (default: the data set’s; 32 of images:DIR)',
    ),
  splitSeed: count(0)
    .optional()
    .describe(
      'seed of the test images, a fifth, that are drawn from images:DIR without folders train and test (default: 1)',
    ),
  damaged: z
    .enum(['refuse', 'skip'])
    .optional()
    .describe('whether damaged images of images:DIR are refused or left out (default: refuse)'),
  model: z.enum(MODEL_NAMES).default('resnet18').describe('encoder'),
  stem: z
    .enum(['cifar', 'imagenet'])
    .optional()
    .describe('first layers of a ResNet (default: cifar for images up to 64 pixels a side, else imagenet)'),
  loss: z.string().min(1).default(DEFAULT_LOSS),
  phi: z.string().min(1).optional(),
  psi: z.string().min(1).optional(),
  alpha: z.string().min(1).optional(),
  anchor: z.string().min(1).optional(),
  sum: z.string().optional(),
  set: z.string().optional(),
  anchors: z
    .enum(['first', 'both'])
    .optional()
    .describe('views that a loss of distances takes its anchors from (default: the loss’s)'),
  negativeViews: z
    .enum(['same', 'other', 'both'])
    .optional()
    .describe('views that a loss of distances takes an anchor’s negatives from, or --negatives (default: the loss’s)'),
  labels: z
    .enum(['with', 'without'])
    .optional()
    .describe(
      'whether the images of a class are positives of each other in a loss of distances (default: with, where the loss sums over positives)',
    ),

  temperature: positive.optional().describe('τ of the loss'),
  power: positive.optional().describe('p of alpha-cl-direct, exp(−dᵖ/τ)'),
  gamma: positive.optional().describe('γ of alpha-cl-power'),
  exponent: positive.optional().describe('exponent of the distance in the authors’ forms of power and square'),
  inverseExponent: positive.optional().describe('exponent of the inverse in alpha-cl-shifted-power'),
  positiveWeight: notNegative.optional().describe('weight of a further attraction between the two views'),
  constantLogit: z
    .enum(['none', 'one'])
    .optional()
    .describe('whether the cross-entropy has one more logit, of similarity 1'),
  normalise: z.enum(['row', 'none', 'anchor']).optional().describe('how the weights α are normalised'),
  slack: notNegative.optional().describe('added to the sum that α is divided by, a negative'),
  gradient: z.enum(['stop', 'back-propagate']).optional().describe('whether α is held fixed, or differentiated too'),

  optimiser: z.enum(['adam', 'sgd', 'lars']).default('adam').describe('optimiser'),
  learningRate: positive.default(0.001).describe('learning rate at its highest'),
  weightDecay: notNegative.default(0).describe('L2 penalty'),
  momentum: decay.optional().describe('momentum of sgd and lars (default: 0.9)'),

  protocol: z
    .enum(Object.keys(PROTOCOLS) as ProtocolName[])
    .default('standard')
    .describe(
      'what order, schedule and views are unless given: standard shuffled, cosine, joint; authors as in their code',
    ),
  order: z.enum(['sequential', 'shuffled']).describe('order of the images in an epoch (default: the protocol’s)'),
  schedule: z.enum(['constant', 'cosine', 'authors']).describe('of the learning rate (default: the protocol’s)'),
  views: z.enum(['separate', 'joint']).describe('how the two views pass the network (default: the protocol’s)'),
  warmUpEpochs: count(0).default(0).describe('epochs over which the learning rate rises'),

  epochs: count(1).default(100).describe('passes through the images'),
  batch: count(2).default(128).describe('images in a batch; each gives two views'),
  seed: count(0)
    .max(2 ** 31 - 1)
    .default(1)
    .describe('seed of weights, order and augmentation'),
  engine: z
    .enum(ENGINE_NAMES as [string, ...string[]])
    .default('auto')
    .describe('what runs the training step; auto: one that is clearly fastest here, else cpu'),
  device: z
    .string()
    .min(1)
    .optional()
    .describe('device of the engine pytorch: auto, cpu, mps, cuda:0 (default: auto, a card if there is one)'),
  devices: count(1)
    .optional()
    .describe('replicas of the engine pytorch that share a batch, each on a device of its own (default: 1)'),
  negatives: z
    .enum(['global', 'local'])
    .optional()
    .describe('whether an anchor’s negatives are views of all devices or of its own (default: global)'),
  statistics: z
    .enum(['global', 'local'])
    .optional()
    .describe('whether batch norm has the statistics of all devices or of each alone (default: global)'),
  python: z
    .string()
    .min(1)
    .optional()
    .describe(
      'path of the Python of the engine pytorch (default: the environment’s ALPHA_CL_PYTHON, else the first with PyTorch)',
    ),
  compile: z
    .enum(['auto', 'on', 'off'])
    .optional()
    .describe(
      'whether torch.compile makes the step of the engine pytorch (default: auto, on a card in a run of at least 1,000 steps ' +
        'if a trial of it takes the same step sooner)',
    ),
  precision: z
    .enum(['float32', 'tf32', 'float16', 'bfloat16'])
    .default('float32')
    .describe(
      'of convolutions, where the engine gains from it; tf32 of products too, float16 with dynamic loss scaling',
    ),
  augment: z
    .enum(['auto', 'device', 'threads'])
    .default('auto')
    .describe(
      'where views are made: by threads of the processor, or on the device, where the images lie then; auto: the device of ' +
        'a card with pytorch',
    ),
  workers: count(0).optional().describe('threads that make views (default: half of what the machine runs at once)'),
  checkpointEvery: count(1).default(200).describe('steps between checkpoints'),
  keepEvery: count(1).optional().describe('epochs between checkpoints that stay (default: the last two stay)'),
  knnEvery: count(0).default(1).describe('epochs between classifications by nearest neighbours; 0: none'),
  knnBank: count(1).default(10_000).describe('training images among which neighbours are looked for, at most'),
  knnQueries: count(1).default(2_000).describe('images that are classified by their neighbours, at most'),
  importanceEvery: count(0).default(1).describe('epochs between looks at the weights α of the pairs; 0: none'),
});

/** Every option that plays a part in the run, with its value; those that play none are absent. */
export type RunConfig = Readonly<z.output<typeof RUN_OPTIONS>>;

/** Some options, not checked against each other. */
export type GivenConfig = Readonly<Partial<z.input<typeof RUN_OPTIONS>>>;

/** An option of a run by name. */
export type RunOptionName = keyof typeof RUN_OPTIONS.shape;

/** The names of all options of a run. */
export const RUN_OPTION_NAMES = Object.keys(RUN_OPTIONS.shape) as RunOptionName[];

/** Options that say by what a run is computed: it keeps them, since last bits depend on them, but they are no part of a recipe. */
export const COMPUTING_OPTIONS: readonly RunOptionName[] = ['engine', 'augment', 'compile'];

/** Options that say where and how, not what: they may change when a run is resumed, and weights do not depend on them. */
export const FREE_OPTIONS: readonly RunOptionName[] = [
  'data',
  'device',
  'python',
  'workers',
  'checkpointEvery',
  'keepEvery',
  'knnEvery',
  'knnBank',
  'knnQueries',
  'importanceEvery',
];
