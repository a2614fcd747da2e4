/**
 * Finished runs of a table in one small file, a line a run: options, images, software, times and metrics, without weights. A run that
 * is kept there is not done again.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { makeFolder } from '../../base/files/folder.js';
import { withLock } from '../../base/files/lock.js';
import { readText } from '../../base/files/read-text.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { jsonFault } from '../../base/schema-fault.js';
import { flagOf, recipeConfig, resolveConfig } from '../../training/train/run-config.js';
import type { MetricKind } from '../runs/run-metrics.js';
import { TEST_CHOICES } from '../runs/test-choices.js';
import { optionText } from './recipe.js';
import type { TableJob } from './table-jobs.js';
import { METRICS, METRIC_IDS, type MetricId } from './table-metrics.js';
import type { MeasuredEncoder, TableRun } from './table-runs.js';

const KEPT_RUN = z.object({
  /** Id of the job within its table. */
  id: z.string(),
  startedAt: z.string(),
  /** All options that weights depend on. */
  config: z.record(z.string(), z.unknown()),
  steps: z.int(),
  /** Descriptions and hashes of the images: trained on, and measured on. */
  images: z.object({
    choice: z.enum(TEST_CHOICES),
    train: z.string(),
    trainSha256: z.string(),
    test: z.string(),
    testSha256: z.string(),
  }),
  engine: z.string(),
  versions: z.record(z.string(), z.string()),
  seconds: z.object({ training: z.number(), evaluation: z.number() }),
  metrics: z.partialRecord(z.enum(METRIC_IDS), z.number()),
});

/** A finished run as it is kept. */
export type KeptRun = Readonly<z.output<typeof KEPT_RUN>>;

/** Runs by the id of their job. */
export type KeptRuns = ReadonlyMap<string, KeptRun>;

/** Summarises a finished run. */
export function keptRun({ job, record, measured, seconds }: TableRun): KeptRun {
  const { evaluation } = measured.at(-1) as MeasuredEncoder;
  const { choice, train, test } = evaluation.images;
  const metrics = METRIC_IDS.flatMap((id): [MetricId, number][] => {
    const value = (METRICS[id] as MetricKind).of(evaluation);
    return value === undefined ? [] : [[id, value]];
  });
  return {
    id: job.id,
    startedAt: record.startedAt,
    config: recipeConfig(record.config),
    steps: record.steps,
    images: {
      choice,
      train: train.description,
      trainSha256: train.sha256,
      test: test.description,
      testSha256: test.sha256,
    },
    engine: `${record.engine.name} (${record.engine.device})`,
    versions: record.versions,
    seconds,
    metrics: Object.fromEntries(metrics),
  };
}

/** Reads a file of kept runs; none if there is no file. @throws InvalidInput when it cannot be read or a line is damaged */
export function readKeptRuns(file: string): KeptRuns {
  if (!existsSync(file)) return new Map();
  const runs = readText(file)
    .split('\n')
    .flatMap((line, k) => (line.trim() === '' ? [] : [parsed(line, `line ${k + 1} of ${file}`)]));
  return new Map(runs.map((run) => [run.id, run]));
}

function parsed(line: string, place: string): KeptRun {
  try {
    return KEPT_RUN.parse(JSON.parse(line));
  } catch (error) {
    throw new InvalidInput(
      `${place} holds no finished run: ${jsonFault(error)}. Take the line out: the run is then read from its folder or done again`,
      { cause: error },
    );
  }
}

/**
 * Adds runs to a file, in the order in which they were started; those that are there stay as they are.
 *
 * @returns all runs of the file
 * @throws InvalidInput as `readKeptRuns`, and when it cannot be written
 */
export async function keepRuns(file: string, runs: readonly KeptRun[]): Promise<KeptRuns> {
  const known = readKeptRuns(file);
  if (runs.every(({ id }) => known.has(id))) return known;
  makeFolder(path.dirname(file));
  return withLock(file, async () => {
    const before = readKeptRuns(file);
    const all = [...before.values(), ...runs.filter(({ id }) => !before.has(id))];
    const ordered = all.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
    await writeWhole(file, ordered.map((run) => `${JSON.stringify(run)}\n`).join(''));
    return new Map(ordered.map((run) => [run.id, run]));
  });
}

/**
 * Refuses a kept run that was made with other options than its job has.
 *
 * @param file that it is kept in, for the message
 * @throws InvalidInput naming the first option that differs
 */
export function requireSameRun(job: TableJob, { config, images }: KeptRun, file: string): void {
  const wanted: Readonly<Record<string, unknown>> = {
    ...recipeConfig(resolveConfig({ preset: job.preset, flags: job.options })),
    test: job.test,
  };
  const own: Readonly<Record<string, unknown>> = { ...config, test: images.choice };
  const name = Object.keys({ ...own, ...wanted }).find((one) => !isDeepStrictEqual(own[one], wanted[one]));
  if (name === undefined) return;
  throw new InvalidInput(
    `${job.id} in ${file} has ${flagOf(name)} ${optionText(own[name])}, and the table ${optionText(wanted[name])}: ` +
      'take the line out to do the run again, or use the version of alpha-cl that made it',
  );
}
