import { LINEAR_PROTOCOL } from '../../src/training/evaluate/linear-protocol.js';
import type { BenchmarkTable, PublishedResult } from '../../src/results/tables/benchmark-table.js';
import type { Recipe } from '../../src/results/tables/recipe.js';
import { DATA_SETS, LINEAR_EVALUATION } from './linear-evaluation.js';

/** The author's own log; the code that it was made with is that of commit 504b56d there. */
const SOURCE = 'https://github.com/facebookresearch/luckmatters/issues/11';

/** Settings of the log, in the authors' names: `dual`, alpha_type exp, alpha_exponent 2, alpha_eps 0; the rest is that of their code. */
const TRAINING = {
  model: 'resnet50',
  loss: 'alpha-cl-direct',
  normalise: 'none',
  power: 4,
  slack: 0,
  temperature: 0.5,
  positiveWeight: 0,
  gradient: 'stop',
  optimiser: 'adam',
  learningRate: 0.001,
  weightDecay: 0,
  order: 'sequential',
  schedule: 'authors',
  views: 'separate',
  batch: 256,
} as const;

/** The images of a data set: all that are trained on, and those with labels. STL-10 is trained on its unlabeled images too. */
const IMAGES: Readonly<Record<(typeof DATA_SETS)[number]['id'], { all: number; train: number; test: number }>> = {
  cifar10: { all: 50_000, train: 50_000, test: 10_000 },
  cifar100: { all: 50_000, train: 50_000, test: 10_000 },
  stl10: { all: 105_000, train: 5_000, test: 8_000 },
};

/** The authors' schedule does not know how long a run is: one of 500 epochs passes what one of 100 ends with. */
export const resnet50: BenchmarkTable = {
  id: 'resnet50',
  title: 'α-CL-direct with ResNet-50',
  rows: [
    {
      id: 'alpha-cl-direct',
      label: 'α-CL-direct, weights not normalised',
      latex: '$\\alpha$-CL-direct, weights not normalised',
      options: { loss: 'alpha-cl-direct', normalise: 'none' },
    },
  ],
  reference: 'alpha-cl-direct',
  columns: DATA_SETS,
  presets: {
    paper: {
      setting: `ResNet-50 as in the author's log: α-CL-direct with weights exp(−r²/τ) that are not normalised (p = 4, ε = 0, τ = 0.5),
batch 256, Adam with learning rate 0.001 and no weight decay, and the authors' order, schedule and views. One run of 500 epochs is
measured after 100 and 300 too: the authors' schedule does not depend on the number of epochs, so its weights there are those of
the shorter runs.

${LINEAR_EVALUATION}`,
      runs: 'paper-resnet50',
      seeds: 5,
      measuredEpochs: [100, 300],
      columns: Object.fromEntries(
        DATA_SETS.map(({ id }) => [id, { options: { dataset: id, keepEvery: 100 }, test: 'official' as const }]),
      ),
    },
  },
  published: [
    ...figures('cifar10', [87.91, 0.12], [89.89, 0.18], [91.06, 0.17]),
    ...figures('cifar100', [63.47, 0.06], [65.86, 0.24], [66.57, 0.21]),
    ...figures('stl10', [83.2, 0.17], [87.36, 0.12], [87.71, 0.14]),
  ],
};

/** After 100, 300 and 500 epochs: mean and standard deviation. */
function figures(column: keyof typeof IMAGES, ...cells: readonly (readonly [number, number])[]): PublishedResult[] {
  return cells.map(([mean, deviation], k) => ({
    row: 'alpha-cl-direct',
    column,
    mean,
    deviation,
    n: 5,
    recipe: recipe(column, [100, 300, 500][k] as number),
    source: SOURCE,
  }));
}

function recipe(dataset: keyof typeof IMAGES, epochs: number): Recipe {
  const { all, train, test } = IMAGES[dataset];
  return {
    training: { ...TRAINING, dataset, epochs, ...(dataset === 'stl10' && { unlabeled: 'with' }) },
    images: all,
    evaluation: { classifier: LINEAR_PROTOCOL, epoch: 'best', test: 'official', images: { train, test } },
  };
}
