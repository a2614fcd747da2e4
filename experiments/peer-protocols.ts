/** Evaluation protocols of several papers, and results that were published under them. What a source does not say is left open. */
import type { PeerProtocol } from '../src/results/runs/peer-evaluation.js';
import type { PeerResult } from '../src/faces/report/protocols-page.js';
import { LINEAR_PROTOCOL } from '../src/training/evaluate/linear-protocol.js';
import { resnet50 } from './tables/resnet50.js';

/** Adam at 1e-3 on features as they are, as the code of two papers has it. */
const PLAIN_ADAM = {
  epochs: 100,
  batchSize: 512,
  learningRate: 1e-3,
  weightDecay: 1e-6,
  order: 'shuffled',
  features: 'plain',
} as const;

export const PEER_PROTOCOLS: readonly PeerProtocol[] = [
  {
    id: 'tian',
    title: 'Tian 2022, best epoch',
    source: 'facebookresearch/luckmatters, ssl/real-dataset',
    linear: LINEAR_PROTOCOL,
    epoch: 'best',
  },
  {
    id: 'tian-last',
    title: 'Tian 2022, last epoch',
    source: 'the same, without a choice on the images that measure it',
    linear: LINEAR_PROTOCOL,
    epoch: 'last',
    neighbours: { count: 20, temperature: 0.1 },
  },
  {
    id: 'chuang',
    title: 'Chuang et al. 2020 (debiased)',
    source: 'chingyaoc/DCL, linear.py and main.py at 30189fb',
    linear: PLAIN_ADAM,
    epoch: 'last',
    neighbours: { count: 200, temperature: 0.5 },
    differences: 'there the classifier learns from augmented images, and no source says which epoch is reported',
  },
  {
    id: 'robinson',
    title: 'Robinson et al. 2021 (HCL)',
    source: 'joshr17/HCL, image/linear.py at 7b4647f',
    linear: PLAIN_ADAM,
    epoch: 'last',
    differences: 'the same classifier, measured each fifth epoch, of which the last is kept',
  },
];

const DEBIASED = 'chingyaoc/DCL, README at 179a54a; main.py and linear.py at 30189fb';
const MIO = 'abstract of arXiv 2111.12664';

/** A result of the debiased paper's code. */
function debiased(method: string, accuracy: number): PeerResult {
  const optimiser = 'Adam 1e-3, weight decay 1e-6';
  const training = { encoder: 'ResNet-50', batch: 256, epochs: 400, optimiser, schedule: 'constant' };
  return { method, dataset: 'STL-10', accuracy, ...training, evaluation: 'chuang', source: DEBIASED };
}

/** Results of an abstract, which gives no more than encoder and epochs. */
function abstract(method: string, accuracies: readonly [number, number, number]): PeerResult[] {
  return accuracies.map((accuracy, k) => {
    const dataset = ['CIFAR-10', 'CIFAR-100', 'STL-10'][k] ?? '';
    return { method, dataset, accuracy, encoder: 'ResNet-18', epochs: 200, source: MIO };
  });
}

/** Those of the author's log, whose recipes the table of ResNet-50 has in full. */
const LOG = resnet50.published.map(({ column, mean, deviation, n, recipe: { training }, source }): PeerResult => {
  const { loss, normalise, power, slack, temperature } = training;
  return {
    method: `${loss}, weights ${normalise === 'none' ? 'as they are' : `normalised by ${normalise}`}, p = ${power}, ε = ${slack}, τ = ${temperature}`,
    dataset: resnet50.columns.find(({ id }) => id === column)?.label ?? column,
    accuracy: mean,
    deviation,
    n,
    encoder: 'ResNet-50',
    batch: training.batch,
    epochs: training.epochs,
    optimiser: `${training.optimiser === 'adam' ? 'Adam' : training.optimiser} ${training.learningRate}, weight decay ${training.weightDecay}`,
    schedule: training.schedule,
    evaluation: 'tian',
    source,
  };
});

export const PEER_RESULTS: readonly PeerResult[] = [
  ...LOG,
  debiased('SimCLR, τ = 0.5', 80.15),
  debiased('debiased, τ = 0.5, τ⁺ = 0.05', 81.85),
  debiased('debiased, τ = 0.5, τ⁺ = 0.1', 84.26),
  ...abstract('MIO', [86.36, 58.18, 80.5]),
  ...abstract('the best contrastive loss beside MIO', [84.43, 54.61, 75.65]),
];
