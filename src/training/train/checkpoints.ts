/**
 * The whole state of a run on disk: `checkpoints/step-N.safetensors`, N steps done.
 *
 * A file carries a checksum of its tensors and words: what was damaged on the disk is never trained on. Files are written
 * under another name, flushed and renamed; the last two stay.
 */
import { createHash } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { NamedData } from '../compile/step.js';
import { namesIn } from '../../base/files/folder.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { readSafetensors } from '../models/safetensors/read-safetensors.js';
import { writeSafetensors } from '../models/safetensors/write-safetensors.js';
import type { GivenConfig } from './run-options.js';

const KEPT = 2;
const NAME = /^step-(\d+)\.safetensors$/;
/** Name of a file that a process left behind when it was killed while writing. */
const PARTIAL = /^\.step-\d+\.safetensors-/;

/** The whole state of a training after some steps. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  readonly state: NamedData;
  /** Options on which the weights depend. */
  readonly config: GivenConfig;
}

/** @returns its file */
export function checkpointFile(folder: string, step: number): string {
  return path.join(folder, `step-${step}.safetensors`);
}

/**
 * Writes a checkpoint; then, and only then, the oldest go.
 *
 * @param keepEvery one whose step is a multiple of it stays
 * @throws InvalidInput when the state is not all finite numbers, or the file cannot be written: older ones stay as they are
 */
export async function saveCheckpoint(
  folder: string,
  { step, state, config }: Checkpoint,
  keepEvery?: number,
): Promise<void> {
  requireFinite(step, state);
  const words = { step: String(step), config: JSON.stringify(config) };
  await writeSafetensors(checkpointFile(folder, step), {
    tensors: state,
    metadata: { ...words, sha256: checksum(state, words) },
  });
  const stays = (old: number): boolean => keepEvery !== undefined && old > 0 && old % keepEvery === 0;
  for (const old of stepsIn(folder).slice(KEPT)) if (!stays(old)) rmSync(checkpointFile(folder, old), { force: true });
}

/** Removes what killed processes left half written. */
export function removePartialCheckpoints(folder: string): void {
  for (const name of namesIn(folder)) if (PARTIAL.test(name)) rmSync(path.join(folder, name), { force: true });
}

/**
 * Reads the newest checkpoint that is whole, to go on from. Damaged ones before it are renamed to `….damaged`, so that they count no
 * longer.
 *
 * @param folder of the checkpoints
 * @param notice is told of each damaged one
 * @throws InvalidInput when there is none
 * @example
 * (await latestCheckpoint(runPaths('run').checkpoints, () => {})).step; // 2
 */
export async function latestCheckpoint(folder: string, notice: (text: string) => void): Promise<Checkpoint> {
  const { checkpoint, damaged } = await newestWhole(folder);
  if (checkpoint === undefined) {
    const faults = damaged.map(({ fault }) => fault).join('; ');
    const reason = damaged.length === 0 ? `${folder} holds no checkpoint` : `no checkpoint is whole: ${faults}`;
    throw new InvalidInput(`${reason}. Put one back from a copy, or start another run with --out`);
  }
  for (const { file, fault } of damaged) {
    notice(`${fault}; going on from step ${checkpoint.step}`);
    renameSync(file, `${file}.damaged`);
  }
  return checkpoint;
}

interface NewestWhole {
  readonly checkpoint: Checkpoint | undefined;
  /** Newer ones, and what is wrong with them. */
  readonly damaged: readonly { readonly file: string; readonly fault: string }[];
}

/** The newest checkpoint that can be read; nothing in the folder is changed. */
export async function newestWhole(folder: string): Promise<NewestWhole> {
  const damaged: { file: string; fault: string }[] = [];
  for (const step of stepsIn(folder)) {
    const file = checkpointFile(folder, step);
    try {
      return { checkpoint: await readCheckpoint(file, step), damaged };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      damaged.push({ file, fault: error.message });
    }
  }
  return { checkpoint: undefined, damaged };
}

/** @throws InvalidInput when the file is damaged, or holds another step than its name says */
export async function readCheckpoint(file: string, step: number): Promise<Checkpoint> {
  const { tensors: state, metadata } = await readSafetensors(file);
  const { sha256, ...words } = metadata;
  if (sha256 === undefined || sha256 !== checksum(state, words)) {
    throw new InvalidInput(`${file} is damaged: its checksum does not fit its content`);
  }
  if (words['step'] !== String(step))
    throw new InvalidInput(`${file} holds step ${words['step']}: it was renamed; give it its name back`);
  return { step, state, config: JSON.parse(words['config'] ?? '{}') as GivenConfig };
}

function checksum(state: NamedData, words: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(Object.entries(words).toSorted(byName)));
  for (const [name, { shape, dtype, data }] of Object.entries(state).toSorted(byName)) {
    hash.update(JSON.stringify([name, shape, dtype]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function requireFinite(step: number, state: NamedData): void {
  for (const [name, { data }] of Object.entries(state)) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at === -1) continue;
    throw new InvalidInput(
      `"${name}" is ${data[at]} after step ${step}: the training has diverged; lower the learning rate. ` +
        'The checkpoints before it are as they were',
    );
  }
}

/** Steps of the checkpoints that are there, whole or not; newest first. @throws InvalidInput when the folder cannot be read */
export function stepsIn(folder: string): number[] {
  return namesIn(folder)
    .map((name) => NAME.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .toSorted((a, b) => b - a);
}
