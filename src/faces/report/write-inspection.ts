/** Inspections as a folder: one page, all findings as data, and the figures as specification and SVG. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../base/files/write-whole.js';
import { prettyJson } from '../../base/pretty-json.js';
import type { Inspection } from '../../results/inspect/inspection.js';
import { inspectionFigures, seriesFigure } from '../figures/inspection-figures.js';
import { drawFigures, saveDrawn } from './draw-figures.js';
import { INSPECTION_FILE } from './inspection-file.js';
import { inspectionPage, type DrawnInspection } from './inspection-page.js';

/**
 * Writes inspections to a folder, each file atomically; the page comes last, so that it never refers to a missing file.
 *
 * @param command that was given
 * @returns path of `index.html`
 */
export async function writeInspection(
  out: string,
  inspections: readonly Inspection[],
  command: string,
): Promise<string> {
  const drawn: DrawnInspection[] = [];
  for (const [k, inspection] of inspections.entries()) {
    const id = `embeddings-${k + 1}`;
    drawn.push({ id, inspection, figures: await drawFigures(inspectionFigures(id, inspection)) });
  }
  const [series] = inspections.length > 1 ? await drawFigures([seriesFigure(inspections)]) : [];
  const figures = join(out, 'figures');
  await mkdir(figures, { recursive: true });
  await saveDrawn(figures, [...drawn.flatMap((one) => one.figures), ...(series === undefined ? [] : [series])]);
  await writeWhole(join(out, INSPECTION_FILE), `${prettyJson({ command, inspections })}\n`);
  const page = join(out, 'index.html');
  await writeWhole(page, inspectionPage(drawn, series, command));
  return page;
}
