/** Figures of a search: the shapes by distance, and criteria against measured accuracy. */
import type { Figure } from '../../claims/figure.js';
import { layer, layered, mark, nominal, quantitative, view, type FieldOptions } from '../../claims/marks.js';
import { normalised } from '../../theory/losses/importances.js';
import { CRITERIA, CRITERION_NAMES, type Judgement } from '../../results/discover/criteria.js';
import { signed } from '../../results/discover/criteria-words.js';
import { referenceDistances } from '../../results/discover/reference-distances.js';
import type { StudyResults } from '../../results/discover/study-results.js';

const FAMILY = nominal('family', 'family');
const BY_FAMILY = { color: FAMILY, shape: FAMILY };

/** Draws two criteria of every shape on the reference distances: more hardness means fewer negatives that count. */
export function tradeOffFigure(judgements: readonly Judgement[]): Figure {
  const values = judgements.map(({ candidate: { family }, values: { hardness, effectiveShare } }) => ({
    family,
    hardness,
    share: effectiveShare,
  }));
  return {
    id: 'discover-trade-off',
    title: 'Hardness against effective negatives',
    caption:
      'A point a shape. A shape that puts its weight on near pairs spreads it over fewer of them: what separates shapes is ' +
      'mostly how far they go, and little of what family they are. The score is the product of the two.',
    spec: view({ width: 520, height: 320, values }, mark('point', { filled: true, size: 45, opacity: 0.8 }), {
      x: quantitative('hardness', 'hardness 1 − E_α[r]/E[r]'),
      y: quantitative('share', 'effective share of the negatives', {
        axis: { format: '%' },
        scale: { domain: [0, 1] },
      }),
      ...BY_FAMILY,
    }),
  };
}

const CURVE_POINTS = 101;

/** Draws α of every trained shape, normalised by row, in the order of accuracy. */
export function shapesFigure({ losses }: StudyResults): Figure {
  const values = losses.flatMap(({ judgement: { candidate }, mean }, k) =>
    shapeCurve(candidate.importance).map((point) => ({
      ...point,
      shape: `${k + 1}. ${candidate.id}`,
      accuracy: 100 * mean,
    })),
  );
  return {
    id: 'discover-shapes',
    title: 'The shapes that were trained',
    caption:
      'Each pair’s weight beside the mean one, for an anchor whose negatives have the reference distances; coloured by the ' +
      'accuracy that was measured.',
    spec: view({ width: 520, height: 340, values }, mark('line', { clip: true }), {
      x: quantitative('r', 'distance r = 1 − cosine'),
      y: quantitative('weight', 'n·α', {
        scale: { type: 'symlog', constant: 1 },
        axis: { values: [0, 1, 2, 5, 10, 20, 50, 100] },
      }),
      detail: nominal('shape'),
      color: quantitative('accuracy', '20-NN, %', { scale: { scheme: 'viridis', zero: false } }),
    }),
  };
}

function shapeCurve(importance: Judgement['candidate']['importance']): { r: number; weight: number }[] {
  const distances = referenceDistances();
  const alpha = normalised(importance(distances));
  const step = (distances.length - 1) / (CURVE_POINTS - 1);
  return Array.from({ length: CURVE_POINTS }, (_, k) => {
    const j = Math.round(k * step);
    return { r: distances[j] as number, weight: distances.length * (alpha[j] as number) };
  });
}

/** Draws every criterion against accuracy: one mark per loss, its seeds as a bar. */
export function worthFigure({ losses, worth }: StudyResults): Figure {
  const panels = CRITERION_NAMES.map((criterion) => {
    const correlation = worth.find((one) => one.criterion === criterion)?.spearman ?? 0;
    const values = losses.flatMap(({ judgement: { candidate, values: own }, accuracies, mean }) => {
      const value = own[criterion];
      return !Number.isFinite(value)
        ? []
        : [
            {
              value,
              accuracy: 100 * mean,
              least: 100 * Math.min(...accuracies),
              most: 100 * Math.max(...accuracies),
              family: candidate.family,
            },
          ];
    });
    const x = quantitative('value', CRITERIA[criterion].title, WIDE.has(criterion) ? SYMLOG : {});
    const y = (name: string) => quantitative(name, '20-NN, %', { scale: { zero: false } });
    return layered({ width: 210, height: 170, title: `ρ = ${signed(correlation)}`, values }, [
      layer(mark('rule'), { x, y: y('least'), y2: { field: 'most' } }),
      layer(mark('point', { filled: true, size: 50 }), { x, y: y('accuracy'), ...BY_FAMILY }),
    ]);
  });
  return {
    id: 'discover-worth',
    title: 'Criteria against measured accuracy',
    caption:
      'A mark a loss: the mean over its seeds, with a line from the least to the most; ρ is Spearman’s correlation, which counts ' +
      'infinite values as the largest; they have no mark.',
    spec: { columns: 2, concat: panels },
  };
}

/** Criteria that span decades. */
const WIDE: ReadonlySet<string> = new Set(['peak', 'preference']);
const SYMLOG: FieldOptions = {
  scale: { type: 'symlog', constant: 1 },
  axis: { values: [0, 1, 3, 10, 30, 100, 300, 1000] },
};
