/** Submits jobs to Slurm as arrays, and a job after them that makes the page; the arrays are noted beside the grid. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { InvalidInput } from '../../base/invalid-input.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { makeFolder, namesIn } from '../../base/files/folder.js';
import type { TableJob } from '../tables/table-jobs.js';
import { jobState } from '../tables/table-runs.js';
import { shellWord } from '../../base/shell-word.js';
import { readGrid, writeGrid } from './grid-file.js';
import { cancel, maxArraySize, queuedTasks, sbatch, type QueuedTask } from './slurm-commands.js';
import { arrayScript, collectScript, type ScriptOptions } from './slurm-scripts.js';

export interface SubmitOptions extends Pick<ScriptOptions, 'name' | 'node' | 'cli' | 'time' | 'slurmArgs' | 'nodes'> {
  /** Folder of the table, which every node sees; submissions are kept in `slurm/` there. */
  readonly folder: string;
  /** Number of jobs that run at a time. Default: as many as Slurm grants. */
  readonly places?: number;
  /** Arguments of the command line that makes the page of the finished jobs. */
  readonly collect: readonly string[];
}

export interface Submission {
  /** Folder of its grid, scripts and logs; undefined when there was nothing to send. */
  readonly folder: string | undefined;
  readonly jobs: readonly TableJob[];
  /** Number of finished jobs; `queued`: of those that an earlier submission has in the queue. */
  readonly finished: number;
  readonly queued: number;
  /** Slurm's numbers of the arrays; `page`: of the job that makes the page. */
  readonly arrays: readonly string[];
  readonly page: string | undefined;
}

/**
 * Sends the jobs that are neither finished nor in the queue.
 *
 * @throws InvalidInput when nodes cannot share a job's devices evenly, or Slurm is not there or refuses: then nothing stays in the queue
 */
export async function submitJobs(all: readonly TableJob[], options: SubmitOptions): Promise<Submission> {
  requireEvenShares(all, options.nodes ?? 1);
  const { jobs, ...counts } = remaining(all, options.folder);
  if (jobs.length === 0) return { folder: undefined, jobs, ...counts, arrays: [], page: undefined };
  const plan = planned(jobs, options, maxArraySize());
  makeFolder(path.join(plan.folder, 'logs'));
  await writeGrid(plan.grid, jobs);
  for (const { file, text } of plan.scripts) await writeWhole(file, text);
  const arrays: SentArray[] = [];
  try {
    for (const part of plan.parts) {
      const job = sbatch(part.args(arrays.at(-1)?.job));
      arrays.push({ job, first: part.first, count: part.count });
      // After each: a status asked for meanwhile, or after a crash, finds what was sent.
      await writeWhole(path.join(plan.folder, SENT), `${JSON.stringify({ arrays }, undefined, 2)}\n`);
    }
    const page = sbatch(plan.page(arrays.map(({ job }) => job)));
    return { folder: plan.folder, jobs, ...counts, arrays: arrays.map(({ job }) => job), page };
  } catch (error) {
    if (arrays.length > 0) cancel(arrays.map(({ job }) => job));
    throw error;
  }
}

/** Describes what `submitJobs` would do, as scripts and commands; Slurm need not be there. */
export function describeSubmission(all: readonly TableJob[], options: SubmitOptions): string {
  requireEvenShares(all, options.nodes ?? 1);
  const jobs = all.filter((job) => jobState(job).kind !== 'finished');
  if (jobs.length === 0) return 'every job is finished: nothing is sent\n';
  // How long an array may be, Slurm alone knows.
  const plan = planned(jobs, options, Infinity);
  const names = plan.parts.map((_, k) => `$ARRAY${k + 1}`);
  const commands = [
    ...plan.parts.map((part, k) => `ARRAY${k + 1}=$(sbatch --parsable ${words(part.args(names[k - 1]))})`),
    `sbatch --parsable ${words(plan.page(names))}`,
  ];
  return [
    ...plan.scripts.map(({ file, text }) => `# ${file}\n${text}`),
    `# ${plan.grid}: ${jobs.length} jobs\n${jobs.map(({ id }, k) => `#   line ${k + 1}: ${id}`).join('\n')}\n`,
    `${commands.join('\n')}\n`,
  ].join('\n');
}

