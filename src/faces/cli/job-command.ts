/** `alpha-cl job`: finishes one job of a grid file. The launchers start it, and any other tool that starts commands can. */
import inspector from 'node:inspector';
import { Command } from 'commander';
import { INTERRUPTED, withHelp, type HelpPage } from './command-help.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { JobEnd } from '../../results/launch/attempt-job.js';
import { ELSEWHERE, readGridLine } from '../../results/launch/grid-file.js';
import type { JobMessage } from '../../results/launch/local-pool.js';
import type { JobProgress, JobWatch } from '../../results/tables/finish-job.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import { interruptions } from './interruptions.js';
import { positiveInteger } from './option-values.js';
import { progressLine } from './progress-line.js';
import { jobProgressText } from './train-progress.js';

interface JobFlags {
  readonly requeue?: true;
}

/** Makes the command. @param setExitCode receives the outcome of the job */
export function jobCommand(setExitCode: (code: number) => void): Command {
  return withHelp(
    new Command('job')
      .argument('<grid>', 'grid file, as alpha-cl reproduce --launcher slurm writes it')
      .argument('<line>', 'line of the job, from 1', positiveInteger)
      .option('--requeue', 'within Slurm: on SIGUSR1, which announces the time limit, write a checkpoint and requeue')
      .action(async (grid: string, line: number, flags: JobFlags) => {
        setExitCode(await finish(grid, line, flags));
      }),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'A job that is finished is not done again, and one that another process is already running is left alone, on whatever ' +
      'machine that is. SIGINT, SIGTERM and SIGHUP write a checkpoint and leave.',
  ],
  examples: ['alpha-cl job grid.jsonl 1', 'seq $(wc -l < grid.jsonl) | parallel -j 4 alpha-cl job grid.jsonl {}'],
  exitCodes: {
    0: 'the job is finished or requeued',
    2: 'it failed, or bad usage or input',
    [ELSEWHERE]: 'another process is already running this job',
    ...INTERRUPTED,
  },
};

async function finish(grid: string, line: number, flags: JobFlags): Promise<number> {
  const job = readGridLine(grid, line);
  const limit = timeLimit(flags);
  const interruption = interruptions();
  const display = jobDisplay(job);
  try {
    // Only now: TensorFlow.js takes a while to load.
    const { attemptJob } = await import('../../results/launch/attempt-job.js');
    const signal = AbortSignal.any([interruption.signal, limit.signal, display.closed]);
    const end = await Promise.race([attemptJob(job, { signal, ...display.watch }), limit.tooLate]);
    if (end.kind === 'stopped' && limit.job !== undefined && interruption.exitCode() === 0) {
      const { requeueJob } = await import('../../results/launch/requeue.js');
      await requeueJob(job, limit.job);
      process.stderr.write(`${job.title}: requeued\n`);
      return 0;
    }
    return told(end, job, interruption.exitCode());
  } finally {
    display.end();
    interruption.end();
    limit.end();
  }
}

function told(end: JobEnd, job: TableJob, interrupted: number): number {
  switch (end.kind) {
    case 'finished':
      process.stderr.write(`${job.title}: finished\n`);
      return 0;
    case 'stopped':
      process.stderr.write(`${job.title}: stopped; the same command goes on from here\n`);
      return interrupted === 0 ? 143 : interrupted;
    case 'elsewhere':
      process.stderr.write(`${end.message}\n`);
      return ELSEWHERE;
    case 'failed':
      throw new InvalidInput(`${job.title} failed: ${end.message}`);
  }
}

interface TimeLimit {
  readonly signal: AbortSignal;
  /** The Slurm job that is to be requeued; undefined without --requeue. */
  readonly job: string | undefined;
  /** Resolves when the job has had its time to stop; its unfinished part is then repeated later. */
  readonly tooLate: Promise<JobEnd>;
  /** Stops waiting. */
  readonly end: () => void;
}

/** Milliseconds that a job has to stop; Slurm announces the limit two minutes before. */
const STOPPING = 60_000;

function timeLimit({ requeue }: JobFlags): TimeLimit {
  const controller = new AbortController();
  const { signal } = controller;
  const job = requeue === true ? process.env['SLURM_JOB_ID'] : undefined;
  if (requeue === true && job === undefined) {
    throw new InvalidInput('--requeue is for jobs of Slurm, and SLURM_JOB_ID is not set: leave it out');
  }
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<JobEnd>((resolve) => {
    signal.addEventListener('abort', () => (timer = setTimeout(resolve, STOPPING, { kind: 'stopped' })));
  });
  if (job !== undefined) {
    process.on('SIGUSR1', () => controller.abort());
    if (cameBefore()) controller.abort();
  }
  return { signal, job, tooLate, end: () => clearTimeout(timer) };
}

/** Tells if SIGUSR1 came before it was listened for: Node.js then opens its debugger, which nobody asked for. */
function cameBefore(): boolean {
  if (inspector.url() === undefined || process.execArgv.some((option) => option.startsWith('--inspect'))) return false;
  inspector.close();
  return true;
}

interface JobDisplay {
  readonly watch: Pick<JobWatch, 'onProgress' | 'onNotice'>;
  /** Aborts when the process that started this one has gone. */
  readonly closed: AbortSignal;
  readonly end: () => void;
}

/** Reports progress to the pool that started this process, or on the terminal. */
function jobDisplay(job: TableJob): JobDisplay {
  const controller = new AbortController();
  if (process.send === undefined) {
    const line = progressLine(job.title);
    const onProgress = (progress: JobProgress): void => line.show(`${job.title} · ${jobProgressText(progress)}`);
    return { watch: { onProgress, onNotice: line.notice }, closed: controller.signal, end: line.end };
  }
  process.once('disconnect', () => controller.abort());
  const send = (message: JobMessage): void => {
    if (process.connected) process.send?.(message);
  };
  let last = 0;
  const watch = {
    onProgress: (progress: JobProgress): void => {
      if (performance.now() - last < MESSAGES) return;
      last = performance.now();
      send({ kind: 'progress', progress });
    },
    onNotice: (text: string): void => send({ kind: 'notice', text }),
  };
  const end = (): void => {
    if (process.connected) process.disconnect();
  };
  return { watch, closed: controller.signal, end };
}

/** Milliseconds between two messages of progress. */
const MESSAGES = 200;
