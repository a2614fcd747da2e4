/** Measures of a run, in the order of the page. */
import type { Evaluation } from '../runs/evaluation.js';

/** Names of the measures. */
export type FigureId = keyof typeof FIGURES;

export interface FigureKind {
  readonly title: string;
  /** Kind of the figure: a share of images, 0..1, or a plain number. */
  readonly kind: 'share' | 'number';
  readonly of: (evaluation: Evaluation) => number | undefined;
}

export const FIGURES = {
  linearBest: { title: 'linear, best', kind: 'share', of: ({ linear }) => linear.best.testAccuracy },
  linearLast: { title: 'linear, last', kind: 'share', of: ({ linear }) => linear.last.testAccuracy },
  neighbours: { title: '20-NN', kind: 'share', of: ({ neighbours }) => neighbours.weighted },
  nearest: { title: '1-NN', kind: 'share', of: ({ neighbours }) => neighbours.nearest },
  effectiveRank: {
    title: 'effective rank',
    kind: 'number',
    of: ({ spectrum }) => spectrum?.features?.effectiveRank,
  },
} as const satisfies Record<string, FigureKind>;

export const FIGURE_IDS = Object.keys(FIGURES) as FigureId[];
