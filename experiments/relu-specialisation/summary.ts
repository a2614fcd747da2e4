/** Runs grouped by configuration, with mean and spread over seeds. */
import type { Finished } from '../experiment.js';
import type { Cell, Configuration, Ours } from './configuration.js';
import type { Moment, Training } from './training.js';

export type Run = Finished<Cell, Training>;

export const MEASURES = ['concentration', 'coverage', 'components'] as const;
export type Measure = (typeof MEASURES)[number];

export interface Group {
  readonly configuration: Configuration;
  readonly runs: readonly Run[];
}

export interface Spread {
  readonly mean: number;
  /** Sample standard deviation; 0 for a single run. */
  readonly deviation: number;
}

/** In the order in which configurations first appear. */
export function grouped(runs: readonly Run[]): Group[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = JSON.stringify({ ...run.cell, seed: 0 });
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].flatMap((members) =>
    members[0] === undefined ? [] : [{ configuration: members[0].cell, runs: members }],
  );
}

export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** The last moment of a run; every run has its start at least. */
export function atEnd({ result }: Run): Moment {
  return result.course.at(-1) as Moment;
}

export const WORDS = {
  activation: { relu: 'ReLU, W₁ ≥ 0', linear: 'linear' },
  hiddenNorm: { none: 'no BatchNorm', batch: 'BatchNorm' },
  weightNorm: { free: 'none', layer: 'per layer', filter: 'per filter' },
  importance: { dynamic: 'dynamic α (InfoNCE)', uniform: 'fixed α (uniform)' },
} as const;

/** Restricts a condition to our variant. */
function ours(holds: (configuration: Ours) => boolean): (configuration: Configuration) => boolean {
  return (configuration) => configuration.variant === 'ours' && holds(configuration);
}

/** The parts that the experiment consists of, under their headings. */
export const PARTS = [
  {
    title: 'Ours, ℓ2-normalised outputs, ρ = 0.1',
    holds: ours(({ outputs, rowLength }) => outputs === 'unit' && rowLength < 1),
  },
  {
    title: 'Ours, ℓ2-normalised outputs, ρ = 1',
    holds: ours(({ outputs, rowLength }) => outputs === 'unit' && rowLength === 1),
  },
  { title: 'Ours, outputs of any length, ρ = 0.1', holds: ours(({ outputs }) => outputs === 'free') },
  { title: 'As the authors code it', holds: ({ variant }: Configuration) => variant === 'as-coded' },
] as const;
