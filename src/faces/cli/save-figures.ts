/** Drawing of figures, and saving each as Vega-Lite specification, SVG and PNG. */
import { mkdir } from 'node:fs/promises';
import type { Figure } from '../../claims/figure.js';
import { drawFigures, saveFigure } from '../report/draw-figures.js';

export interface SavedFigure {
  readonly figure: Figure;
  /** Names of its files in the folder. */
  readonly files: readonly string[];
}

/** Draws and saves figures. @param folder created if it is missing; files of other names in it stay */
export async function saveFigures(figures: readonly Figure[], folder: string): Promise<SavedFigure[]> {
  const drawn = await drawFigures(figures, new Set());
  await mkdir(folder, { recursive: true });
  const saved: SavedFigure[] = [];
  for (const one of drawn) saved.push({ figure: one.figure, files: await saveFigure(folder, one) });
  return saved;
}
