/** Note on the attempts at a job: a small file beside the folder of its run, deleted when the job is finished. */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../base/files/folder.js';
import { writeWhole } from '../../base/files/write-whole.js';
import type { TableJob } from '../tables/table-jobs.js';

export interface JobNote {
  /** The last failure; absent if no attempt has failed. */
  readonly failure?: JobFailure | undefined;
  /** Attempts that a time limit ended: the progress they `reached`, and the number in a row without any. */
  readonly limits?: { readonly reached: string; readonly fruitless: number } | undefined;
}

interface JobFailure {
  readonly message: string;
  /** The process that failed: `process 12 on node3, Slurm job 7`. */
  readonly where: string;
}

/** Reads the note of a job; empty if there is none that can be read, since nothing depends on it. */
export function readJobNote(job: Pick<TableJob, 'folder'>): JobNote {
  try {
    return NOTE.parse(JSON.parse(readFileSync(noteFile(job), 'utf8')));
  } catch {
    return {};
  }
}

/** Writes the note of a job. @throws InvalidInput when it cannot be written */
export async function writeJobNote(job: Pick<TableJob, 'folder'>, note: JobNote): Promise<void> {
  makeFolder(path.dirname(noteFile(job)));
  await writeWhole(noteFile(job), `${JSON.stringify(note, undefined, 2)}\n`);
}

export function removeJobNote(job: Pick<TableJob, 'folder'>): void {
  rmSync(noteFile(job), { force: true });
}

function noteFile({ folder }: Pick<TableJob, 'folder'>): string {
  return `${folder}.attempts.json`;
}

const NOTE = z.object({
  failure: z.object({ message: z.string(), where: z.string() }).optional(),
  limits: z.object({ reached: z.string(), fruitless: z.int() }).optional(),
});
