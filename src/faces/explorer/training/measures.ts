/** Measures that can be drawn of a run while it trains, each a line of points from its metrics. */
import type { Course } from '../state/training.js';

export interface Measure {
  readonly title: string;
  /** Title of the axis. */
  readonly axis: string;
  readonly about: string;
  /** Tells if the values of different losses share one scale, or each loss has a scale of its own. */
  readonly scale: 'shared' | 'of the loss';
  /** True if every value is marked by a point, however many there are. */
  readonly marked?: true;
  readonly of: (course: Course) => readonly Sample[];
}

export interface Sample {
  readonly step: number;
  readonly value: number;
}

export const MEASURES = {
  loss: {
    title: 'Loss',
    axis: 'loss',
    about: 'The mean of each stretch of steps. Values of different losses are on scales of their own.',
    scale: 'of the loss',
    of: ({ steps }) => steps.map(({ step, loss }) => ({ step, value: loss })),
  },
  neighbours: {
    title: 'Nearest neighbours',
    axis: 'accuracy (%)',
    about: 'Weighted vote of the nearest by cosine, on the few images that a run looks at while it trains.',
    scale: 'shared',
    marked: true,
    of: ({ knn }) => knn.map(({ step, knn: { weighted } }) => ({ step, value: 100 * weighted })),
  },
  share: {
    title: 'Negatives that count',
    axis: 'effective share (%)',
    about:
      'exp(entropy of α) of an anchor’s negatives over their number: 100 % is uniform, little means few hard ones.',
    scale: 'shared',
    marked: true,
    of: ({ importance }) =>
      importance.map(({ step, importance: { effectiveShare } }) => ({ step, value: 100 * effectiveShare })),
  },
  rank: {
    title: 'Effective rank of the embeddings',
    axis: 'effective rank',
    about:
      'exp(entropy of the singular values) of the embeddings of a batch that stays the same: the dimensions that they fill, 1 when they collapse.',
    scale: 'shared',
    marked: true,
    of: ({ spectrum }) => spectrum.map(({ step, spectrum: { effectiveRank } }) => ({ step, value: effectiveRank })),
  },
  gradient: {
    title: 'Norm of the gradient',
    axis: 'ℓ₂ norm',
    about: 'Over all parameters; the mean of each stretch of steps.',
    scale: 'of the loss',
    of: ({ steps }) =>
      steps.flatMap(({ step, gradientNorm }) => (gradientNorm === null ? [] : [{ step, value: gradientNorm }])),
  },
  rate: {
    title: 'Learning rate',
    axis: 'learning rate',
    about: 'Equal schedules lie on each other.',
    scale: 'shared',
    of: ({ steps }) => steps.map(({ step, learningRate }) => ({ step, value: learningRate })),
  },
  speed: {
    title: 'Speed',
    axis: 'images a second',
    about: 'Images through the network, two views a sample.',
    scale: 'shared',
    of: ({ steps }) => steps.map(({ step, viewsPerSecond }) => ({ step, value: viewsPerSecond })),
  },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof MEASURES;
