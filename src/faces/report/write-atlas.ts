/** The atlas of losses as files: one Markdown page and its panel of curves. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CURVE_NEGATIVES, type ChosenAnalysis } from '../../theory/analysis/chosen-importance.js';
import type { Figure } from '../../claims/figure.js';
import { category, mark, nominal, quantitative, view } from '../../claims/marks.js';
import { writeWhole } from '../../base/files/write-whole.js';
import type { DistanceAnalysis } from '../../theory/analysis/analyse-distances.js';
import { distanceLossEntry } from '../../theory/distance-losses/named-distance-losses.js';
import { renderFigure } from '../figures/figure-files.js';
import { distanceSection } from './distance-section.js';
import { lossAtlas, type NamedAnalysis } from './loss-atlas.js';

/**
 * Writes `loss-atlas.md` and `figures/loss-atlas.svg`; the same analyses give the same bytes.
 *
 * @param distances analyses of named losses of distances, which get a section and `figures/distance-atlas.svg`
 * @returns path of the page
 * @example
 * const analysis = analyseLoss({ phi: 'log(1 + x)', psi: 'exp(x)' });
 * await writeAtlas('atlas', [{ name: 'mine', analysis }], []); // 'atlas/loss-atlas.md'
 */
export async function writeAtlas(
  out: string,
  losses: readonly NamedAnalysis[],
  chosen: readonly ChosenAnalysis[],
  distances: readonly DistanceAnalysis[] = [],
): Promise<string> {
  await mkdir(join(out, 'figures'), { recursive: true });
  const written = async (figure: Figure): Promise<Figure & { readonly address: string }> => {
    const { svg } = await renderFigure(figure);
    await writeWhole(join(out, 'figures', `${figure.id}.svg`), svg);
    return { ...figure, address: `figures/${figure.id}.svg` };
  };
  const atlas = lossAtlas(losses, chosen, await written(atlasFigure(losses, chosen)));
  const section =
    distances.length === 0 ? '' : `\n${distanceSection(distances, await written(distanceFigure(distances)))}`;
  const page = join(out, 'loss-atlas.md');
  await writeWhole(page, atlas + section);
  return page;
}

const COLUMNS = 4;

/** Returns a figure with one small graph per loss: weight, relative to the heaviest pair, against distance. */
function atlasFigure(losses: readonly NamedAnalysis[], chosen: readonly ChosenAnalysis[]): Figure {
  const curves = [
    ...losses.map(({ name, analysis }) => ({ loss: name, curve: analysis.curve, kind: 'derived from a loss' })),
    ...chosen.map(({ title, curve }) => ({ loss: title, curve, kind: 'chosen' })),
  ];
  return {
    id: 'loss-atlas',
    title: 'How the weight of a pair depends on its distance',
    caption:
      'Weight of a pair beside the heaviest one, against its squared distance. Losses: an anchor whose own two views are at ' +
      `$d_i^2=0.5$. Chosen importances: an anchor with ${CURVE_NEGATIVES} negatives evenly from 0 to 2.`,
    spec: {
      data: {
        values: curves.flatMap(({ loss, curve, kind }) => curve.map((point) => ({ loss, kind, ...point }))),
      },
      facet: category('loss', { sort: curves.map(({ loss }) => loss) }),
      columns: COLUMNS,
      spec: view({ width: 150, height: 100 }, mark('line', { strokeWidth: 2 }), {
        x: quantitative('distance', 'd²ᵢⱼ', { scale: { domain: [0, 2] }, axis: { values: [0, 0.5, 1, 1.5, 2] } }),
        y: quantitative('weight', 'αᵢⱼ / largest', { scale: { domain: [0, 1] }, axis: { values: [0, 0.5, 1] } }),
        color: nominal('kind', 'importance', { sort: ['derived from a loss', 'chosen'], legend: { orient: 'top' } }),
      }),
    },
  };
}

/** Returns a figure with one small graph per loss of distances: α, relative to the heaviest pair, against distance. */
function distanceFigure(analyses: readonly DistanceAnalysis[]): Figure {
  const curves = analyses.map(({ name, curve }) => {
    const finite = curve.filter(({ alpha }) => Number.isFinite(alpha));
    const largest = Math.max(...finite.map(({ alpha }) => Math.abs(alpha)), Number.MIN_VALUE);
    return {
      loss: inLines(distanceLossEntry(name).title),
      points: finite.map(({ distance, alpha }) => ({ distance, weight: alpha / largest })),
    };
  });
  return {
    id: 'distance-atlas',
    title: 'How α of a negative depends on its distance, in losses of distances',
    caption:
      'α of a negative beside the largest on the curve, against its squared distance, for an anchor whose positive is at $d_i^2=0.5$ and ' +
      'whose 41 negatives lie evenly from 0 to 2. A curve that begins late is infinite at 0.',
    spec: {
      data: { values: curves.flatMap(({ loss, points }) => points.map((point) => ({ loss, ...point }))) },
      facet: category('loss', {
        sort: curves.map(({ loss }) => loss),
        header: { labelExpr: "split(datum.value, '\\n')" },
      }),
      columns: COLUMNS,
      spacing: { row: 8 },
      spec: view({ width: 150, height: 110 }, mark('line', { strokeWidth: 2 }), {
        x: quantitative('distance', 'd²ᵢⱼ', { scale: { domain: [0, 2] }, axis: { values: [0, 0.5, 1, 1.5, 2] } }),
        y: quantitative('weight', 'αᵢⱼ / largest', { scale: { domain: [-1, 1] }, axis: { values: [-1, 0, 1] } }),
      }),
    },
  };
}

/** The widest line of a title above a small graph. */
const WIDTH = 24;

/** Breaks a title at blanks. */
function inLines(title: string): string {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join('\n');
}
