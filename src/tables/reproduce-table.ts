/** The runs of a table: begun where they are missing, continued where they are unfinished, evaluated, and never done twice. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput } from '../invalid-input.js';
import { evaluateRun, type RunEvaluation } from '../runs/evaluate-run.js';
import type { Evaluation } from '../runs/evaluation.js';
import { readTrainingMetrics } from '../runs/training-metrics.js';
import { resolveConfig, type ConfigSources } from '../train/run-config.js';
import { runPaths } from '../train/run-folder.js';
import { beginRun, resumeRun } from '../train/train.js';
import type { TrainProgress } from '../train/train-steps.js';
import type { BenchmarkTable, TableBaseline, TableRow } from './benchmark-table.js';

export interface ReproduceOptions {
  /** Keeps the runs of all tables, `FOLDER/TABLE/ROW-seed-N`. */
  readonly folder: string;
  /** Folder of the data sets. */
  readonly data: string;
  readonly seeds: readonly number[];
  /** Name of an engine. Default: that of the preset. */
  readonly engine?: string;
  /** Stops after the step at work, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Told of what is done now, in a few words. */
  readonly onProgress?: (progress: TableProgress) => void;
  readonly onNotice?: (text: string) => void;
}

export interface TableProgress {
  readonly row: TableRow;
  readonly seed: number;
  /** Runs that are finished and evaluated, of all. */
  readonly done: number;
  readonly total: number;
  /** Absent while the run is evaluated. */
  readonly training?: TrainProgress;
  /** What is evaluated; absent while the run is trained. */
  readonly evaluating?: string;
}

export interface TableRun {
  readonly row: TableRow;
  readonly seed: number;
  readonly folder: string;
  /** With raw pixels (the table's first run) and the model before training (the first row) as baselines. */
  readonly evaluation: RunEvaluation;
  /** Time of all its training steps, from their pace. */
  readonly trainingSeconds: number;
}

/**
 * Trains and evaluates what is missing, one run after the other: seed by seed, so that an early stop leaves whole columns.
 *
 * @returns every run of the table, by rows
 * @throws InvalidInput when a run cannot be trained or evaluated, its folder holds another configuration, or on the signal;
 *   what is finished stays, and the same call goes on from it
 */
export async function reproduceTable(table: BenchmarkTable, options: ReproduceOptions): Promise<TableRun[]> {
  const { seeds } = options;
  const places = seeds.flatMap((seed) => table.rows.map((row) => ({ row, seed })));
  const runs: TableRun[] = [];
  for (const { row, seed } of places) {
    const tell = (now: Pick<TableProgress, 'training' | 'evaluating'>): void =>
      options.onProgress?.({ row, seed, done: runs.length, total: places.length, ...now });
    const folder = path.join(options.folder, table.id, `${row.id}-seed-${seed}`);
    await trainWhole(folder, sourcesOf(table, row, seed, options), { ...options, tell });
    const evaluation = await evaluateRun(folder, {
      data: options.data,
      test: table.test,
      baselines: baselinesOf(table, row, seed === seeds[0]),
      onProgress: (subject, { what }) => tell({ evaluating: `${describe(subject)}: ${what}` }),
      ...(options.engine !== undefined && { engine: options.engine }),
      ...(options.onNotice !== undefined && { onNotice: options.onNotice }),
    });
    runs.push({ row, seed, folder, evaluation, trainingSeconds: trainingSeconds(folder, evaluation) });
  }
  return table.rows.flatMap((row) => runs.filter((run) => run.row === row));
}

function sourcesOf({ preset }: BenchmarkTable, row: TableRow, seed: number, options: ReproduceOptions): ConfigSources {
  const { data, engine } = options;
  return { preset, flags: { ...row.options, data, seed, ...(engine !== undefined && { engine }) } };
}

async function trainWhole(
  folder: string,
  sources: ConfigSources,
  { tell, signal, onNotice }: Pick<ReproduceOptions, 'signal' | 'onNotice'> & { tell: (now: object) => void },
): Promise<void> {
  const watch = {
    onProgress: (training: TrainProgress) => tell({ training }),
    ...(signal !== undefined && { signal }),
    ...(onNotice !== undefined && { onNotice }),
  };
  signal?.throwIfAborted();
  const config = resolveConfig(sources);
  const { status } = existsSync(runPaths(folder).record)
    ? await resumeRun(folder, { flags: config }, watch)
    : await beginRun(folder, config, watch);
  if (status === 'interrupted') throw new InvalidInput('stopped; the same command goes on from here');
}

function trainingSeconds(folder: string, { run: { config } }: RunEvaluation): number {
  const { steps } = readTrainingMetrics(runPaths(folder).metrics);
  return steps.reduce((sum, { viewsPerSecond }) => sum + (2 * config.batch) / viewsPerSecond, 0);
}

function baselinesOf(
  { rows, baselines = ['pixels', 'random'] }: BenchmarkTable,
  row: TableRow,
  firstSeed: boolean,
): TableBaseline[] {
  return row === rows[0] ? baselines.filter((name) => firstSeed || name !== 'pixels') : [];
}

function describe(subject: Evaluation['subject']): string {
  return subject.kind === 'encoder' ? 'encoder' : subject.kind === 'random' ? 'random encoder' : 'raw pixels';
}
