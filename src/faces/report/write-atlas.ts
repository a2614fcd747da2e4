/** The atlas of losses as files: one Markdown page and its panel of curves. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CURVE_NEGATIVES, type ChosenAnalysis } from '../../theory/analysis/chosen-importance.js';
import type { Figure } from '../../claims/figure.js';
import { category, mark, nominal, quantitative, view } from '../../claims/marks.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { renderFigure } from '../figures/figure-files.js';
import { lossAtlas, type NamedAnalysis } from './loss-atlas.js';

/**
 * Writes `loss-atlas.md` and `figures/loss-atlas.svg`; the same analyses give the same bytes.
 *
 * @returns path of the page
 * @example
 * const analysis = analyseLoss({ phi: 'log(1 + x)', psi: 'exp(x)' });
 * await writeAtlas('atlas', [{ name: 'mine', analysis }], []); // 'atlas/loss-atlas.md'
 */
export async function writeAtlas(
  out: string,
  losses: readonly NamedAnalysis[],
  chosen: readonly ChosenAnalysis[],
): Promise<string> {
  const figure = atlasFigure(losses, chosen);
  const { svg } = await renderFigure(figure);
  await mkdir(join(out, 'figures'), { recursive: true });
  await writeWhole(join(out, 'figures', `${figure.id}.svg`), svg);
  const page = join(out, 'loss-atlas.md');
  await writeWhole(page, lossAtlas(losses, chosen, { ...figure, address: `figures/${figure.id}.svg` }));
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
