/** Losses of which each is tuned before they are compared: "tuned against tuned". */
import type { ImportanceChoice } from '../../src/training/step/importance-choice.js';
import type { GivenConfig } from '../../src/training/train/run-options.js';
import type { TunedRow, TunedSetting, TunedTable } from '../../src/results/tuned/tuned-table.js';
import { DISCOVER_STUDY } from './discover-study.js';
import { TUNED_PROTOCOL } from './tuned-protocol.js';

const [TAUS, SQUARE_TAUS, DIRECT_TAUS] = [
  [0.5, 0.2, 0.1, 0.05],
  [120, 23, 3, 0.4],
  [0.8, 0.23, 0.075, 0.025],
] as const;
const [EXPONENTS, SCALES] = [
  [2.5, 5.4, 9, 15],
  [2.4, 5.4, 10, 20],
] as const;

/** Makes the settings of one parameter, with the weights that its values give a pair. */
function settings(
  symbol: string,
  values: readonly number[],
  of: (value: number) => { readonly options: GivenConfig; readonly weights: ImportanceChoice },
): TunedSetting[] {
  return values.map((value) => ({
    id: `${symbol}${value}`,
    label: `${SYMBOLS[symbol] ?? symbol} = ${value}`,
    ...of(value),
  }));
}

const SYMBOLS: Readonly<Record<string, string>> = { tau: 'τ' };

/** Settings of a loss whose weights are those of InfoNCE at the same temperature. */
function temperatures(options: GivenConfig): TunedSetting[] {
  return settings('tau', TAUS, (temperature) => ({
    options: { ...options, temperature },
    weights: { alpha: 'exp(-r/tau)', parameters: { tau: temperature } },
  }));
}

const ROWS: readonly TunedRow[] = [
  { id: 'infonce', label: 'InfoNCE', part: 'reference', settings: temperatures({ loss: 'nt-xent' }) },
  { id: 'entropy', label: 'α-CL-r_H', part: 'contender', settings: temperatures({ loss: 'alpha-cl-entropy' }) },
  {
    id: 'power',
    label: 'α-CL-r_γ',
    part: 'contender',
    settings: settings('g', EXPONENTS, (inverseExponent) => ({
      options: { loss: 'alpha-cl-shifted-power', temperature: 0.5, inverseExponent },
      weights: { alpha: '(r + tau)^(-g)', parameters: { tau: 0.5, g: inverseExponent } },
    })),
  },
  {
    id: 'square',
    label: 'α-CL-r_s',
    part: 'contender',
    settings: settings('tau', SQUARE_TAUS, (temperature) => ({
      options: { loss: 'alpha-cl-square', temperature },
      weights: { name: 'square', parameters: { temperature } },
    })),
  },
  {
    id: 'direct',
    label: 'α-CL-direct',
    part: 'contender',
    settings: settings('tau', DIRECT_TAUS, (temperature) => ({
      options: { loss: 'alpha-cl-direct', power: 4, temperature },
      weights: { name: 'direct', parameters: { power: 4, temperature } },
    })),
  },
  {
    id: 'back-propagated',
    label: 'back-prop α(θ), row-normalised',
    part: 'other',
    settings: temperatures({ loss: 'alpha-cl-entropy', gradient: 'back-propagate' }),
  },
  {
    id: 'back-propagated-as-coded',
    label: 'back-prop α(θ)',
    part: 'other',
    settings: temperatures({ loss: 'alpha-cl-direct', power: 2, normalise: 'none', gradient: 'back-propagate' }),
  },
  {
    id: 'siglip',
    label: 'SigLIP, b = −t',
    part: 'other',
    settings: settings('t', SCALES, (scale) => ({
      options: { loss: 'siglip', set: `scale=${scale},bias=${-scale}` },
      weights: { alpha: 'sigmoid(-t*r)', parameters: { t: scale } },
    })),
  },
  { id: 'dcl', label: 'DCL', part: 'other', settings: temperatures({ loss: 'dcl' }) },
  {
    id: 'debiased',
    label: 'debiased, τ⁺ = 0.1',
    part: 'other',
    settings: temperatures({ loss: 'debiased', set: 'tau_plus=0.1' }),
  },
];

export const tuned: TunedTable = {
  id: 'tuned',
  title: 'Tuned against tuned',
  protocol: TUNED_PROTOCOL,
  rows: ROWS,
  columns: [
    { id: 'cifar10', label: 'CIFAR-10' },
    { id: 'cifar100', label: 'CIFAR-100' },
  ],
  seeds: { choice: 1, report: [2, 3, 4], primary: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
  study: DISCOVER_STUDY,
  presets: {
    laptop: {
      setting: `\`convnet-small\` (four strided 3×3 convolutions, 64 to 256 channels, batch norm; projector 256 → 256 → 64), batch
128, Adam with learning rate 0.001, shuffled, cosine schedule, both views in one batch; weights of α-CL normalised by row with ε = 0 but
for back-prop α(θ), whose weights are as the authors code them. CIFAR-10: 3 epochs of the first 30,000 training images, 702 steps.
CIFAR-100: 8 epochs of the first 8,000 training images, 496 steps.`,
      scale: 'a small network, trained for about 700 steps of 128 images',
      runs: 'laptop',
      columns: {
        cifar10: {
          options: { dataset: 'cifar10', subset: 30_000, epochs: 3 },
          choice: 'held-out-first',
          report: 'held-out-second',
        },
        cifar100: {
          options: { dataset: 'cifar100', subset: 8_000, epochs: 8 },
          choice: 'held-out',
          report: 'official',
        },
      },
    },
    workstation: {
      setting: `As \`laptop\`, at the settings that its grid chose, with 20 epochs of CIFAR-10, 4,680 steps.`,
      scale: 'a small network, trained for about 4,700 steps of 128 images',
      runs: 'laptop',
      chosenIn: 'laptop',
      columns: {
        cifar10: {
          options: { dataset: 'cifar10', subset: 30_000, epochs: 20 },
          choice: 'held-out-first',
          report: 'held-out-second',
        },
      },
    },
  },
};
