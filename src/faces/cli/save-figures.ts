/** Drawing of figures, and saving each as Vega-Lite specification, SVG and PNG. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../base/files/write-whole.js';
import type { Figure } from '../../claims/figure.js';
import { drawPng } from '../figures/draw-png.js';
import { drawFigures, saveDrawn } from '../report/draw-figures.js';

export interface SavedFigure {
  readonly figure: Figure;
  /** Names of its files in the folder. */
  readonly files: readonly string[];
}

/** Draws and saves figures. @param folder created if it is missing; files of other names in it stay */
export async function saveFigures(figures: readonly Figure[], folder: string): Promise<SavedFigure[]> {
  const drawn = await drawFigures(figures);
  await mkdir(folder, { recursive: true });
  const saved = await saveDrawn(folder, drawn);
  const withPng: SavedFigure[] = [];
  for (const [k, { figure, files }] of drawn.entries()) {
    const png = `${figure.id}.png`;
    await writeWhole(join(folder, png), drawPng(files.svg));
    withPng.push({ figure, files: [...(saved[k] ?? []), png] });
  }
  return withPng;
}
