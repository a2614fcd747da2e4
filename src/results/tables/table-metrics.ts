/** The metrics of a run that a table shows, in the order of the page. */
import type { Evaluation } from '../runs/evaluation.js';

/** The name of a metric. */
export type MetricId = keyof typeof METRICS;

export interface MetricKind {
  readonly title: string;
  /** Kind of the metric: a share of images, 0..1, or a plain number. */
  readonly kind: 'share' | 'number';
  readonly of: (evaluation: Evaluation) => number | undefined;
}

export const METRICS = {
  linearBest: { title: 'linear, best', kind: 'share', of: ({ linear }) => linear.best.testAccuracy },
  linearLast: { title: 'linear, last', kind: 'share', of: ({ linear }) => linear.last.testAccuracy },
  neighbours: { title: '20-NN', kind: 'share', of: ({ neighbours }) => neighbours.weighted },
  nearest: { title: '1-NN', kind: 'share', of: ({ neighbours }) => neighbours.nearest },
  effectiveRank: {
    title: 'effective rank',
    kind: 'number',
    of: ({ spectrum }) => spectrum?.features?.effectiveRank,
  },
} as const satisfies Record<string, MetricKind>;

export const METRIC_IDS = Object.keys(METRICS) as MetricId[];
