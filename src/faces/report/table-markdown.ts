/** A table as a page of Markdown. */
import { markdownTable } from './markdown-table.js';
import { thousands } from '../../base/thousands.js';
import {
  afterText,
  differenceText,
  extentOf,
  hoursText,
  isPublished,
  mainLines,
  marksOf,
  notesOf,
  NOTHING,
  publishedNotes,
  publishedTexts,
  statisticText,
} from './table-text.js';
import type { ColumnSummary, LineSummary } from '../../results/tables/column-summary.js';
import { METRIC_IDS, METRICS } from '../../results/tables/table-metrics.js';
import type { TableSummary } from '../../results/tables/table-summary.js';
import type { TableRun } from '../../results/tables/table-runs.js';

interface TableCurve {
  readonly title: string;
  readonly caption: string;
  /** Address of the drawing, from the page. */
  readonly file: string;
}

export interface TableMarkdown {
  readonly summary: TableSummary;
  readonly runs: readonly TableRun[];
  readonly curves: readonly TableCurve[];
  /** The command that reproduces the page. */
  readonly command: string;
  /** Title of the row that others are compared with. */
  readonly reference: string;
}

export function tableMarkdown({ summary, runs, curves, command, reference }: TableMarkdown): string {
  const { columns } = summary;
  return [
    `# ${summary.title}: ${summary.preset}\n`,
    `${extentOf(summary)} Again, with the same numbers on the same machine: \`${command}\`\n`,
    `## Setting\n\n${summary.setting}\n`,
    `## Accuracy\n\nLinear evaluation, best epoch; in per cent, mean ± standard deviation over seeds (n).\n\n${mainTable(columns)}`,
    ...notesOf(columns).map(({ letter, text }) => `<sup>${letter}</sup> ${text}\n`),
    ...(summary.unpublished === undefined ? [] : [`${summary.unpublished}\n`]),
    ...publishedNotes(columns).map((note) => `${note}\n`),
    ...columns.map((column) => columnSection(column, columns, reference)),
    `## Every run\n\n${runTable(runs)}`,
    ...curves.map(({ title, caption, file }) => `## ${title}\n\n![${title}](${file})\n\n${caption}\n`),
  ].join('\n');
}

function mainTable(columns: readonly ColumnSummary[]): string {
  const titles = columns.flatMap((column) => [
    column.label,
    ...(isPublished(column) ? [`published`, `difference`] : []),
  ]);
  const rows = mainLines(columns).map(({ label, cells }) => [
    label,
    ...cells.flatMap((line, k) => {
      const column = columns[k] as ColumnSummary;
      return [oursText(line, column, columns), ...(isPublished(column) ? publishedTexts(line) : [])];
    }),
  ]);
  return markdownTable(['', ...titles], rows);
}

function oursText(line: LineSummary | undefined, column: ColumnSummary, columns: readonly ColumnSummary[]): string {
  if (line === undefined || line.seeds.length === 0) return NOTHING;
  const marks = marksOf(line, column, columns);
  return `${statisticText(line.metrics.linearBest)} (${line.seeds.length})${marks === '' ? '' : ` <sup>${marks}</sup>`}`;
}

function columnSection(column: ColumnSummary, columns: readonly ColumnSummary[], reference: string): string {
  const { label, images, lines } = column;
  const measured = lines.filter(({ seeds }) => seeds.length > 0);
  if (measured.length === 0) return `## ${label}\n\nNo run is finished.\n`;
  const metrics = markdownTable(
    ['representation', 'n', ...METRIC_IDS.map((id) => METRICS[id].title), 'device time'],
    measured.map((line) => [
      nameOf(line, column, columns),
      String(line.seeds.length),
      ...METRIC_IDS.map((id) => statisticText(line.metrics[id], id)),
      hoursText(line.deviceHours),
    ]),
  );
  const shares = METRIC_IDS.filter((id) => METRICS[id].kind === 'share');
  const against = [
    ['random', 'random encoder'],
    ['reference', reference],
  ] as const;
  const differences = measured.flatMap((line) =>
    against.flatMap(([base, name]) => {
      const of = line.differences[base];
      if (Object.keys(of).length === 0) return [];
      const n = Math.max(...shares.map((id) => of[id]?.n ?? 0));
      return [[`${nameOf(line, column, columns)} − ${name}`, String(n), ...shares.map((id) => differenceText(of[id]))]];
    }),
  );
  return [
    `## ${label}\n`,
    `${images.join(' ')}\n`,
    metrics,
    ...(differences.length === 0
      ? []
      : [
          'Differences in points, seed by seed: mean [95 % confidence, Student’s t].\n',
          markdownTable(['difference', 'n', ...shares.map((id) => METRICS[id].title)], differences),
        ]),
  ].join('\n');
}

function nameOf(line: LineSummary, column: ColumnSummary, columns: readonly ColumnSummary[]): string {
  const marks = marksOf(line, column, columns);
  return line.label + afterText(line, column.lines) + (marks === '' ? '' : ` <sup>${marks}</sup>`);
}

function runTable(runs: readonly TableRun[]): string {
  return markdownTable(
    ['run', 'epochs', 'steps', ...METRIC_IDS.map((id) => METRICS[id].title), 'training', 'evaluation'],
    runs.flatMap(({ job, record, measured, seconds }) =>
      measured.map(({ epochs, evaluation }) => [
        job.id,
        thousands(epochs),
        thousands(epochs * record.batchesPerEpoch),
        ...METRIC_IDS.map((id) => {
          const value = METRICS[id].of(evaluation);
          return statisticText(value === undefined ? null : { n: 1, mean: value, deviation: null }, id);
        }),
        `${(seconds.training / 60).toFixed(1)} min`,
        `${(evaluation.seconds / 60).toFixed(1)} min`,
      ]),
    ),
  );
}
