/** A table of results as data: losses by data sets, the runs that each preset makes of it, and what was published. */
import type { TestChoice } from '../runs/evaluated-images.js';
import type { PresetName } from '../../training/train/presets.js';
import type { GivenConfig } from '../../training/train/run-options.js';
import type { Recipe } from './recipe.js';

/** Effort spent on a table: seconds, hours on a CPU, or as much as the authors spent. */
export const TABLE_PRESETS = ['smoke', 'laptop', 'paper'] as const;

/** A preset of a table by name. */
export type TablePresetName = (typeof TABLE_PRESETS)[number];

/** A table of results: its rows, columns, presets and published figures. */
export interface BenchmarkTable {
  /** Words joined by hyphens: the name that a person gives, and that of its page. */
  readonly id: string;
  readonly title: string;
  /** In the order of the page. */
  readonly rows: readonly TableRow[];
  /** The row that the others are compared with. */
  readonly reference: string;
  /** Data sets, in the order of the page. */
  readonly columns: readonly TableColumn[];
  readonly presets: Readonly<Partial<Record<TablePresetName, TablePreset>>>;
  /** Figures that others have published; each stands beside runs of its own recipe alone. */
  readonly published: readonly PublishedFigure[];
  /** Why cells have no published figure. */
  readonly unpublished?: string;
}

/** A row: what is trained. */
export interface TableRow {
  /** Words joined by hyphens; the folder of a run is `ROW-seed-N`. */
  readonly id: string;
  /** As the page has it. */
  readonly label: string;
  /** The same with its mathematics between dollar signs. Default: the label. */
  readonly latex?: string;
  /** Options that set it apart from the other rows. */
  readonly options: GivenConfig;
}

/** A column: on what it is trained. */
export interface TableColumn {
  readonly id: string;
  readonly label: string;
}

/** A size of the whole table. */
export interface TablePreset {
  /** In words, as Markdown: what is trained, and what is measured. */
  readonly setting: string;
  /** Settings of every run; a column's options win over them, and a row's over both. */
  readonly runs: PresetName;
  /** The number of seeds that was published, from 1 on. Default: 3. */
  readonly seeds?: number;
  /** Epochs, before the last, at which a run is measured too. Default: none. */
  readonly measuredEpochs?: readonly number[];
  /** By the column's id; this preset leaves out a column that has no entry. */
  readonly columns: Readonly<Record<string, ColumnSetting>>;
}

/** Settings of the runs of a column. */
export interface ColumnSetting {
  readonly options: GivenConfig;
  readonly test: TestChoice;
}

/** An accuracy of linear evaluation in per cent, as others have published it: mean ± standard deviation over n seeds. */
export interface PublishedFigure {
  readonly row: string;
  readonly column: string;
  readonly mean: number;
  readonly deviation: number;
  readonly n: number;
  readonly recipe: Recipe;
  /** Place where it is found. */
  readonly source: string;
}
