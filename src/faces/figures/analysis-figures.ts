/** The figures of an analysis: weight against distance, and a regulariser that has no closed form. */
import type { DistanceAnalysis } from '../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import type { Figure } from '../../claims/figure.js';
import { layered, mark, nominal, quantitative, view } from '../../claims/marks.js';

/** Returns the figures of an analysis. @param id of the loss, lower-case words joined by hyphens */
export function analysisFigures(id: string, name: string, analysis: LossAnalysis | DistanceAnalysis): Figure[] {
  if ('anchor' in analysis) return distanceFigures(id, name, analysis);
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

/** Draws α, and β where it is another than Σα. */
function distanceFigures(id: string, name: string, { curve, attraction, statements }: DistanceAnalysis): Figure[] {
  const isBalanced = statements.some((one) => one.id === 'balanced' && one.outcome === 'holds');
  const alpha = {
    id: `${id}-importance`,
    title: `${name}: weight of a negative against its distance`,
    caption: '$\\alpha_{ij}$ of 41 negatives of one anchor, at $d^2$ from 0 to 2, with its positive at $d_i^2=0.5$.',
    spec: lineFigure(finite(curve, 'alpha'), 'alpha', 'squared distance d²ᵢⱼ of the negative', 'αᵢⱼ'),
  };
  const beta = {
    id: `${id}-attraction`,
    title: `${name}: weight of the positive against its distance`,
    caption: '$\\beta_i$ of the positive with the same negatives; it is not $\\sum_j\\alpha_{ij}$.',
    spec: lineFigure(finite(attraction, 'beta'), 'beta', 'squared distance d²ᵢ of the positive', 'βᵢ'),
  };
  return isBalanced ? [alpha] : [alpha, beta];
}

function finite<Name extends string>(
  curve: readonly Readonly<Record<Name, number>>[],
  name: Name,
): readonly Readonly<Record<Name, number>>[] {
  return curve.filter((point) => Number.isFinite(point[name]));
}

function lineFigure(values: readonly object[], name: string, x: string, y: string): Figure['spec'] {
  return view({ width: 480, height: 260, values }, mark('line', { strokeWidth: 2 }), {
    x: quantitative('distance', x),
    y: quantitative(name, y),
  });
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
