import type { BenchmarkTable } from '../../src/results/tables/benchmark-table.js';
import { DATA_SETS, LINEAR_EVALUATION } from './linear-evaluation.js';

const SMOKE = { subset: 64, batch: 16, epochs: 2, checkpointEvery: 2 } as const;

/** The losses of arXiv 2201.12680 beside each other. */
export const losses: BenchmarkTable = {
  id: 'losses',
  title: 'Contrastive losses and their importances',
  rows: [
    {
      id: 'quadratic',
      label: 'L_quadratic',
      latex: '$\\mathcal{L}_{\\mathrm{quadratic}}$',
      options: { loss: 'quadratic' },
    },
    {
      id: 'infonce',
      label: 'L_nce (InfoNCE)',
      latex: '$\\mathcal{L}_{\\mathrm{nce}}$ (InfoNCE)',
      options: { loss: 'nt-xent' },
    },
    // The row of Tian (2022), as the authors' code has it: exp(−r/τ) as it is, differentiated through.
    {
      id: 'back-propagated-as-coded',
      label: 'back-prop α(θ)',
      latex: 'back-prop $\\alpha(\\theta)$',
      options: { loss: 'alpha-cl-direct', power: 2, normalise: 'none', gradient: 'back-propagate' },
    },
    // Another loss with another gradient. Its runs have always had this id.
    {
      id: 'back-propagated',
      label: 'back-prop α(θ), row-normalised',
      latex: 'back-prop $\\alpha(\\theta)$, row-normalised',
      options: { loss: 'alpha-cl-entropy', gradient: 'back-propagate' },
    },
    { id: 'alpha-cl-entropy', label: 'α-CL-r_H', latex: '$\\alpha$-CL-$r_H$', options: { loss: 'alpha-cl-entropy' } },
    // The form of the authors' code.
    {
      id: 'alpha-cl-power',
      label: 'α-CL-r_γ',
      latex: '$\\alpha$-CL-$r_\\gamma$',
      options: { loss: 'alpha-cl-shifted-power' },
    },
    { id: 'alpha-cl-square', label: 'α-CL-r_s', latex: '$\\alpha$-CL-$r_s$', options: { loss: 'alpha-cl-square' } },
    { id: 'alpha-cl-direct', label: 'α-CL-direct', latex: '$\\alpha$-CL-direct', options: { loss: 'alpha-cl-direct' } },
  ],
  reference: 'infonce',
  columns: DATA_SETS,
  presets: {
    smoke: {
      setting: `The tiny net, two epochs of 64 images: this shows that every part works, and its figures mean nothing.`,
      runs: 'smoke',
      columns: {
        cifar10: { options: { ...SMOKE, dataset: 'cifar10' }, test: 'official' },
        cifar100: { options: { ...SMOKE, dataset: 'cifar100' }, test: 'official' },
        stl10: { options: { ...SMOKE, dataset: 'stl10', unlabeled: 'without', imageSize: 32 }, test: 'official' },
      },
    },
    laptop: {
      setting: `\`convnet-small\` (four strided 3×3 convolutions, 64 to 256 channels, batch norm; projector 256 → 256 → 64), batch
128, shuffled, cosine schedule, both views in one batch; every loss at τ = 0.5. The weights of α-CL are normalised by row with ε = 0,
but for back-prop α(θ), whose weights are not normalised; p = 4 in α-CL-direct. CIFAR-10: 2 epochs of the first 40,000 training images, measured on the 10,000 of \`data_batch_5\`, which no part of the training sees: **these are not
accuracies on the official test set**. CIFAR-100: 6 epochs of the first 10,000 training images. STL-10: 30 epochs of the first
1,300 labelled training images, resized to 32×32, without the unlabeled ones. CIFAR-100 and STL-10 are measured on what is there
of their official test sets.

${LINEAR_EVALUATION}`,
      runs: 'laptop',
      columns: {
        cifar10: { options: { epochs: 2 }, test: 'held-out' },
        cifar100: { options: { dataset: 'cifar100', subset: 10_000, epochs: 6 }, test: 'official' },
        stl10: {
          options: { dataset: 'stl10', imageSize: 32, unlabeled: 'without', subset: 1_300, epochs: 30 },
          test: 'official',
        },
      },
    },
    paper: {
      setting: `ResNet-18, batch 128, 500 epochs, Adam with learning rate 0.01, and the authors' order, schedule and views.

${LINEAR_EVALUATION}`,
      runs: 'paper',
      columns: {
        cifar10: { options: { dataset: 'cifar10' }, test: 'official' },
        cifar100: { options: { dataset: 'cifar100' }, test: 'official' },
        stl10: { options: { dataset: 'stl10' }, test: 'official' },
      },
    },
  },
  published: [],
  unpublished:
    'The published results of this table (arXiv 2201.12680, ResNet-18, 100, 300 and 500 epochs) are not in hand, so their cells ' +
    'are empty. The abstract says that the new losses are comparable to InfoNCE or better.',
};
