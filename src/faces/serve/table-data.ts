/** Reads the JSON that `alpha-cl reproduce` writes beside the page of a table, for the explorer. */
import path from 'node:path';
import { InvalidInput } from '../../base/invalid-input.js';
import type { ColumnSummary, LineSummary } from '../../results/tables/column-summary.js';
import type { TableRun } from '../../results/tables/table-runs.js';
import type { TableSummary } from '../../results/tables/table-summary.js';
import type { TableDetail } from './api.js';
import { jsonFile } from './json-file.js';
import type { GivenRun } from './run-routes.js';

/** Contents of the file; of its runs, only the fields that are used here. */
interface TableFile extends TableSummary {
  readonly command: string;
  readonly runs: readonly Pick<TableRun, 'job'>[];
}

/** The first bytes of such a file, and of no other. */
export const TABLE_BEGINNING = '{\n  "command": "npx alpha-cl reproduce ';

type StoredLine = LineSummary & { readonly figures: LineSummary['metrics'] };

/** Reads the name that tables of earlier versions have for the metrics of a line. */
function withMetrics(column: ColumnSummary): ColumnSummary {
  const lines = column.lines.map((line) => ({
    ...line,
    metrics: (line as Partial<StoredLine>).metrics ?? (line as StoredLine).figures,
  }));
  return { ...column, lines };
}

/**
 * Returns a function that reads the table and finds its runs among those given.
 *
 * @throws InvalidInput from the function, when the file cannot be read
 */
export function tableReader(file: string): (runs: readonly GivenRun[]) => Omit<TableDetail, 'file'> {
  const read = jsonFile<TableFile>(file);
  return (given) => {
    const { data, changed } = read();
    if (!Array.isArray(data.columns) || !Array.isArray(data.runs)) {
      throw new InvalidInput(`${file} is of an earlier alpha-cl: run its command again with --collect`);
    }
    const { command, runs, ...written } = data;
    const summary = { ...written, columns: written.columns.map(withMetrics) };
    const ids = new Map(given.map(({ id, place }) => [place, id]));
    return {
      command,
      summary,
      writtenAt: new Date(changed).toISOString(),
      runs: runs.flatMap(({ job }) => {
        // Where it was made, or beside a page that was moved together with its runs.
        const moved = path.join(path.dirname(file), summary.id, summary.preset, ...job.id.split('/'));
        const run = ids.get(job.folder) ?? ids.get(moved);
        const { row, column, seed, baselines } = job;
        return run === undefined ? [] : [{ run, row, column, seed, baselines }];
      }),
    };
  };
}
