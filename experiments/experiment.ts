/** An experiment: independent cells, what each one yields, and the figures and the table drawn from all of them. */
import type { Figure } from '../src/claims/figure.js';
import type { Sourced } from '../src/claims/source.js';
import { InvalidInput } from '../src/base/invalid-input.js';

export const PROFILES = ['quick', 'full'] as const;

export type Profile = (typeof PROFILES)[number];

export interface Finished<Cell, Result> {
  readonly cell: Cell;
  readonly result: Result;
}

export interface Experiment<Cell = unknown, Result = unknown> extends Sourced {
  /** Words joined by hyphens: `relu-specialisation`. */
  readonly id: string;
  readonly title: string;
  /** The setting in words, as Markdown: what is trained on what, what is measured, what is left to us to decide. */
  readonly setting: string;
  /** Results of the full profile, as Markdown; on the page of a full run alone. */
  readonly reading: string;
  /** Plain data that survives JSON; a cell holds its seed and all that its result depends on. */
  readonly cells: (profile: Profile) => readonly Cell[];
  /** In a worker thread; the same cell gives the same result. Plain data that survives JSON. */
  readonly run: (cell: Cell) => Result;
  readonly figures: (results: readonly Finished<Cell, Result>[]) => readonly Figure[];
  /** Markdown: mean ± standard deviation over seeds, and what the figures say. */
  readonly table: (results: readonly Finished<Cell, Result>[]) => string;
}

/**
 * Checks the form of an experiment. The result forgets the types of cell and result, so that all stand in one catalogue.
 *
 * @throws InvalidInput when the id is not made of lower-case words and hyphens
 */
export function defineExperiment<Cell, Result>(experiment: Experiment<Cell, Result>): Experiment {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(experiment.id)) {
    throw new InvalidInput(`experiment id "${experiment.id}": use lower-case words joined by hyphens`);
  }
  return experiment as unknown as Experiment;
}
