/** Layout of the folder of a run, and `run.json`, which describes the run. */
import { PROGRAM } from '../../base/program-name.js';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeFolder, namesIn } from '../../base/files/folder.js';
import { readRecord } from '../../base/files/read-record.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { shellWord } from '../../base/shell-word.js';
import { isEventFile } from './event-file.js';
import { storedConfig } from './run-config.js';
import type { RunConfig } from './run-options.js';

/** Paths of the files of a run. */
export interface RunPaths {
  readonly folder: string;
  readonly record: string;
  readonly metrics: string;
  readonly checkpoints: string;
  readonly lock: string;
}

/** Contents of run.json. */
export interface RunRecord {
  /** With the engine that `auto` chose. */
  readonly config: RunConfig;
  readonly versions: Readonly<Record<string, string>>;
  readonly engine: { readonly name: string; readonly device: string };
  readonly dataset: {
    /** `CIFAR-10 train`. */
    readonly name: string;
    /** Images that are trained on. */
    readonly images: number;
    /** Images of the official set. */
    readonly officialImages: number;
    /** Hash of the pixels that are trained on. */
    readonly sha256: string;
  };
  /** Images on which nearest neighbours are followed; absent where they are not. */
  readonly knn?: KnnImages | undefined;
  readonly batchesPerEpoch: number;
  /** In the whole run. */
  readonly steps: number;
  readonly startedAt: string;
}

/** The images that nearest neighbours are looked for among. */
export interface KnnImages {
  readonly bank: ImageRange;
  /** Never trained on. */
  readonly queries: ImageRange;
}

/** Consecutive images of an official set. */
export interface ImageRange {
  /** `CIFAR-10 test`. */
  readonly name: string;
  /** Place of the first in its set, from 0. */
  readonly from: number;
  readonly images: number;
}

/**
 * Returns the paths of the files of the run in a folder; nothing is looked up.
 *
 * @example
 * runPaths('run').metrics; // 'run/metrics.jsonl'
 */
export function runPaths(folder: string): RunPaths {
  return {
    folder,
    record: path.join(folder, 'run.json'),
    metrics: path.join(folder, 'metrics.jsonl'),
    checkpoints: path.join(folder, 'checkpoints'),
    lock: path.join(folder, 'lock'),
  };
}

/** Names that a start which never got as far as `run.json` may leave. */
const REMNANTS = /^(lock(\.stale-.*)?|\.lock-.*|\.run\.json-.*|checkpoints|metrics\.jsonl)$/;

/**
 * Makes the folder of a new run.
 *
 * @throws InvalidInput when it holds a run or anything else, or cannot be made
 */
export function makeRunFolder({ folder, record }: RunPaths): void {
  if (existsSync(record)) {
    throw new InvalidInput(
      `${folder} holds a run already: continue it with --resume ${shellWord(folder)}, or choose another --out`,
    );
  }
  makeFolder(folder);
  const other = namesIn(folder).find((name) => !REMNANTS.test(name) && !isEventFile(name));
  if (other !== undefined) throw new InvalidInput(`${folder} is not empty (${other}): choose a new folder with --out`);
}

/** Empties what a start left behind that never became a run; the caller holds the lock. */
export function clearRemnants({ folder, checkpoints, metrics }: RunPaths): void {
  for (const name of namesIn(folder).filter(isEventFile)) rmSync(path.join(folder, name), { force: true });
  rmSync(checkpoints, { recursive: true, force: true });
  rmSync(metrics, { force: true });
  makeFolder(checkpoints);
}

/** @throws InvalidInput when it cannot be written: then there is none, or the one before */
export async function writeRunRecord({ record }: RunPaths, content: RunRecord): Promise<void> {
  await writeWhole(record, `${JSON.stringify(content, undefined, 2)}\n`);
}

/**
 * Reads the description of a run.
 *
 * @throws InvalidInput when there is no run, or `run.json` is damaged
 * @example
 * const { config, steps } = readRunRecord(runPaths('run'));
 * [config.loss, steps]; // ['infonce', 2]
 */
export function readRunRecord({ folder, record }: RunPaths): RunRecord {
  if (!existsSync(record)) {
    throw new InvalidInput(
      `${folder} holds no run (${record} is missing): give the folder of one, or start it with ${PROGRAM} train`,
    );
  }
  const { config, ...rest } = readRecord(record, RECORD, 'Put it back from a copy');
  return { ...rest, config: storedConfig(config, record) };
}

const RANGE = z.object({ name: z.string(), from: z.int(), images: z.int() });

const RECORD = z.object({
  config: z.record(z.string(), z.unknown()),
  versions: z.record(z.string(), z.string()),
  engine: z.object({ name: z.string(), device: z.string() }),
  dataset: z.object({ name: z.string(), images: z.int(), officialImages: z.int(), sha256: z.string() }),
  knn: z.object({ bank: RANGE, queries: RANGE }).optional(),
  batchesPerEpoch: z.int(),
  steps: z.int(),
  startedAt: z.string(),
});
