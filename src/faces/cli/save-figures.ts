/** Drawing of figures, and saving each as Vega-Lite specification, SVG and PNG. */
import { mkdir } from 'node:fs/promises';
import type { Figure } from '../../claims/figure.js';
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
  return figures.map((figure, k) => ({ figure, files: saved[k] ?? [] }));
}
