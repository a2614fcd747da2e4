/** Drawing of figures, and saving as a Vega-Lite specification and an SVG each. */
import { join } from 'node:path';
import type { Figure } from '../../claims/figure.js';
import type { DrawnFigure, ReportEntry } from '../views/report-entry.js';
import { writeWhole } from '../../base/files/write-whole.js';

/** Returns the figures of a claim. */
export function figuresOf({ claim, verdict }: Pick<ReportEntry, 'claim' | 'verdict'>): readonly Figure[] {
  return claim.figures?.(verdict, claim.given?.loss) ?? [];
}

/** Draws figures. @throws Error naming the figure when it cannot be drawn */
export async function drawFigures(figures: readonly Figure[]): Promise<DrawnFigure[]> {
  // Loaded here: a report whose figures were drawn in worker threads does not need Vega.
  const { renderFigure } = await import('../figures/figure-files.js');
  const drawn: DrawnFigure[] = [];
  for (const figure of figures) drawn.push({ figure, files: await renderFigure(figure) });
  return drawn;
}

/**
 * Saves figures in a folder.
 *
 * @returns the names of the files of each there: specification, SVG
 * @throws Error when two figures have one id; nothing is saved then
 */
export async function saveDrawn(folder: string, drawn: readonly DrawnFigure[]): Promise<string[][]> {
  const ids = drawn.map(({ figure }) => figure.id);
  const twice = ids.find((id, k) => ids.indexOf(id) < k);
  if (twice !== undefined) throw new Error(`two figures are called ${twice}: their files need names of their own`);
  const saved: string[][] = [];
  for (const { figure, files } of drawn) {
    const contents = { [`${figure.id}.vl.json`]: files.json, [`${figure.id}.svg`]: files.svg };
    for (const [name, content] of Object.entries(contents)) await writeWhole(join(folder, name), content);
    saved.push(Object.keys(contents));
  }
  return saved;
}
