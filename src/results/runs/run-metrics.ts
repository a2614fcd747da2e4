/** The metrics by which runs are shown and compared, in the order of pages and tables. */
import type { Evaluation } from './evaluation.js';

/** A metric of an evaluated representation. */
export interface MetricKind {
  readonly title: string;
  /** Kind of the metric: a share of images, 0..1, or a plain number. */
  readonly kind: 'share' | 'number';
  readonly of: (evaluation: Evaluation) => number | undefined;
}

export const EVALUATION_METRICS = {
  linearBest: { title: 'linear, best', kind: 'share', of: ({ linear }) => linear.best.testAccuracy },
  linearLast: { title: 'linear, last', kind: 'share', of: ({ linear }) => linear.last.testAccuracy },
  neighbours: { title: '20-NN', kind: 'share', of: ({ neighbours }) => neighbours.weighted },
  nearest: { title: '1-NN', kind: 'share', of: ({ neighbours }) => neighbours.nearest },
  effectiveRank: { title: 'effective rank', kind: 'number', of: ({ spectrum }) => spectrum?.features?.effectiveRank },
  embeddingRank: { title: 'embedding rank', kind: 'number', of: ({ spectrum }) => spectrum?.embedding?.effectiveRank },
  alignment: { title: 'alignment', kind: 'number', of: ({ views }) => views?.embedding?.alignment },
  uniformity: { title: 'uniformity', kind: 'number', of: ({ views }) => views?.embedding?.uniformity },
} as const satisfies Record<string, MetricKind>;

/** A metric of a run by name; `finalLoss` is the mean over the steps of the last epoch, as far as they are done. */
export type MetricName = 'finalLoss' | keyof typeof EVALUATION_METRICS;

export const RUN_METRICS: Readonly<Record<MetricName, Omit<MetricKind, 'of'>>> = {
  finalLoss: { title: 'loss', kind: 'number' },
  ...EVALUATION_METRICS,
};

export const METRIC_NAMES = Object.keys(RUN_METRICS) as MetricName[];

/** The metrics that are shares of images: differences are taken of these. */
export const ACCURACY_NAMES = METRIC_NAMES.filter((name) => RUN_METRICS[name].kind === 'share');
