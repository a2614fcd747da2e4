/** A table as files: a page as Markdown and one as HTML, LaTeX, and all figures as JSON. */
import path from 'node:path';
import { makeFolder } from '../../base/files/folder.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { renderFigure } from '../figures/figure-files.js';
import { prettyJson } from '../../base/pretty-json.js';
import { compareRuns } from '../../results/runs/compare-runs.js';
import { trainingCurves } from '../figures/training-curves.js';
import type { BenchmarkTable, TablePresetName } from '../../results/tables/benchmark-table.js';
import { tableHtml } from './table-html.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import { tableLatex } from './table-latex.js';
import { tableMarkdown } from './table-markdown.js';
import type { TableRun } from '../../results/tables/table-runs.js';
import { summarise, type TableSummary } from '../../results/tables/table-summary.js';

/** A table with the place to which it is written. */
export interface TableToWrite {
  readonly table: BenchmarkTable;
  readonly preset: TablePresetName;
  /** All jobs that are requested. */
  readonly jobs: readonly TableJob[];
  /** Runs of the finished jobs among them. */
  readonly runs: readonly TableRun[];
  readonly folder: string;
  /** The command that reproduces the table. */
  readonly command: string;
}

/** The files that were written. */
export interface WrittenTable {
  readonly summary: TableSummary;
  /** Files of the page, by ending: `md`, `html`, `tex`, `json`. */
  readonly files: Readonly<Record<'md' | 'html' | 'tex' | 'json', string>>;
}

/**
 * Writes `FOLDER/TABLE-PRESET.md`, `.html`, `.tex` and `.json`, and drawings under `FOLDER/figures`, each of them atomically.
 *
 * @throws InvalidInput when one cannot be written
 * @example
 * const one = { id: 'cifar10', label: 'CIFAR-10', options: { loss: 'infonce' }, test: 'official' } as const;
 * const presets = { smoke: { setting: 'A tiny net.', runs: 'smoke', columns: { cifar10: one } } } as const;
 * const table = { id: 'mine', title: 'Mine', rows: [one], reference: 'cifar10', columns: [one], presets, published: [] };
 * (await writeTable({ table, preset: 'smoke', jobs: [], runs: [], folder: 'table', command: 'make' })).files.md; // 'table/mine-smoke.md'
 */
export async function writeTable({ table, preset, jobs, runs, folder, command }: TableToWrite): Promise<WrittenTable> {
  const name = `${table.id}-${preset}`;
  const summary = summarise(table, preset, jobs, runs);
  const reference = table.rows.find(({ id }) => id === table.reference)?.label ?? table.reference;
  makeFolder(path.join(folder, 'figures'));
  const curves = [];
  for (const { id, label } of summary.columns) {
    for (const { figure, title } of curvesOf(runs.filter(({ job }) => job.column === id))) {
      const file = `figures/${name}-${id}-${figure.id}.svg`;
      const own = { ...figure, id: `${name}-${id}-${figure.id}`, title: `${label}: ${title}` };
      const { svg } = await renderFigure(own);
      await writeWhole(path.join(folder, file), svg);
      curves.push({ title: own.title, caption: own.caption, file, svg });
    }
  }
  const file = (ending: string): string => path.join(folder, `${name}.${ending}`);
  const files = { md: file('md'), html: file('html'), tex: file('tex'), json: file('json') };
  await writeWhole(files.md, tableMarkdown({ summary, runs, curves, command, reference }));
  await writeWhole(files.html, tableHtml({ summary, curves, command, reference }));
  await writeWhole(files.tex, tableLatex(summary));
  await writeWhole(files.json, `${prettyJson({ command, ...summary, runs })}\n`);
  return { summary, files };
}

/** Returns the curves of nearest neighbours alone; `alpha-cl compare` draws the others. */
function curvesOf(runs: readonly TableRun[]) {
  if (runs.length === 0) return [];
  const figures = trainingCurves(compareRuns(runs.map(({ job }) => job.folder)));
  return figures.flatMap((figure) =>
    figure.id === 'training-neighbours' ? [{ figure, title: figure.title.toLowerCase() }] : [],
  );
}
