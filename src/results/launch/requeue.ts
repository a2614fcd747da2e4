/** Requeues a job when its time limit at Slurm has come, unless several limits in a row brought no progress. */
import { InvalidInput } from '../../base/invalid-input.js';
import type { TableJob } from '../tables/table-jobs.js';
import { jobState } from '../tables/table-runs.js';
import { rememberFailure } from './attempt-job.js';
import { readJobNote, writeJobNote } from './job-note.js';
import { requeue } from './slurm-commands.js';

/** Number of time limits in a row without a further step or evaluation on the disk after which a job is given up. */
const FRUITLESS = 3;

/**
 * Puts a job back into Slurm's queue.
 *
 * @param slurmJob of this task
 * @throws InvalidInput when the job has made no progress for so many time limits, or Slurm refuses; it is remembered as failed
 */
export async function requeueJob(job: TableJob, slurmJob: string): Promise<void> {
  const reached = reachedText(job);
  const { limits } = readJobNote(job);
  const fruitless = limits?.reached === reached ? limits.fruitless + 1 : 0;
  const isGivenUp = fruitless >= FRUITLESS;
  // Whoever sends it again, with more time perhaps, has as many limits anew.
  await writeJobNote(job, isGivenUp ? {} : { limits: { reached, fruitless } });
  try {
    if (isGivenUp) {
      throw new InvalidInput(
        `${job.title} has come no further than ${reached} in ${FRUITLESS} time limits: give it more with --time`,
      );
    }
    requeue(slurmJob);
  } catch (error) {
    await rememberFailure(job, (error as Error).message);
    throw error;
  }
}

/** Describes the progress from which the next attempt goes on. */
function reachedText(job: TableJob): string {
  const state = jobState(job);
  if (state.kind === 'missing') return 'its beginning';
  if (state.kind === 'finished') return 'its end';
  const { measured, baselines } = state.found;
  return `step ${state.step} with ${measured.length + baselines.length} evaluations`;
}
