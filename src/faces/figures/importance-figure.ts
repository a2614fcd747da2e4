/** Figure of the distribution of α during training, which shows if the min player acts as the theory says. */
import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../claims/figure.js';
import { layered, mark, nominal, ordinal, quantitative, view } from '../../claims/marks.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import { readMetrics, type ImportanceMetrics } from '../../training/train/metrics-log.js';
import { readRunRecord, runPaths } from '../../training/train/run-folder.js';
import type { RunConfig } from '../../training/train/run-options.js';

/** Tolerance, above rounding of float64 sums, within which one tenth of the pairs has no more weight than the next. */
const EQUAL = 1e-9;

/**
 * Draws the distribution of α over the pairs of a batch during training.
 *
 * @param folder of the run; it may still be training
 * @param id of the figure, its file name. Default `importance-through-training`
 * @throws InvalidInput when there is no run, or it has not observed α
 * @example
 * importanceFigure('run', 'alpha').id; // 'alpha'
 */
export function importanceFigure(folder: string, id = 'importance-through-training'): Figure {
  const paths = runPaths(folder);
  const { config } = readRunRecord(paths);
  const looks = readMetrics(paths.metrics).filter((line) => 'importance' in line);
  if (looks.length === 0) {
    throw new InvalidInput(
      `${paths.metrics} says nothing of α: the run was begun with --importance-every 0, or has not come so far`,
    );
  }
  return {
    id,
    title: `Where α puts its weight: ${config.loss}`,
    caption: captionOf(config, looks),
    spec: specOf(looks),
  };
}

function captionOf(config: RunConfig, looks: readonly ImportanceMetrics[]): string {
  const pairs = looks[0]?.importance.pairs ?? 0;
  const what =
    `α of ${config.loss} over the negatives of one batch of ${thousands(pairs)} images that stays the same, by the ` +
    'weights of the moment; pairs in tenths by ascending distance r = 1 − cosine.';
  if (config.loss === 'quadratic' || config.normalise === 'anchor') {
    return (
      `${what} ${config.loss === 'quadratic' ? 'The quadratic loss' : 'With α shared by an anchor’s negatives, it'} ` +
      'weighs all pairs of an anchor alike: every tenth has a tenth of the weight, whatever the distances.'
    );
  }
  const falling = looks.filter(({ importance: { deciles } }) =>
    deciles.every((weight, k) => k === 0 || weight <= (deciles[k - 1] as number) + EQUAL),
  ).length;
  return (
    `${what} By the theory close pairs weigh more: the curves lie in the order of distance, and the distance weighted ` +
    `by α stays below the mean. In ${thousands(falling)} of ${thousands(looks.length)} looks no tenth weighs more than ` +
    'a nearer one.'
  );
}

const NAMES = Array.from({ length: 10 }, (_, k) => (k === 0 ? '1, nearest' : k === 9 ? '10, farthest' : String(k + 1)));
const MEANS = { meanDistance: 'mean', weightedDistance: 'weighted by α' } as const;

function specOf(looks: readonly ImportanceMetrics[]): TopLevelSpec {
  const weights = looks.flatMap(({ epoch, importance: { deciles } }) =>
    deciles.map((weight, k) => ({ epoch, tenth: NAMES[k] ?? String(k + 1), weight })),
  );
  const distances = looks.flatMap(({ epoch, importance }) =>
    (['meanDistance', 'weightedDistance'] as const).map((name) => ({
      epoch,
      distance: importance[name],
      of: MEANS[name],
    })),
  );
  const x = quantitative('epoch', 'epochs done', { axis: { tickMinStep: 1 } });
  const line = mark('line', { point: { size: 18 } });
  const label = mark('text', { align: 'right', baseline: 'bottom', dx: -4, dy: -2 });
  return {
    vconcat: [
      layered({ width: 520, height: 280 }, [
        view({ values: weights }, line, {
          x,
          y: quantitative('weight', 'share of the weight', { axis: { format: '%' }, scale: { zero: true } }),
          color: ordinal('tenth', 'tenth of the pairs', { sort: NAMES }),
        }),
        view({ values: [{ uniform: 0.1 }] }, mark('rule', { strokeDash: [5, 4] }), { y: quantitative('uniform') }),
        view({ values: [{ uniform: 0.1, label: 'uniform α' }] }, label, {
          x: { value: 520 },
          y: quantitative('uniform'),
          text: { field: 'label' },
        }),
      ]),
      view({ width: 520, height: 130, values: distances }, line, {
        x,
        y: quantitative('distance', 'distance r', { scale: { zero: true } }),
        color: nominal('of', 'distance of negatives', { sort: Object.values(MEANS) }),
      }),
    ],
    resolve: { scale: { color: 'independent' } },
  };
}
