/** The main part of a table as LaTeX, for the package booktabs. */
import type { ColumnSummary, LineSummary } from '../../results/tables/column-summary.js';
import type { TableSummary } from '../../results/tables/table-summary.js';
import {
  extentOf,
  isPublished,
  mainLines,
  marksOf,
  notesOf,
  NOTHING,
  publishedNotes,
  publishedTexts,
  statisticText,
} from './table-text.js';

export function tableLatex(summary: TableSummary): string {
  const { columns } = summary;
  const width = (column: ColumnSummary): number => (isPublished(column) ? 3 : 1);
  const heads = columns.map((column) => `\\multicolumn{${width(column)}}{c}{${escaped(column.label)}}`);
  const subheads = columns.flatMap((column) => (isPublished(column) ? ['ours', 'published', 'difference'] : ['ours']));
  const rows = mainLines(columns).map(({ latex, cells }) =>
    [escapedWords(latex), ...cells.flatMap((line, k) => cellsOf(line, columns[k] as ColumnSummary, columns))].join(
      ' & ',
    ),
  );
  const notes = notesOf(columns).map(({ letter, text }) => `\\textsuperscript{${letter}} ${escaped(text)}\\\\`);
  return [
    `% ${extentOf(summary)}`.replaceAll('\n', ' '),
    '% Needs \\usepackage{booktabs}. Linear evaluation, best epoch, in per cent: mean ± standard deviation (number of seeds).',
    ...publishedNotes(columns).map((note) => `% ${note}`),
    `\\begin{tabular}{l${columns.map((column) => 'r'.repeat(width(column))).join('')}}`,
    '\\toprule',
    ` & ${heads.join(' & ')} \\\\`,
    ` & ${subheads.join(' & ')} \\\\`,
    '\\midrule',
    ...rows.map((row) => `${row} \\\\`),
    '\\bottomrule',
    '\\end{tabular}',
    ...(notes.length === 0 ? [] : ['', '\\smallskip', ...notes]),
    '',
  ].join('\n');
}

function cellsOf(line: LineSummary | undefined, column: ColumnSummary, columns: readonly ColumnSummary[]): string[] {
  const published = isPublished(column);
  if (line === undefined) return published ? ['--', '', ''] : ['--'];
  const marks = marksOf(line, column, columns);
  const ours = line.seeds.length === 0 ? NOTHING : `${statisticText(line.metrics.linearBest)} (${line.seeds.length})`;
  const marked = marks === '' ? numbers(ours) : `${numbers(ours)}\\textsuperscript{${marks}}`;
  return published ? [marked, ...publishedTexts(line).map(numbers)] : [marked];
}

/** Writes signs as mathematics. */
function numbers(text: string): string {
  return text.replaceAll('±', '$\\pm$').replaceAll('−', '$-$').replaceAll('+', '$+$').replaceAll(NOTHING, '--');
}

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  α: '$\\alpha$',
  θ: '$\\theta$',
  γ: '$\\gamma$',
  '×': '$\\times$',
  '−': '$-$',
  '–': '--',
};

function escaped(text: string): string {
  return text.replaceAll(/[\\~^αθγ×−–&%$#_{}]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`);
}

/** Escapes words for LaTeX; text between dollar signs is LaTeX already. */
function escapedWords(text: string): string {
  return text
    .split(/(\$[^$]*\$)/)
    .map((part) => (part.startsWith('$') ? part : escaped(part)))
    .join('');
}
