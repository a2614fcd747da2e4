/** Training as figures: loss, accuracy of neighbours and learning rate, one line per run, one colour per configuration. */
import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../claims/figure.js';
import { category, layer, mark, quantitative } from '../../claims/marks.js';
import type { ComparedRuns } from '../../results/runs/compare-runs.js';
import type { TrainingMetrics } from '../../results/runs/training-metrics.js';

/** Largest number of points of a line; a longer loss curve is averaged over that many stretches of equal length. */
const POINTS = 200;

/** Largest number of points, over all lines, that are marked one by one. */
const FEW = 100;

interface CurvePoint {
  readonly configuration: string;
  readonly run: string;
  readonly loss: string;
  /** Epochs done. */
  readonly epoch: number;
  readonly value: number;
}

/** Returns the training curves that have points; a run without steps has no line. */
export function trainingCurves({ comparison, metrics }: ComparedRuns): Figure[] {
  const points = (of: (training: TrainingMetrics) => readonly { step: number; value: number }[]): CurvePoint[] =>
    comparison.groups.flatMap(({ label, runs }) =>
      runs.flatMap(({ folder, config, batchesPerEpoch }) =>
        of(metrics.get(folder) ?? { steps: [], knn: [], importance: false }).map(({ step, value }) => ({
          configuration: label,
          run: `seed ${config.seed}, ${folder}`,
          loss: config.loss,
          epoch: rounded(step / batchesPerEpoch),
          value: rounded(value),
        })),
      ),
    );
  const losses = points(({ steps }) => averaged(steps.map(({ step, loss }) => ({ step, value: loss }))));
  const knn = points((training) =>
    training.knn.map(({ step, knn: { weighted } }) => ({ step, value: 100 * weighted })),
  );
  const rates = points(({ steps }) => averaged(steps.map(({ step, learningRate }) => ({ step, value: learningRate }))));
  return [
    ...figure(losses, {
      id: 'training-loss',
      title: 'Training loss',
      caption:
        'A line a run, the mean of each stretch of steps. Values of different losses are on scales of their own and say ' +
        'nothing about which is better.',
      axis: 'loss',
      rows: 'loss',
    }),
    ...figure(knn, {
      id: 'training-neighbours',
      title: 'Accuracy of nearest neighbours during training',
      caption: 'Weighted vote of the nearest by cosine, on the few images that a run looks at while it trains.',
      axis: 'accuracy (%)',
    }),
    ...figure(rates, {
      id: 'training-learning-rate',
      title: 'Learning rate',
      caption: 'A line a run; those of equal schedules lie on each other, dashed apart.',
      axis: 'learning rate',
      dashes: 'configuration',
    }),
  ];
}

interface CurveWords extends Pick<Figure, 'id' | 'title' | 'caption'> {
  readonly axis: string;
  /** A panel with an axis of its own for each value of this field. */
  readonly rows?: 'loss';
  /** Lines of different values of this field have different dashes, since they may coincide. */
  readonly dashes?: 'configuration';
}

function figure(points: readonly CurvePoint[], { axis, rows, dashes, ...words }: CurveWords): Figure[] {
  if (points.length === 0) return [];
  const configurations = [...new Set(points.map(({ configuration }) => configuration))];
  const colour = category('configuration', {
    sort: configurations,
    legend: { orient: 'bottom', columns: 1, labelLimit: 560 },
  });
  // A few measurements are to be seen one by one.
  const lines = layer(mark('line', { opacity: 0.85, point: points.length <= FEW }), {
    x: quantitative('epoch', 'epoch'),
    y: quantitative('value', axis, { scale: { zero: false } }),
    color: colour,
    ...(dashes !== undefined && { strokeDash: colour }),
    detail: { field: 'run' },
  });
  const panels = rows === undefined ? 1 : new Set(points.map((point) => point[rows])).size;
  const data = { values: [...points] };
  const spec: TopLevelSpec =
    panels > 1
      ? {
          title: words.title,
          data,
          facet: { row: category('loss', { sort: [...new Set(points.map(({ loss }) => loss))] }) },
          spec: { ...lines, width: 560, height: 160 },
          resolve: { scale: { y: 'independent' } },
        }
      : { title: words.title, data, width: 560, height: 300, ...lines };
  return [{ ...words, spec }];
}

/** Averages step and value over stretches of equal length. */
function averaged(points: readonly { step: number; value: number }[]): { step: number; value: number }[] {
  const length = Math.max(1, Math.ceil(points.length / POINTS));
  return Array.from({ length: Math.ceil(points.length / length) }, (_, k) => {
    const stretch = points.slice(k * length, (k + 1) * length);
    const mean = (field: 'step' | 'value'): number =>
      stretch.reduce((sum, point) => sum + point[field], 0) / stretch.length;
    return { step: mean('step'), value: mean('value') };
  });
}

/** Rounds to five significant digits: a picture shows no more, and every digit would lengthen the specification. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
