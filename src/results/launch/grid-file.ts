/** Jobs in a file, one JSON object per line; a process that is given a line number finishes that job, on any machine. */
import { PROGRAM } from '../../base/program-name.js';
import { z } from 'zod';
import { readText } from '../../base/files/read-text.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { jsonFault } from '../../base/schema-fault.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { TEST_CHOICES } from '../runs/test-choices.js';
import type { TableJob } from '../tables/table-jobs.js';

/** Exit code of `alpha-cl job` when another process is running the job: EX_TEMPFAIL of sysexits.h, try again later. */
export const ELSEWHERE = 75;

/** Writes jobs to a file. @throws InvalidInput when it cannot be written */
export async function writeGrid(file: string, jobs: readonly TableJob[]): Promise<void> {
  await writeWhole(file, jobs.map((job) => `${JSON.stringify(job)}\n`).join(''));
}

/** Reads the jobs of a file. @throws InvalidInput when it cannot be read, or a line holds no job */
export function readGrid(file: string): TableJob[] {
  return readText(file)
    .split('\n')
    .flatMap((line, k) => (line.trim() === '' ? [] : [jobOf(line, `line ${k + 1} of ${file}`)]));
}

/** Reads one job. @param line from 1 @throws InvalidInput as `readGrid`, and when there is no such line */
export function readGridLine(file: string, line: number): TableJob {
  const jobs = readGrid(file);
  const job = jobs[line - 1];
  if (job === undefined)
    throw new InvalidInput(
      `line ${line} of ${file}: ${jobs.length === 0 ? 'it holds no job' : `give one of 1 to ${jobs.length}`}`,
    );
  return job;
}

function jobOf(line: string, place: string): TableJob {
  try {
    // Options are checked where the run is begun.
    return JOB.parse(JSON.parse(line)) as TableJob;
  } catch (error) {
    throw new InvalidInput(
      `${place} holds no job: ${jsonFault(error)}. Grid files are written by ${PROGRAM} reproduce --launcher`,
      { cause: error },
    );
  }
}

const JOB = z.object({
  id: z.string(),
  row: z.string(),
  column: z.string(),
  seed: z.int(),
  title: z.string(),
  folder: z.string().min(1),
  preset: z.string(),
  options: z.looseObject({ data: z.string(), seed: z.int() }),
  test: z.enum(TEST_CHOICES),
  measuredEpochs: z.array(z.int()),
  baselines: z.array(z.enum(['pixels', 'random', 'supervised'])),
});
