/** Drawing of figures, and saving as three files each. */
import { join } from 'node:path';
import type { Figure } from '../../claims/figure.js';
import { renderFigure } from '../figures/figure-files.js';
import type { DrawnFigure } from '../views/report-entry.js';
import { writeWhole } from '../../base/files/write-whole.js';

/**
 * Draws figures.
 *
 * @param taken ids of figures drawn so far; those drawn now are added
 * @throws Error naming the figure when it cannot be drawn or its id is taken
 */
export async function drawFigures(figures: readonly Figure[], taken: Set<string>): Promise<DrawnFigure[]> {
  const drawn: DrawnFigure[] = [];
  for (const figure of figures) {
    if (taken.has(figure.id))
      throw new Error(`two figures are called ${figure.id}: their files need names of their own`);
    taken.add(figure.id);
    drawn.push({ figure, files: await renderFigure(figure) });
  }
  return drawn;
}

/** Saves a figure in a folder. @returns the names of its files there: specification, SVG, PNG */
export async function saveFigure(folder: string, { figure, files }: DrawnFigure): Promise<string[]> {
  const contents = {
    [`${figure.id}.vl.json`]: files.json,
    [`${figure.id}.svg`]: files.svg,
    [`${figure.id}.png`]: files.png,
  };
  for (const [name, content] of Object.entries(contents)) await writeWhole(join(folder, name), content);
  return Object.keys(contents);
}
