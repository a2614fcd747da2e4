/** Figures of how strongly each importance prefers close pairs: α against distance, and its logarithmic slope. */
import type { Figure } from '../../src/claims/figure.js';
import { category, mark, quantitative, view } from '../../src/claims/marks.js';
import { IMPORTANCES, IMPORTANCE_NAMES } from '../../src/theory/losses/importances.js';
import { lossEntry, lossNames } from '../../src/theory/losses/named-losses.js';
import { weightsOf, type ImportanceChoice } from './importance-choice.js';

/** d²ᵢⱼ of ℓ2-normalised rows lies in [0, 2]. */
const LARGEST = 2;
const POINTS = 80;
/** d²ᵢ: an augmentation of moderate size. */
const INTRA = 0.5;

/** α / max α, and −d log α / dr, over one anchor whose negatives lie at all distances. */
export function strengthFigure(): Figure[] {
  const distances = Float64Array.from({ length: POINTS + 1 }, (_, k) => (LARGEST * k) / POINTS);
  const values = choices().flatMap(({ group, title, choice }) => {
    const weights = weightsOf(choice, distances);
    const largest = Math.max(...weights);
    return Array.from(distances, (distance, k) => {
      const [weight = 0, next = 0] = [weights[k], weights[k + 1]];
      const strength = (Math.log(weight / next) * POINTS) / LARGEST;
      const shown = k < POINTS && Number.isFinite(strength) ? { strength: Math.min(STRONGEST, strength) } : {};
      return { group, title, distance, weight: weight / largest, ...shown };
    });
  });
  return [
    panels(values, 'weight', {
      id: 'importance-monotone-weights',
      title: 'Weight against distance',
      axis: 'α / largest α',
      caption: `α of one anchor with ${POINTS + 1} negatives at distances 0 to 2 and its second view at d²ᵢ = ${INTRA}, all at their default parameters (but c = 4 for Modified triplet, γ = ½ for r_γ), as a share of the largest. None rises but Modified triplet’s, up to d²ᵢ.`,
    }),
    panels(values, 'strength', {
      id: 'importance-monotone-strength',
      title: 'Strength of the preference for close pairs',
      axis: '−d log α / d(d²ᵢⱼ)',
      caption:
        'The logarithmic slope of the same curves: how many e-folds of weight one unit of squared distance costs. Exponential ψ and r_H have the constant 1/τ; direct with p = 4 hardly tells the closest pairs apart; the powers prefer less the further out, and r_γ the less the more negatives there are, because λ grows with their number. Below zero far pairs are preferred.',
    }),
  ];
}

/** Slopes beyond this are drawn at it: the square's grows without bound at the edge of its support. */
const STRONGEST = 10;

/** In the order of the tables. */
const TITLES = [
  ...lossNames().map((name) => lossEntry(name).title),
  ...IMPORTANCE_NAMES.map((name) => IMPORTANCES[name].title),
];

function choices(): { group: string; title: string; choice: ImportanceChoice }[] {
  const losses = lossNames().map((name) => ({
    group: 'losses',
    title: lossEntry(name).title,
    choice: {
      kind: 'loss',
      loss: { name, parameters: name === 'modified-triplet' ? { steepness: 4 } : {} },
      intra: INTRA,
    } as const,
  }));
  const chosen = IMPORTANCE_NAMES.map((name) => ({
    group: 'α-CL',
    title: IMPORTANCES[name].title,
    choice: { kind: 'chosen', name, parameters: name === 'power' ? { gamma: 0.5 } : {} } as const,
  }));
  return [...losses, ...chosen];
}

function panels(
  values: readonly Readonly<Record<string, unknown>>[],
  field: string,
  { axis, ...figure }: Omit<Figure, 'spec'> & { readonly axis: string },
): Figure {
  return {
    ...figure,
    spec: {
      data: { values: values.filter((value) => value[field] !== undefined) },
      columns: 5,
      facet: category('title', { sort: TITLES }),
      spec: view({ width: 120, height: 100 }, mark('line', { strokeWidth: 2 }), {
        x: quantitative('distance', 'd²ᵢⱼ', { axis: { tickCount: 3 } }),
        y: quantitative(field, axis, { axis: { tickCount: 4 } }),
        color: category('group'),
      }),
    },
  };
}
