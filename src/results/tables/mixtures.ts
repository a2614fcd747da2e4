/** Differences between the runs of a column beside the subject of the table, with the runs that have them. */
import { isDeepStrictEqual } from 'node:util';
import { flagOf, recipeConfig, resolveConfig } from '../../training/train/run-config.js';
import type { Evaluation } from '../runs/evaluation.js';
import { optionText } from './recipe.js';
import type { MeasuredEncoder, TableRun } from './table-runs.js';

/** Something in which the runs of a column differ though it should be the same. */
export interface Mixture {
  /** The difference, with every value and the runs that have it. */
  readonly text: string;
  /** Ids of the rows that hold a run with another value than most. */
  readonly rows: readonly string[];
}

/** Returns the differences between the runs of a column; none if all are alike. @param label of a row, by its id */
export function mixturesOf(runs: readonly TableRun[], label: (row: string) => string): Mixture[] {
  return [
    ...ALIKE.flatMap(({ what, of }) => differing(runs, label, what, of)),
    ...runs.flatMap((run) => otherOptions(run, label)),
  ];
}

/** Properties that must be the same in all runs of a column before their metrics can be compared. */
const ALIKE: readonly { readonly what: string; readonly of: (run: TableRun) => string }[] = [
  {
    what: 'training images',
    of: ({ record: { dataset: set } }) =>
      `${set.name}, ${set.images} of ${set.officialImages} images [${set.sha256.slice(0, 8)}]`,
  },
  {
    what: 'test images',
    of: (run) => {
      const { description, sha256 } = lastOf(run).images.test;
      return `${description} [${sha256.slice(0, 8)}]`;
    },
  },
  { what: 'engine of the training', of: ({ record: { engine } }) => `${engine.name} (${engine.device})` },
  {
    what: 'engine of the evaluation',
    of: (run) => {
      const { name, device } = lastOf(run).engine;
      return `${name} (${device})`;
    },
  },
  { what: 'software of the training', of: ({ record: { versions } }) => versionsText(versions) },
  { what: 'software of the evaluation', of: (run) => versionsText(lastOf(run).versions) },
];

/** Writes versions: `node v20.20.2, alpha-cl 0.1.0`. */
export function versionsText(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

function differing(
  runs: readonly TableRun[],
  label: (row: string) => string,
  what: string,
  of: (run: TableRun) => string,
): Mixture[] {
  const groups = new Map<string, TableRun[]>();
  for (const run of runs) groups.set(of(run), [...(groups.get(of(run)) ?? []), run]);
  if (groups.size < 2) return [];
  const [most, ...others] = [...groups].toSorted(([, a], [, b]) => b.length - a.length) as [
    [string, TableRun[]],
    ...[string, TableRun[]][],
  ];
  const told = others.map(([value, members]) => `${value} in ${namesOf(members, label)}`);
  return [
    {
      text: `The ${what} differ: ${most[0]} in most runs, ${told.join(', ')}.`,
      rows: [...new Set(others.flatMap(([, members]) => members.map(({ job }) => job.row)))],
    },
  ];
}

/** Returns options that are not those of the table: the run was made by hand, or by another version of it. */
function otherOptions(run: TableRun, label: (row: string) => string): Mixture[] {
  const { job, record } = run;
  const own: Readonly<Record<string, unknown>> = recipeConfig(record.config);
  const asked = resolveConfig({ preset: job.preset, flags: job.options });
  const wanted: Readonly<Record<string, unknown>> = recipeConfig(asked);
  const names = Object.keys({ ...own, ...wanted }).filter((name) => !isDeepStrictEqual(own[name], wanted[name]));
  if (names.length === 0) return [];
  const told = names.map((name) => `${flagOf(name)} is ${optionText(own[name])}, not ${optionText(wanted[name])}`);
  return [{ text: `${namesOf([run], label)}: ${told.join('; ')}.`, rows: [job.row] }];
}

/** Names runs by row and seed: `InfoNCE (seeds 1, 2) and α-CL-direct (seed 3)`. */
function namesOf(runs: readonly TableRun[], label: (row: string) => string): string {
  const rows = [...new Set(runs.map(({ job }) => job.row))];
  return rows
    .map((row) => {
      const seeds = runs.filter(({ job }) => job.row === row).map(({ job }) => job.seed);
      return `${label(row)} (seed${seeds.length === 1 ? '' : 's'} ${seeds.join(', ')})`;
    })
    .join(' and ');
}

/** Returns the evaluation after the last epoch. */
function lastOf({ measured }: TableRun): Evaluation {
  return (measured.at(-1) as MeasuredEncoder).evaluation;
}
