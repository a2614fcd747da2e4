/** Figures of the min player's regulariser and of its best response, loss by loss. */
import type { Figure } from '../../src/claims/figure.js';
import { category, layer, layered, mark, quantitative, view } from '../../src/claims/marks.js';
import { anchorImportance } from '../../src/theory/losses/loss.js';
import { conjugateOf } from '../../src/theory/analysis/conjugate.js';
import { lossNames, namedLoss } from '../../src/theory/losses/named-losses.js';

/** MINE has one total, 1; Triplet contrastive too. */
const SHOWN = [
  ['infonce', { temperature: 1, epsilon: 1 }, 'InfoNCE, ε = 1'],
  ['infonce', { temperature: 1, epsilon: 0.1 }, 'InfoNCE, ε = 0.1'],
  ['soft-triplet', { temperature: 1, epsilon: 1 }, 'Soft triplet, margin 1'],
  ['lifted-structured', { epsilon: 1 }, 'Lifted structured, margin 1'],
  ['triplet', { epsilon: 1 }, 'Triplet, margin 1'],
] as const;

const POINTS = 80;
const LARGEST_TOTAL = 2;

/** F* of one negative against its weight; the slope is the margin at which that weight is the best response. */
export function regulariserFigure(): Figure {
  const values = SHOWN.flatMap(([name, parameters, title]) => {
    const conjugate = conjugateOf(namedLoss(name, parameters));
    return Array.from({ length: POINTS + 1 }, (_, k) => (LARGEST_TOTAL * k) / POINTS).flatMap((weight) => {
      const regulariser = conjugate?.value(Float64Array.of(weight)) ?? Infinity;
      return Number.isFinite(regulariser) ? [{ loss: title, weight, regulariser }] : [];
    });
  });
  return {
    id: 'min-player-conjugate-regulariser',
    title: 'The regulariser of the min player',
    caption:
      'F* of one negative against its weight α, for τ = 1: where a curve ends, no more weight can be had. The best response to a margin x is the weight at which the curve has slope x, so a bend is a soft limit and a straight line (Triplet) an all-or-nothing choice. Lifted structured alone has no limit.',
    spec: view({ width: 460, height: 280, values }, mark('line', { strokeWidth: 2 }), {
      x: quantitative('weight', 'weight of the pair, α'),
      y: quantitative('regulariser', '−R(α) = F*(α)'),
      color: category('loss'),
    }),
  };
}

/** Margins from −4 to 4. */
const REACH = 4;

/** α of one negative against its margin, for every named loss: rising for all but one. */
export function responseFigure(): Figure {
  const values = lossNames().flatMap((name) => {
    const loss = namedLoss(name, PARAMETERS[name]);
    return Array.from({ length: POINTS + 1 }, (_, k) => REACH * ((2 * k) / POINTS - 1)).map((margin) => ({
      loss: loss.title,
      margin,
      weight: anchorImportance(loss, Float64Array.of(margin))[0],
    }));
  });
  return {
    id: 'min-player-none-response',
    title: 'A best response rises with the margin',
    caption:
      'α of an anchor with one negative against its margin, each loss in its own frame (τ = 1, ε = 1, c = 2). A min player, whatever its regulariser, never answers a larger margin with a smaller weight. Modified triplet does so to the right of 0: it has no min player.',
    spec: {
      data: { values },
      columns: 4,
      facet: category('loss'),
      spec: layered({ width: 130, height: 110 }, [
        layer(mark('line', { strokeWidth: 2 }), {
          x: quantitative('margin', 'd²ᵢ − d²ᵢⱼ', { axis: { tickCount: 5 } }),
          y: quantitative('weight', 'α', { axis: { tickCount: 4 } }),
          color: { condition: { test: "datum.loss === 'Modified triplet'", value: '#d55e00' }, value: '#0072b2' },
        }),
      ]),
      resolve: { scale: { y: 'independent' } },
    },
  };
}

/** Other parameters, and other losses, are as usual. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  infonce: { temperature: 1 },
  'soft-triplet': { temperature: 1 },
  'nt-xent': { temperature: 1 },
  dcl: { temperature: 1 },
  'modified-triplet': { steepness: 2 },
};