/** Returns the tasks in Slurm's queue by the folders of their jobs. @throws InvalidInput when Slurm does not answer */
export function queuedJobs(folder: string): Map<string, QueuedTask> {
  const sent = namesIn(path.join(folder, SUBMISSIONS))
    .toSorted()
    .map((name) => path.join(folder, SUBMISSIONS, name));
  if (sent.length === 0) return new Map();
  const tasks = queuedTasks();
  return new Map(
    sent.flatMap((submission) => {
      const arrays = sentArrays(submission).filter(({ job }) => tasks.some((task) => task.job === job));
      if (arrays.length === 0) return [];
      const grid = readGrid(path.join(submission, GRID));
      return arrays.flatMap(({ job, first }) =>
        tasks.flatMap((task) => {
          const place = task.job === job && task.task !== undefined ? grid[first - 1 + task.task] : undefined;
          return place === undefined ? [] : [[place.folder, task] as const];
        }),
      );
    }),
  );
}

const SUBMISSIONS = 'slurm';
const GRID = 'grid.jsonl';
const SENT = 'sent.json';

interface SentArray {
  readonly job: string;
  /** Line of the grid for its task 0, from 1. */
  readonly first: number;
  readonly count: number;
}

const SENT_ARRAYS = z.object({ arrays: z.array(z.object({ job: z.string(), first: z.int(), count: z.int() })) });

/** Reads the arrays of a submission; none if nothing was sent. */
function sentArrays(submission: string): SentArray[] {
  try {
    return SENT_ARRAYS.parse(JSON.parse(readFileSync(path.join(submission, SENT), 'utf8'))).arrays;
  } catch {
    return [];
  }
}

function remaining(all: readonly TableJob[], folder: string): Pick<Submission, 'jobs' | 'finished' | 'queued'> {
  const unfinished = all.filter((job) => jobState(job).kind !== 'finished');
  const inQueue = queuedJobs(folder);
  const jobs = unfinished.filter((job) => !inQueue.has(job.folder));
  return { jobs, finished: all.length - unfinished.length, queued: unfinished.length - jobs.length };
}

interface Plan {
  readonly folder: string;
  readonly grid: string;
  readonly scripts: readonly { readonly file: string; readonly text: string }[];
  readonly parts: readonly Part[];
  /** Returns the arguments of sbatch. @param arrays numbers of the arrays to wait for */
  readonly page: (arrays: readonly string[]) => string[];
}

interface Part {
  readonly first: number;
  readonly count: number;
  /** Returns the arguments of sbatch. @param before number of the previous array, if there is one */
  readonly args: (before: string | undefined) => string[];
}

/** Checks that nodes share the devices of each job evenly. @throws InvalidInput when they cannot */
function requireEvenShares(jobs: readonly TableJob[], nodes: number): void {
  for (const { devices = 1 } of jobs.map((job) => job.options)) {
    if (devices % nodes === 0) continue;
    throw new InvalidInput(
      `--nodes is ${nodes}: they share the devices of a job evenly, and --devices is ${devices}; give a multiple of ${nodes} there`,
    );
  }
}

function planned(jobs: readonly TableJob[], options: SubmitOptions, arraySize: number): Plan {
  const { places, collect, nodes = 1 } = options;
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const folder = path.join(options.folder, SUBMISSIONS, `${stamp}-${randomUUID().slice(0, 8)}`);
  const grid = path.join(folder, GRID);
  const [array, page] = [path.join(folder, 'array.sh'), path.join(folder, 'page.sh')];
  const script = { ...options, folder, grid, cards: Math.max(0, ...jobs.map(cardsOf)) / nodes };
  const size = Math.min(arraySize, jobs.length);
  const parts = Array.from({ length: Math.ceil(jobs.length / size) }, (_, k): Part => {
    const first = k * size + 1;
    const count = Math.min(size, jobs.length - k * size);
    const limit = places === undefined ? '' : `%${places}`;
    // The limit holds within an array: the next one waits for the one before.
    const after = (before: string | undefined): string[] =>
      before === undefined || places === undefined ? [] : [`${AFTER}${before}`];
    return {
      first,
      count,
      args: (before) => [`--array=0-${count - 1}${limit}`, ...after(before), array, String(first)],
    };
  });
  return {
    folder,
    grid,
    scripts: [
      { file: array, text: arrayScript(script) },
      { file: page, text: collectScript(script, collect) },
    ],
    parts,
    page: (arrays) => [`${AFTER}${arrays.join(':')}`, page],
  };
}

/** Counts the graphics cards that a job needs: the engine pytorch has one for each of its devices, unless told otherwise. */
function cardsOf({ options }: TableJob): number {
  const { engine, device = 'auto', devices = 1 } = options;
  return engine === 'pytorch' && (device === 'auto' || device.startsWith('cuda')) ? devices : 0;
}

const AFTER = '--dependency=afterany:';

/**
 * Quotes words for a shell. Only a dependency has variables of the shell, which stand for the numbers of arrays; any other $ is
 * literal.
 */
function words(args: readonly string[]): string {
  return args.map((word) => (word.startsWith(AFTER) ? `"${word}"` : shellWord(word))).join(' ');
}
