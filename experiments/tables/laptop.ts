import type { BenchmarkTable } from '../../src/tables/benchmark-table.js';

export const laptop: BenchmarkTable = {
  id: 'laptop',
  title: 'InfoNCE and α-CL-direct on CIFAR-10, in minutes on a CPU',
  setting: `\`convnet-small\` (four strided 3×3 convolutions, 64 to 256 channels, batch norm; projector 256 → 256 → 64) is
trained on the first 40,000 training images of CIFAR-10, \`data_batch_1\` to \`data_batch_4\`. **Accuracies are measured on the
10,000 images of \`data_batch_5\`, which no part of the training sees: they are not accuracies on the official test set.**

Linear evaluation is that of the authors' code: frozen, standardised features of images that are not augmented, logistic
regression with Adam (learning rate 3e-4, weight decay 1e-3, batch 128, 50 epochs); the best epoch is chosen on the test images,
as there, and the last is beside it. k-NN votes by cosine, k = 20 at temperature 0.1, and k = 1. The random encoder is the
same network before its first step.`,
  preset: 'laptop',
  test: 'held-out',
  rows: [
    { id: 'infonce', label: 'InfoNCE', options: { loss: 'infonce' } },
    { id: 'alpha-cl-direct', label: 'α-CL-direct', options: { loss: 'alpha-cl-direct' } },
  ],
};
