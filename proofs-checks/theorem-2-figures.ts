/** What Theorem 2 looks like: the min player puts exponentially more weight on close pairs. */
import type { Figure } from '../src/claims/figure.js';
import type { Verdict } from '../src/claims/verdict.js';
import { row } from '../src/linear-algebra/matrix.js';
import { halfSquaredDistance } from '../src/covariance/energy.js';
import { pairwiseImportance } from '../src/losses/loss.js';
import { namedLoss } from '../src/losses/named-losses.js';
import type { Views } from '../src/claims/instances.js';

const TEMPERATURES = [0.2, 0.5, 1, 2];

/** Share of an anchor's weight against distance, for InfoNCE at several temperatures, on the instance with most samples. */
export function importanceFigure(verdict: Verdict<Views>): Figure {
  const candidates = [...verdict.real, ...(verdict.worst === undefined ? [] : [verdict.worst])];
  const [found] = candidates.toSorted((a, b) => b.instance.z.rows - a.instance.z.rows);
  return {
    id: 'theorem-2-min-player-importance',
    title: 'More weight on closer pairs',
    caption: `α of InfoNCE against pair distance at four temperatures, one point a pair${verdict.real.length > 0 ? ', on real augmented images' : ''}. Each anchor’s weights lie on a line of slope −1/τ in this logarithmic plot: that is the solution of the min player’s problem.`,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      width: 460,
      height: 280,
      data: { values: found === undefined ? [] : pairs(found.instance) },
      mark: { type: 'circle', size: 14, opacity: 0.6 },
      encoding: {
        x: { field: 'distance', type: 'quantitative', title: 'pair distance d²ᵢⱼ' },
        y: {
          field: 'share',
          type: 'quantitative',
          scale: { type: 'log' },
          title: 'αᵢⱼ / Σⱼ αᵢⱼ',
          axis: { format: '.0e', tickCount: 6 },
        },
        color: { field: 'temperature', type: 'ordinal', title: 'τ', scale: { scheme: 'viridis' } },
      },
    },
  };
}

/** A share below this is drawn nowhere: the plot would be all empty decades. */
const SMALLEST_SHARE = 1e-12;

function pairs({ z, zPrime }: Views): object[] {
  return TEMPERATURES.flatMap((temperature) => {
    const alpha = pairwiseImportance(namedLoss('infonce', { temperature }), z, zPrime);
    return Array.from({ length: z.rows }, (_, i) => {
      const weights = row(alpha, i);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return [...weights].flatMap((weight, j) => {
        const share = weight / total;
        return share > SMALLEST_SHARE
          ? [{ temperature, share, distance: halfSquaredDistance(row(z, i), row(z, j)) }]
          : [];
      });
    }).flat();
  });
}
