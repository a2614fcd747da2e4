/** Figures of inspected embeddings: spectra, the weight by distance, and what changes from file to file. */
import type { Figure } from '../../claims/figure.js';
import { category, layered, mark, nominal, quantitative, ruleAt, view } from '../../claims/marks.js';
import type { Inspection } from '../../results/inspect/inspection.js';

/** Draws one inspection. @param id of its file, the beginning of the ids of its figures */
export function inspectionFigures(id: string, { geometry, losses }: Inspection): Figure[] {
  return [spectrumFigure(id, geometry.variances, losses), weightFigure(id, losses)];
}

/** Eigenvalues that are drawn; a longer spectrum is thinned towards its end. */
const POINTS = 120;

function spectrumFigure(id: string, variances: readonly number[], losses: Inspection['losses']): Figure {
  const curves = [
    // Losses come first: each has the colour that it has in the other figure.
    ...losses.map(({ title, covariance }) => ({ of: `C_α, ${title}`, values: covariance.eigenvalues })),
    { of: 'covariance of the embeddings', values: variances },
  ];
  const values = curves.flatMap(({ of, values: eigenvalues }) => {
    const [most = 0] = eigenvalues;
    return thinned(eigenvalues).map((k) => ({
      of,
      rank: k + 1,
      share: rounded((eigenvalues[k] as number) / (Math.abs(most) || 1)),
    }));
  });
  return {
    id: `${id}-spectrum`,
    title: 'Spectra',
    caption:
      'Eigenvalues as shares of the largest of each, in their order. A curve that falls to 0 at once is dimensional collapse; directions below 0 in C_α are ones in which the augmentation moves more than the weighed samples differ.',
    spec: layered({ width: 520, height: 280 }, [
      view({ values }, mark('line', {}), {
        x: quantitative('rank', 'direction', {
          scale: { type: 'log', nice: false },
          axis: { tickCount: 6, format: 'd' },
        }),
        y: quantitative('share', 'eigenvalue / largest'),
        color: category('of', { legend: { orient: 'bottom', columns: 2 } }),
      }),
      ruleAt({ y: 0 }),
    ]),
  };
}

/** Places of a spectrum, closely at its beginning. */
function thinned(values: readonly number[]): number[] {
  const places = Array.from({ length: POINTS }, (_, k) => Math.round(values.length ** (k / (POINTS - 1))) - 1);
  return values.length <= POINTS ? [...values.keys()] : [...new Set(places)];
}

function weightFigure(id: string, losses: Inspection['losses']): Figure {
  const values = losses.flatMap(({ title, tenths }) =>
    tenths.map(({ value, from, to }, k) => ({
      loss: title,
      tenth: k + 1,
      weight: rounded(value),
      from: rounded(from),
      to: rounded(to),
    })),
  );
  const x = quantitative('tenth', 'tenth of the negatives by distance, nearest first', { axis: { tickCount: 10 } });
  const color = category('loss', { legend: { orient: 'bottom', columns: 2 } });
  return {
    id: `${id}-weight`,
    title: 'Weight by distance',
    caption:
      'The share of an anchor’s weight on each tenth of its negatives, with intervals of 99 % where anchors are sampled. The dashed line is uniform α.',
    spec: layered({ width: 520, height: 280 }, [
      view({ values }, mark('line', { point: { size: 18 } }), {
        x,
        y: quantitative('weight', 'share of the weight', { axis: { format: '%' } }),
        color,
      }),
      view({ values }, mark('rule', {}), { x, y: quantitative('from'), y2: { field: 'to' }, color }),
      ruleAt({ y: 0.1 }),
    ]),
  };
}

/** Draws what changes from file to file. @param inspections in the order of time, at least two */
export function seriesFigure(inspections: readonly Inspection[]): Figure {
  const values = inspections.flatMap((found, k) =>
    seriesOf(found).map(([measure, value]) => ({
      file: found.file.split(/[\\/]/).at(-1),
      place: k + 1,
      measure,
      value,
    })),
  );
  return {
    id: 'series',
    title: 'From file to file',
    caption: 'Measures of each file, in the order in which they were given: each panel has its own scale.',
    spec: {
      data: { values },
      facet: { row: nominal('measure', null, { sort: null }) },
      spec: {
        ...view({ width: 480, height: 90 }, mark('line', { point: { size: 24 } }), {
          x: quantitative('place', 'file', { axis: { tickMinStep: 1 } }),
          y: quantitative('value', null, { scale: { zero: false } }),
        }),
      },
      resolve: { scale: { y: 'independent' } },
    },
  };
}

/** The measures that a series follows. */
function seriesOf({ geometry, pairs, classes, losses }: Inspection): [string, number][] {
  return [
    ['effective rank', geometry.effectiveRank],
    ['RankMe', geometry.rankMe],
    ['collapse level', geometry.collapse],
    ...(pairs.alignment === undefined ? [] : [['alignment', pairs.alignment] as [string, number]]),
    ['uniformity', pairs.uniformity.value],
    ...(classes === undefined ? [] : [['k-NN accuracy', classes.neighbours.weighted.value] as [string, number]]),
    ...losses.map(({ title, nearestShare }): [string, number] => [`on the nearest 1 %: ${title}`, nearestShare.value]),
  ];
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
