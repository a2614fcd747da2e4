/** The figures of an analysis: weight against distance, and a regulariser that has no closed form. */
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import type { Figure } from '../../claims/figure.js';
import { layered, mark, nominal, quantitative, view } from '../../claims/marks.js';

/** Returns the figures of an analysis. @param id of the loss, lower-case words joined by hyphens */
export function analysisFigures(id: string, name: string, analysis: LossAnalysis): Figure[] {
  return [importanceFigure(id, name, analysis.curve, OWN_VIEWS), ...regulariserFigure(id, name, analysis)];
}

/** d²ᵢ of the anchor of the curve of a loss. */
const OWN_VIEWS = 0.5;

/** Draws weight against distance. @param own d²ᵢ of the anchor, where the weights depend on it */
export function importanceFigure(id: string, name: string, curve: LossAnalysis['curve'], own?: number): Figure {
  const where = own === undefined ? '' : `, for an anchor whose own two views are at $d_i^2=${own}$ (dashed)`;
  return {
    id: `${id}-importance`,
    title: `${name}: weight against distance`,
    caption: `Weight of a pair beside the heaviest one${where}. Tian (2022) asks that it fall.`,
    spec: layered({ width: 480, height: 260 }, [
      ...(own === undefined
        ? []
        : [
            view({ values: [{ at: own }] }, mark('rule', { strokeDash: [4, 4], opacity: 0.6 }), {
              x: quantitative('at'),
            }),
          ]),
      view({ values: curve }, mark('line', { strokeWidth: 2 }), {
        x: quantitative('distance', 'squared distance d²ᵢⱼ'),
        y: quantitative('weight', 'αᵢⱼ / largest'),
      }),
    ]),
  };
}

const REGULARISERS = {
  sum: {
    axis: 'sum of the weights',
    caption:
      'The part $G^*$ of $F^*=-R$ that depends on the sum of the weights, beside the entropy of their shares; computed.',
  },
  weight: { axis: 'weight of a pair', caption: 'The part of $F^*=-R$ that each weight adds; computed.' },
  'equal-weights': {
    axis: 'weight of each pair',
    caption: '$F^*=-R$ where all weights of an anchor are equal, over those that occur at equal margins; computed.',
  },
} as const;

function regulariserFigure(id: string, name: string, { regulariser }: LossAnalysis): Figure[] {
  if (regulariser?.kind !== 'numerical') return [];
  const { axis, caption } = REGULARISERS[regulariser.of];
  const colour = nominal('negatives', 'negatives', { legend: { orient: 'top' } });
  return [
    {
      id: `${id}-regulariser`,
      title: `${name}: regulariser of the min player`,
      caption,
      spec: view({ width: 480, height: 260, values: regulariser.points }, mark('line', { strokeWidth: 2 }), {
        x: quantitative('at', axis),
        y: quantitative('value', '−R'),
        ...(regulariser.of === 'equal-weights' && { color: colour }),
      }),
    },
  ];
}
