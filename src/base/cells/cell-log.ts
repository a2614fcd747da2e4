/**
 * Finished cells on disk, one line of JSON each, so that a run that is killed loses nothing that is finished.
 *
 * A line is written with one append. A line that a kill cut short has no line break; opening the log drops it by writing
 * the whole lines to a temporary name and renaming that.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InvalidInput } from '../invalid-input.js';

export interface CellLog {
  /** Finds the result of a cell that is in the log. */
  readonly find: (cell: unknown) => { readonly result: unknown } | undefined;
  readonly append: (cell: unknown, result: unknown) => Promise<void>;
}

interface Line {
  readonly key: string;
  readonly cell: unknown;
  readonly result: unknown;
}

/**
 * Opens a log of cells.
 *
 * @param file made where it is missing, with its folder
 * @param run words that results must share to count, such as name and version of the software; others stay but are not found
 * @throws InvalidInput when a whole line is not JSON: the file is not a log of cells
 */
export async function openCellLog(file: string, run: readonly string[]): Promise<CellLog> {
  await mkdir(path.dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) {
    await writeFile(`${file}.part`, whole, { flush: true });
    await rename(`${file}.part`, file);
  }
  const lines = whole
    .split('\n')
    .slice(0, -1)
    .map((line, k) => parsed(line, file, k + 1));
  const results = new Map(lines.map(({ key, result }) => [key, result]));
  const keyOf = (cell: unknown): string => JSON.stringify([...run, cell]);
  return {
    find: (cell) => {
      const key = keyOf(cell);
      return results.has(key) ? { result: results.get(key) } : undefined;
    },
    append: (cell, result) => appendFile(file, `${JSON.stringify({ key: keyOf(cell), cell, result })}\n`),
  };
}

function parsed(line: string, file: string, number: number): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    throw new InvalidInput(
      `${file} cannot be read as a log of finished cells: expected JSON in line ${number}; move the file away, or give another folder`,
    );
  }
}
