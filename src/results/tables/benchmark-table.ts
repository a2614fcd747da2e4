/** A table of results as data: losses by data sets, the runs that each preset makes of it, and published results. */
import type { TestChoice } from '../runs/test-choices.js';
import type { PresetName } from '../../training/train/presets.js';
import type { GivenConfig } from '../../training/train/run-options.js';
import type { Recipe } from './recipe.js';

/** Effort spent on a table: seconds, hours on a CPU, days on a CPU, or as much as the authors spent. */
export const TABLE_PRESETS = ['smoke', 'laptop', 'workstation', 'paper'] as const;

/** A preset of a table by name. */
export type TablePresetName = (typeof TABLE_PRESETS)[number];

/** A table of results: its rows, columns, presets and published results. */
export interface BenchmarkTable {
  /** Id, words joined by hyphens: the name that a person gives, and that of its page. */
  readonly id: string;
  readonly title: string;
  /** Rows in the order of the page. */
  readonly rows: readonly TableRow[];
  /** Id of the row with which the others are compared. */
  readonly reference: string;
  /** Data sets, in the order of the page. */
  readonly columns: readonly TableColumn[];
  readonly presets: Readonly<Partial<Record<TablePresetName, TablePreset>>>;
  /** Published results; each is shown only beside runs of its own recipe. */
  readonly published: readonly PublishedResult[];
  /** The reason why entries have no published result. */
  readonly unpublished?: string;
}

/** A row: the subject of the training. */
export interface TableRow {
  /** Id, words joined by hyphens; the folder of a run is `ROW-seed-N`. */
  readonly id: string;
  /** Label on the page. */
  readonly label: string;
  /** The label with its mathematics between dollar signs. Default: the label. */
  readonly latex?: string;
  /** Options that set it apart from the other rows. */
  readonly options: GivenConfig;
}

/** A column: the images of the training. */
export interface TableColumn {
  readonly id: string;
  readonly label: string;
}

/** A size of the whole table. */
export interface TablePreset {
  /** Description of the training and the measures, in Markdown. */
  readonly setting: string;
  /** Settings of every run; a column's options win over them, and a row's over both. */
  readonly runs: PresetName;
  /** Number of seeds, as published; they are 1, 2, …. Default: 3. */
  readonly seeds?: number;
  /** Epochs, before the last, at which a run is measured too. Default: none. */
  readonly measuredEpochs?: readonly number[];
  /** Settings by the id of the column; a column without an entry is left out. */
  readonly columns: Readonly<Record<string, ColumnSetting>>;
}

/** Settings of the runs of a column. */
export interface ColumnSetting {
  readonly options: GivenConfig;
  readonly test: TestChoice;
}

/** A published accuracy of linear evaluation in per cent: mean ± standard deviation over n seeds. */
export interface PublishedResult {
  readonly row: string;
  readonly column: string;
  readonly mean: number;
  readonly deviation: number;
  readonly n: number;
  readonly recipe: Recipe;
  /** Place where it is found. */
  readonly source: string;
}
