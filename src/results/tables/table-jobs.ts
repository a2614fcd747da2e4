/** Jobs of a table: each is a run of one row on one data set with one seed, as plain data that may be sent anywhere. */
import path from 'node:path';
import { requireWhole } from '../../base/option-checks.js';
import { unknownName } from '../../base/invalid-input.js';
import type { BaselineName } from '../runs/evaluate-run.js';
import type { TestChoice } from '../runs/test-choices.js';
import type { PresetName } from '../../training/train/presets.js';
import type { GivenConfig } from '../../training/train/run-options.js';
import type { BenchmarkTable, TablePreset, TablePresetName, TableRow } from './benchmark-table.js';

/** A job of a table, as plain data that JSON preserves. */
export interface TableJob {
  /** Id of the job, its folder within that of the table: `cifar10/infonce-seed-1`. */
  readonly id: string;
  readonly row: string;
  readonly column: string;
  readonly seed: number;
  /** Title of the job: `InfoNCE on CIFAR-10, seed 1`. */
  readonly title: string;
  /** Folder of the run. */
  readonly folder: string;
  readonly preset: PresetName;
  /** Options that win over the preset; the engine is absent where the preset's is taken. */
  readonly options: GivenConfig & { readonly data: string; readonly seed: number };
  readonly test: TestChoice;
  /** Epochs, before the last, at which the encoder is evaluated too; ascending. */
  readonly measuredEpochs: readonly number[];
  /**
   * Baselines evaluated beside the encoder: raw pixels by the first seed of the first row, the random encoder by each of its
   * seeds.
   */
  readonly baselines: readonly BaselineName[];
}

/** Choice of the jobs of a table, and the folders. */
export interface JobOptions {
  /** Folder of the runs of all tables: `FOLDER/TABLE/PRESET/COLUMN/ROW-seed-N`. */
  readonly folder: string;
  /** Folder of the data sets. */
  readonly data: string;
  readonly seeds: readonly number[];
  readonly preset: TablePresetName;
  /** Ids of rows and of columns to which the jobs are restricted. Default: all. */
  readonly only?: readonly string[];
  /** Name of an engine. Default: that of the preset. */
  readonly engine?: string;
  /** Number of devices that share a batch. Default: that of the preset, 1. */
  readonly devices?: number;
}

/** Returns the folder in which a table keeps the runs of a preset. */
export function tableFolder(folder: string, table: Pick<BenchmarkTable, 'id'>, preset: TablePresetName): string {
  return path.join(folder, table.id, preset);
}

/**
 * Returns the jobs of a table, seed by seed, so that one stopped early has whole columns.
 *
 * @throws InvalidInput when the table has no such preset, or no such row or column in it
 * @example
 * const one = { id: 'cifar10', label: 'CIFAR-10', options: { loss: 'infonce' }, test: 'official' } as const;
 * const presets = { smoke: { setting: 'A tiny net.', runs: 'smoke', columns: { cifar10: one } } } as const;
 * const table = { id: 'mine', title: 'Mine', rows: [one], reference: 'cifar10', columns: [one], presets, published: [] };
 * tableJobs(table, { folder: 'out', data: 'datasets', preset: 'smoke', seeds: [1] })[0]?.id; // 'cifar10/cifar10-seed-1'
 */
export function tableJobs(table: BenchmarkTable, options: JobOptions): TableJob[] {
  const { folder, data, seeds, engine, devices } = options;
  for (const seed of seeds) requireWhole('seed', seed, 0);
  if (devices !== undefined) requireWhole('devices', devices, 1);
  const preset = tablePreset(table, options.preset);
  const { rows, columns } = chosenCells(table, preset, options.only ?? []);
  return seeds.flatMap((seed) =>
    columns.flatMap(({ id: column, label, options: own, test }) =>
      rows.map((row): TableJob => {
        const id = `${column}/${row.id}-seed-${seed}`;
        return {
          id,
          row: row.id,
          column,
          seed,
          title: `${row.label} on ${label}, seed ${seed}`,
          folder: path.join(tableFolder(folder, table, options.preset), ...id.split('/')),
          preset: preset.runs,
          options: {
            ...own,
            ...row.options,
            data,
            seed,
            ...(engine !== undefined && { engine }),
            ...(devices !== undefined && { devices }),
          },
          test,
          measuredEpochs: preset.measuredEpochs ?? [],
          baselines: baselinesOf(table, row, seed),
        };
      }),
    ),
  );
}

/**
 * Returns a preset of a table.
 *
 * @throws InvalidInput when the table has no such preset
 * @example
 * const presets = { smoke: { setting: 'A tiny net.', runs: 'smoke', columns: {} } } as const;
 * const table = { id: 'mine', title: 'Mine', rows: [], reference: 'infonce', columns: [], presets, published: [] };
 * tablePreset(table, 'smoke').setting; // 'A tiny net.'
 * tablePreset(table, 'laptop'); // throws unknown preset of the table mine "laptop": choose one of smoke
 */
export function tablePreset({ id, presets }: BenchmarkTable, name: string): TablePreset {
  const found = Object.entries(presets).find(([known]) => known === name)?.[1];
  if (found === undefined) throw unknownName(`preset of the table ${id}`, name, Object.keys(presets));
  return found;
}

function chosenCells(table: BenchmarkTable, preset: TablePreset, only: readonly string[]) {
  const columns = table.columns.flatMap((column) => {
    const setting = preset.columns[column.id];
    return setting === undefined ? [] : [{ ...column, ...setting }];
  });
  const known = [...table.rows, ...columns].map(({ id }) => id);
  const unknown = only.find((id) => !known.includes(id));
  if (unknown !== undefined) throw unknownName('row or column', unknown, known);
  const chosen = <T extends { readonly id: string }>(all: readonly T[]): readonly T[] => {
    const named = all.filter(({ id }) => only.includes(id));
    return named.length === 0 ? all : named;
  };
  return { rows: chosen(table.rows), columns: chosen(columns) };
}

/** Returns the baselines of a job by its place in the whole table, so that a job does not depend on the others requested. */
function baselinesOf(table: BenchmarkTable, row: TableRow, seed: number): BaselineName[] {
  if (row !== table.rows[0]) return [];
  return seed === FIRST_SEED ? ['pixels', 'random'] : ['random'];
}

const FIRST_SEED = 1;
