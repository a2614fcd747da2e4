/**
 * A table whose losses are tuned before they are compared, as data: a grid of settings for each loss, chosen on some images, and the
 * chosen one measured on others with fresh seeds. Which runs belong to a later stage follows from the runs of an earlier one.
 */
import path from 'node:path';
import { unknownName } from '../../base/invalid-input.js';
import type { ImportanceChoice } from '../../training/step/importance-choice.js';
import type { PresetName } from '../../training/train/presets.js';
import type { GivenConfig } from '../../training/train/run-options.js';
import type { StudiedShape } from '../discover/accuracy-model.js';
import type { TestChoice } from '../runs/test-choices.js';
import type { TableColumn, TablePresetName } from '../tables/benchmark-table.js';
import type { TableJob } from '../tables/table-jobs.js';

/** A table of tuned losses. */
export interface TunedTable {
  /** Id, words joined by hyphens. */
  readonly id: string;
  readonly title: string;
  /** Declaration made before the runs, in Markdown: what is chosen, measured, compared and concluded. */
  readonly protocol: string;
  readonly rows: readonly TunedRow[];
  /** Data sets in the order in which they are finished. */
  readonly columns: readonly TableColumn[];
  readonly presets: Readonly<Partial<Record<TablePresetName, TunedPreset>>>;
  readonly seeds: TunedSeeds;
  /** Trainings of an earlier study, to which the prediction of accuracy from α is fitted. */
  readonly study: readonly StudiedShape[];
}

/** A loss with the settings that it is tuned over. */
export interface TunedRow {
  readonly id: string;
  readonly label: string;
  /**
   * Part in the comparison: the one row that others are compared with, a row that may be chosen to be the primary one beside it, or
   * another.
   */
  readonly part: 'reference' | 'contender' | 'other';
  /** Settings by sharpness, the softest first; as many for each row. */
  readonly settings: readonly TunedSetting[];
}

/** A value of the parameter that is tuned. */
export interface TunedSetting {
  /** Part of the names of its runs. */
  readonly id: string;
  readonly label: string;
  readonly options: GivenConfig;
  /** Weights of the margins, from which the theory predicts. */
  readonly weights: ImportanceChoice;
}

/** Seeds of the stages; those that report are not that which chooses. */
interface TunedSeeds {
  readonly choice: number;
  readonly report: readonly number[];
  /** Seeds of the primary pair; they begin with those of every row. */
  readonly primary: readonly number[];
}

/** A size of the whole table. */
export interface TunedPreset {
  /** Description of the training, in Markdown; `scale`: in a few words, for the conclusion. */
  readonly setting: string;
  readonly scale: string;
  readonly runs: PresetName;
  /** Preset whose grid chooses the settings. Default: this one. */
  readonly chosenIn?: TablePresetName;
  readonly columns: Readonly<Record<string, TunedColumnSetting>>;
}

/** Options of a column's runs, and the images that choose and report. */
interface TunedColumnSetting {
  readonly options: GivenConfig;
  readonly choice: TestChoice;
  readonly report: TestChoice;
}

/** Folders of the jobs, and the restriction to some columns. */
export interface TunedJobOptions {
  readonly folder: string;
  readonly data: string;
  readonly preset: TablePresetName;
  /** Ids of columns. Default: all of the preset. */
  readonly only?: readonly string[];
  readonly engine?: string;
}

/** A run: of one setting of a row on a column with one seed. */
interface CellOfTuned {
  readonly row: TunedRow;
  readonly setting: TunedSetting;
  readonly column: TableColumn;
  readonly seed: number;
}

/** Makes the jobs of a preset: those of the grid, and those that report. */
export interface TunedJobMaker {
  readonly columns: readonly TableColumn[];
  readonly grid: (cell: Omit<CellOfTuned, 'seed'>) => TableJob;
  readonly report: (cell: CellOfTuned) => TableJob;
}

/**
 * Returns a preset of a table of tuned losses.
 *
 * @throws InvalidInput when the table has no such preset
 */
export function tunedPreset({ id, presets }: TunedTable, name: string): TunedPreset {
  const found = Object.entries(presets).find(([known]) => known === name)?.[1];
  if (found === undefined) throw unknownName(`preset of the table ${id}`, name, Object.keys(presets));
  return found;
}

/** Returns the maker of the jobs of a table. @throws InvalidInput when the table has no such preset or column */
export function tunedJobMaker(table: TunedTable, options: TunedJobOptions): TunedJobMaker {
  const { preset: name, only = [] } = options;
  const preset = tunedPreset(table, name);
  const columns = table.columns.filter(({ id }) => preset.columns[id] !== undefined);
  const known = columns.map(({ id }) => id);
  const strange = only.find((id) => !known.includes(id));
  if (strange !== undefined) throw unknownName('column', strange, known);
  const chosenIn = preset.chosenIn ?? name;
  return {
    columns: only.length === 0 ? columns : columns.filter(({ id }) => only.includes(id)),
    grid: (cell) => jobOf(table, { ...options, preset: chosenIn }, { ...cell, seed: table.seeds.choice }, 'choice'),
    report: (cell) => jobOf(table, options, cell, 'report'),
  };
}

function jobOf(
  table: TunedTable,
  { folder, data, preset: name, engine }: TunedJobOptions,
  { row, setting, column, seed }: CellOfTuned,
  stage: 'choice' | 'report',
): TableJob {
  const preset = tunedPreset(table, name);
  const own = preset.columns[column.id];
  if (own === undefined) {
    throw unknownName(`column of the preset ${name} of ${table.id}`, column.id, Object.keys(preset.columns));
  }
  const id = `${name}/${column.id}/${row.id}-${setting.id}-seed-${seed}`;
  return {
    id,
    row: row.id,
    column: column.id,
    seed,
    title: `${row.label}, ${setting.label}, on ${column.label}, seed ${seed}`,
    folder: path.join(folder, table.id, ...id.split('/')),
    preset: preset.runs,
    options: { ...UNOBSERVED, ...own.options, ...setting.options, data, seed, ...(engine !== undefined && { engine }) },
    test: own[stage],
    measuredEpochs: [],
    baselines: [],
  };
}

/** Options without observation during the training; accuracies come from the evaluation after it. */
const UNOBSERVED: GivenConfig = { knnEvery: 0, importanceEvery: 0 };
