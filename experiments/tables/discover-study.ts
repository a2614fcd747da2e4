/**
 * Trainings of `alpha-cl discover --train 14 --seeds 2 --epochs 2 --images 20000` as docs/results/discover.md had them on 2026-12-01:
 * 20-NN accuracy on the 30,000 held-out images of CIFAR-10, seeds 1 and 2.
 */
import type { StudiedShape } from '../../src/results/discover/accuracy-model.js';

export const DISCOVER_STUDY: readonly StudiedShape[] = [
  { weights: { alpha: 'exp(-r/0.1)' }, accuracies: [0.4573, 0.458] },
  { weights: { alpha: '0.5*exp(-r/0.1) + 0.5*max(0, 1 - r)' }, accuracies: [0.4474, 0.4487] },
  { weights: { alpha: 'max(0, 1 - r^2)' }, accuracies: [0.4437, 0.4472] },
  { weights: { alpha: 'exp(-r^2/0.5)' }, accuracies: [0.4369, 0.4379] },
  { weights: { alpha: 'exp(-r^4)' }, accuracies: [0.4288, 0.4294] },
  { weights: { alpha: 'exp(-r/0.5)' }, accuracies: [0.425, 0.4258] },
  { weights: { alpha: 'exp(-r^2)' }, accuracies: [0.4217, 0.4249] },
  { weights: { alpha: '(1 + r)^(-1)' }, accuracies: [0.3985, 0.4012] },
  { weights: { name: 'square', parameters: { temperature: 0.5 } }, accuracies: [0.4002, 0.3957] },
  { weights: { alpha: '(1 + r^2)^(-0.5)' }, accuracies: [0.3945, 0.3975] },
  { weights: { alpha: '0.5*max(0, 1 - r) + 0.5' }, accuracies: [0.3916, 0.3939] },
  { weights: { alpha: '0.25*exp(-r^2/0.5) + 0.75' }, accuracies: [0.386, 0.3837] },
  { weights: { alpha: '1' }, accuracies: [0.3826, 0.3771] },
  { weights: { name: 'power', parameters: { gamma: 2 } }, accuracies: [0.3819, 0.373] },
];
