/** Finishes the jobs of a table on this machine, in this process or in processes of their own, and shows their progress. */
import { fileURLToPath } from 'node:url';
import type { FailedJob, PoolEvent } from '../../results/launch/local-pool.js';
import { thousands } from '../../base/thousands.js';
import type { JobProgress } from '../../results/tables/finish-job.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import { interruptible } from './interruptions.js';
import type { LaunchFlags } from './launch-flags.js';
import { progressLine, type ProgressLine } from './progress-line.js';
import { jobProgressText, tableProgressText } from './train-progress.js';

/** Path of the command line as it is started, bundled. */
export const CLI = fileURLToPath(new URL('../../../cli/alpha-cl.js', import.meta.url));

const DEFAULT_PLACES = 2;

/**
 * Finishes jobs with a line of progress, until Ctrl-C.
 *
 * @returns the failed ones; without a launcher the first failure is thrown
 * @throws Interrupted on Ctrl-C; finished jobs are kept
 */
export async function finishJobs(
  jobs: readonly TableJob[],
  { launcher, jobs: places }: Pick<LaunchFlags, 'launcher' | 'jobs'>,
): Promise<FailedJob[]> {
  const display = progressLine('starting');
  try {
    return await interruptible((signal) =>
      launcher === 'local' ? launchHere(jobs, display, { places, signal }) : oneByOne(jobs, display, signal),
    );
  } finally {
    display.end();
  }
}

/** Runs jobs in this process. @throws InvalidInput on the signal, and as the first job that fails */
async function oneByOne(jobs: readonly TableJob[], display: ProgressLine, signal: AbortSignal): Promise<FailedJob[]> {
  // Only now: TensorFlow.js takes a while to load, and --help and --list need none of it.
  const { reproduceTable } = await import('../../results/tables/reproduce-table.js');
  await reproduceTable(jobs, {
    signal,
    onProgress: (progress) => display.show(tableProgressText(progress)),
    onNotice: display.notice,
  });
  return [];
}

/** Runs jobs in local processes. @returns the failed jobs @throws InvalidInput on the signal */
async function launchHere(
  jobs: readonly TableJob[],
  display: ProgressLine,
  { places = DEFAULT_PLACES, signal }: { readonly places: number | undefined; readonly signal: AbortSignal },
): Promise<FailedJob[]> {
  const { runPool } = await import('../../results/launch/local-pool.js');
  const { collectRuns } = await import('../../results/tables/table-runs.js');
  const working = new Map<TableJob, JobProgress>();
  let done = collectRuns(jobs).length;
  const show = (): void => {
    const lines = [...working].map(([{ title }, progress]) => `  ${title} · ${jobProgressText(progress)}`);
    display.show([`${thousands(done)}/${thousands(jobs.length)} finished`, ...lines].join('\n'));
  };
  const heard = (event: PoolEvent): void => {
    const { job } = event;
    if (event.kind === 'begun') working.set(job, { evaluating: 'starting' });
    else if (event.kind === 'progress') working.set(job, event.progress);
    else if (event.kind === 'notice') display.notice(`${job.title}: ${event.text}`);
    else {
      working.delete(job);
      if (event.end.kind === 'finished') done++;
      display.notice(`${job.title}: ${endText(event.end.kind)} (${thousands(done)}/${thousands(jobs.length)})`);
    }
    show();
  };
  return runPool(jobs, { cli: CLI, places, signal, onEvent: heard });
}

function endText(kind: 'finished' | 'stopped' | 'elsewhere' | 'failed'): string {
  return kind === 'elsewhere' ? 'another process is already running this job' : kind;
}

/** Describes failed jobs, with their folders and last lines. */
export function failuresText(failed: readonly FailedJob[]): string {
  return failed
    .map(({ job, message }) => `${job.title} failed, ${job.folder}:\n${message.replaceAll(/^/gm, '  ')}\n`)
    .join('');
}
