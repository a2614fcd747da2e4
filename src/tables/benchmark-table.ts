/** A table of results as data: which runs it is made of, and on which images they are measured. */
import type { PresetName } from '../train/presets.js';
import type { GivenConfig } from '../train/run-options.js';
import type { TestChoice } from '../runs/evaluated-images.js';

export interface BenchmarkTable {
  /** Words joined by hyphens: the name that a person gives, and that of its page. */
  readonly id: string;
  readonly title: string;
  /** In words, as Markdown: what is trained on what, and what is measured. */
  readonly setting: string;
  /** Settings of every run; a row's options win over them. */
  readonly preset: PresetName;
  readonly test: TestChoice;
  /** Beside the first row's runs; raw pixels beside the first of them alone. Default both. */
  readonly baselines?: readonly TableBaseline[];
  /** In the order of the page. */
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** Words joined by hyphens; the folder of a run is `ID-seed-N`. */
  readonly id: string;
  /** As the page has it. */
  readonly label: string;
  readonly options: GivenConfig;
}

export type TableBaseline = 'pixels' | 'random';
