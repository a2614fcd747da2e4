/**
 * TensorBoard's copy of the metrics: `events.out.tfevents.…` in the run's folder.
 *
 * Each start of a process begins a file, as TensorFlow and PyTorch do: one that TensorBoard is reading is never cut. The file
 * says from which step on the earlier ones count no longer.
 */
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { namingFile } from '../../base/files/file-fault.js';
import { namesIn } from '../../base/files/folder.js';
import { writeAll } from '../../base/files/write-all.js';
import { encodeEvent, type RunEvent } from './event-format.js';
import { tfRecord } from './tf-record.js';

export interface EventFile {
  /** @throws InvalidInput when it cannot be written */
  append(step: number, values: Readonly<Record<string, number>>): void;
  /** @throws InvalidInput when the disk cannot take it */
  flush(): void;
  close(): void;
}

const NAME = /^events\.out\.tfevents\.(\d+)\.alpha-cl$/;

/**
 * @param folder of the run
 * @param steps that are done: what earlier files hold of later ones is to be passed over
 * @param since when the process began with the run, in milliseconds since 1970
 * @throws InvalidInput when it cannot be written
 */
export function openEventFile(folder: string, steps: number, since: number): EventFile {
  const file = path.join(folder, nextName(folder));
  const writing = <Result>(act: () => Result): Result => namingFile(file, 'written', act);
  const descriptor = writing(() => openSync(file, 'ax'));
  const write = (event: RunEvent): void => {
    const record = tfRecord(encodeEvent(event));
    writing(() => writeAll(descriptor, record));
  };
  try {
    write({ kind: 'version', since: since / 1000 });
    write({ kind: 'start', step: steps + 1 });
  } catch (error) {
    closeSync(descriptor);
    rmSync(file, { force: true });
    throw error;
  }
  return {
    append: (step, values) => write({ kind: 'scalars', step, values }),
    flush: () => writing(() => fsyncSync(descriptor)),
    close: () => closeSync(descriptor),
  };
}

export function isEventFile(name: string): boolean {
  return NAME.test(name);
}

/** By time, as TensorBoard expects; after those that are there even where the clock went back, since it reads in that order. */
function nextName(folder: string): string {
  const taken = namesIn(folder).map((name) => Number(NAME.exec(name)?.[1] ?? 0));
  const seconds = Math.max(Math.floor(Date.now() / 1000), ...taken.map((time) => time + 1));
  return `events.out.tfevents.${seconds}.alpha-cl`;
}
