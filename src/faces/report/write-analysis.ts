/** Analyses as a folder: one page, all findings as data, and the figures as specification and SVG. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { analysisFigures } from '../figures/analysis-figures.js';
import type { Analysed } from './analysed.js';
import { analysisJson } from './analysis-json.js';
import { analysisPage, type DrawnAnalysis } from './analysis-page.js';
import { drawFigures, saveDrawn } from './draw-figures.js';
import { prettyJson } from '../../base/pretty-json.js';
import { writeWhole } from '../../base/files/write-whole.js';

/**
 * Writes analyses to a folder, each file atomically; the page comes last, so that it never refers to a missing file.
 *
 * @returns path of `index.html`
 * @example
 * const analysis = analyseLoss({ phi: 'log(1 + x)', psi: 'exp(x)' });
 * await writeAnalysis('analysis', [{ name: 'mine', analysis }]); // 'analysis/index.html'
 */
export async function writeAnalysis(out: string, analyses: readonly Analysed[]): Promise<string> {
  const drawn: DrawnAnalysis[] = [];
  for (const [k, analysed] of analyses.entries()) {
    const { name, analysis } = analysed;
    const words = name
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-');
    const id = words === undefined || drawn.some((one) => one.id === words) ? `loss-${k + 1}` : words;
    drawn.push({ ...analysed, id, figures: await drawFigures(analysisFigures(id, name, analysis)) });
  }
  const figures = join(out, 'figures');
  await mkdir(figures, { recursive: true });
  await saveDrawn(
    figures,
    drawn.flatMap((one) => one.figures),
  );
  const losses = analyses.map(analysisJson);
  await writeWhole(join(out, 'analysis.json'), `${prettyJson({ losses })}\n`);
  const page = join(out, 'index.html');
  await writeWhole(page, analysisPage(drawn));
  return page;
}
