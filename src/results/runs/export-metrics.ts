/** The metrics of a run as CSV. */
import { existsSync } from 'node:fs';
import { writeWhole } from '../../base/files/write-whole.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { readScalars, type Scalars } from './scalars.js';

/** The file that was written. */
export interface ExportedMetrics {
  readonly file: string;
  readonly rows: number;
  readonly columns: readonly string[];
}

/**
 * Writes the metrics of a run as CSV: a row a step, a column each.
 *
 * @throws (rejects) InvalidInput when there is no run, the file is there already, or it cannot be written
 * @example
 * const { rows, columns } = await exportMetrics('run', { out: 'metrics.csv' });
 * [rows, columns[1]]; // [3, 'train/loss']
 */
export async function exportMetrics(
  folder: string,
  { out, existing = 'keep' }: { readonly out: string; readonly existing?: 'keep' | 'replace' },
): Promise<ExportedMetrics> {
  const scalars = readScalars(folder);
  if (scalars === undefined) {
    throw new InvalidInput(`${folder} holds no metrics: give the folder of a run, of TensorBoard, or of a metrics.csv`);
  }
  if (existing === 'keep' && existsSync(out)) {
    throw new InvalidInput(`${out} is there already: give another --out, or replace it with --force`);
  }
  const text = scalarsCsv(scalars);
  await writeWhole(out, text);
  return { file: out, rows: text.split('\n').length - 2, columns: ['step', ...Object.keys(scalars)] };
}

/** Writes scalars as CSV, RFC 4180 with `\n`. */
function scalarsCsv(scalars: Scalars): string {
  const columns = Object.keys(scalars);
  const rows = new Map<number, (number | undefined)[]>();
  columns.forEach((column, k) => {
    for (const { step, value } of scalars[column] ?? []) {
      const row = rows.get(step) ?? Array.from<number | undefined>({ length: columns.length });
      row[k] = value;
      rows.set(step, row);
    }
  });
  const lines = [...rows]
    .toSorted(([a], [b]) => a - b)
    .map(([step, row]) => [step, ...row.map((value) => value ?? '')]);
  return [['step', ...columns.map(cell)], ...lines].map((line) => `${line.join(',')}\n`).join('');
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
