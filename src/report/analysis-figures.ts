/** The figures of an analysis: weight against distance, and a regulariser that has no closed form. */
import type { LossAnalysis } from '../analysis/analyse-loss.js';
import type { Figure } from '../claims/figure.js';

/** @param id of the loss, lower-case words joined by hyphens */
export function analysisFigures(id: string, name: string, analysis: LossAnalysis): Figure[] {
  return [importanceFigure(id, name, analysis), ...regulariserFigure(id, name, analysis)];
}

function importanceFigure(id: string, name: string, { curve }: LossAnalysis): Figure {
  return {
    id: `${id}-importance`,
    title: `${name}: weight against distance`,
    caption:
      'Weight of a pair beside the heaviest one, for an anchor whose own two views are at $d_i^2=0.5$ (dashed). The paper asks that it fall.',
    spec: {
      width: 480,
      height: 260,
      layer: [
        {
          data: { values: [{ at: 0.5 }] },
          mark: { type: 'rule', strokeDash: [4, 4], opacity: 0.6 },
          encoding: { x: { field: 'at', type: 'quantitative' } },
        },
        {
          data: { values: [...curve] },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x: { field: 'distance', type: 'quantitative', title: 'squared distance d²ᵢⱼ' },
            y: { field: 'weight', type: 'quantitative', title: 'αᵢⱼ / largest' },
          },
        },
      ],
    },
  };
}

function regulariserFigure(id: string, name: string, { regulariser }: LossAnalysis): Figure[] {
  if (regulariser?.kind !== 'numerical') return [];
  const of = regulariser.of === 'sum' ? 'sum of the weights' : 'weight of a pair';
  return [
    {
      id: `${id}-regulariser`,
      title: `${name}: what the min player pays`,
      caption:
        regulariser.of === 'sum'
          ? 'The part $G^*$ of $F^*$ that prices the sum of the weights, beside the entropy of their shares; computed.'
          : 'The part of $F^*$ that each weight adds; computed.',
      spec: {
        width: 480,
        height: 260,
        data: { values: [...regulariser.points] },
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          x: { field: 'at', type: 'quantitative', title: of },
          y: { field: 'value', type: 'quantitative', title: 'price' },
        },
      },
    },
  ];
}
