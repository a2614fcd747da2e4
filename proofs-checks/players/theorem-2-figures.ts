/** Figures of Theorem 2: the min player puts exponentially more weight on close pairs. */
import type { Figure } from '../../src/claims/figure.js';
import { logarithmic, mark, ordinal, quantitative, view } from '../../src/claims/marks.js';
import type { Verdict } from '../../src/claims/verdict.js';
import { at, generate, row } from '../../src/theory/algebra/matrix.js';
import { halfSquaredDistance } from '../../src/theory/losses/energy.js';
import { pairwiseImportance } from '../../src/theory/losses/loss.js';
import { namedLoss } from '../../src/theory/losses/named-losses.js';
import type { Views } from '../../src/claims/instances.js';

const TEMPERATURES = [0.2, 0.5, 1, 2];

/** Weight against distance, both from the anchor's nearest sample on, for InfoNCE at several temperatures. */
export function importanceFigure(verdict: Verdict<Views>): Figure {
  const candidates = [...verdict.real, ...(verdict.worst === undefined ? [] : [verdict.worst])];
  const [found] = candidates.toSorted((a, b) => b.instance.z.rows - a.instance.z.rows);
  const values = found === undefined ? [] : pairs(found.instance);
  return {
    id: 'theorem-2-min-player-importance',
    title: 'More weight on closer pairs',
    caption: `α of InfoNCE at four temperatures, one point a pair${verdict.real.length > 0 ? ' of real augmented images' : ''}: the weight of a pair as a share of the anchor’s largest, against how much further away it is than the anchor’s nearest sample. The min player’s problem puts all anchors on one line of slope −1/τ.`,
    spec: view({ width: 460, height: 280, values }, mark('circle', { size: 14, opacity: 0.6 }), {
      x: quantitative('further', 'd²ᵢⱼ − minₖ d²ᵢₖ', { axis: { tickCount: 8 } }),
      y: logarithmic('share', 'αᵢⱼ / maxₖ αᵢₖ'),
      color: ordinal('temperature', 'τ', { scale: { scheme: 'viridis' } }),
    }),
  };
}

/** A share below this is drawn nowhere: the plot would be all empty decades. */
const SMALLEST_SHARE = 1e-12;

function pairs({ z, zPrime }: Views): object[] {
  const distances = generate(z.rows, z.rows, (i, j) =>
    i === j ? Infinity : halfSquaredDistance(row(z, i), row(z, j)),
  );
  return TEMPERATURES.flatMap((temperature) => {
    const alpha = pairwiseImportance(namedLoss('infonce', { temperature }), z, zPrime);
    return Array.from({ length: z.rows }, (_, i) => {
      const [nearest, heaviest] = [Math.min(...row(distances, i)), Math.max(...row(alpha, i))];
      return [...row(alpha, i)].flatMap((weight, j) => {
        const share = weight / heaviest;
        return share > SMALLEST_SHARE ? [{ temperature, share, further: at(distances, i, j) - nearest }] : [];
      });
    }).flat();
  });
}
