/**
 * The runner: all claims, their counterfeits and their real images, over the cores of the machine.
 *
 * Work is cut into tasks whose seeds depend on the run's seed, the claim and the task's number alone, so verdicts are the
 * same on any number of workers.
 */
import { requireFunctions, requireNotNegative, requirePositive, requireWhole } from '../base/option-checks.js';
import { InvalidInput, quoted } from '../base/invalid-input.js';
import { randomStream } from '../theory/algebra/random-stream.js';
import { openThreadPool, type ThreadPool } from '../base/thread-pool.js';
import { availableThreads } from '../base/threads.js';
import type { Claim } from './claim.js';
import { mergeVerdict, type TaskOutcome } from './merge-verdict.js';
import { streamsOf } from './streams.js';
import type { ClaimName, Task } from './task.js';
import type { Verdict } from './verdict.js';
import type { WorkerInput, WorkerOutput } from './worker.js';

/** Which claims are tried, on what, and for how long. */
export interface RunOptions {
  /** Claims of the catalogue, or made of them by `claimOfLoss`. */
  readonly claims: readonly Claim[];
  /** URL of the module whose `CLAIMS` holds these claims; each worker imports it. */
  readonly catalogue: URL;
  readonly seed: number;
  /** Generated instances a claim. */
  readonly cases: number;
  /** Seconds a claim, shared by the tasks of its instances; a check that does not return is stopped with its worker. */
  readonly timeLimit: number;
  /** Folder of real image data sets; without it claims are checked on generated instances only. */
  readonly data?: string;
  /** Replays this one instance, `SEED:PATH`, instead of generating any. */
  readonly replay?: string;
  /** With `replay`: the id of the counterfeit that is tried on it, in place of the claim itself. */
  readonly counterfeit?: string;
  /** Seconds past its time limit after which a task counts as never returning. Default: 30. */
  readonly patience?: number;
  /** Worker threads. Default: ALPHA_CL_THREADS, or as many as the system grants. */
  readonly workers?: number;
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Called with each verdict that the worker threads reached, to go on with it while they check other claims.
   *
   * @param inThread runs the default export of a module on an input, in a worker thread
   */
  readonly onVerdict?: (verdict: Verdict, inThread: (module: URL, input: unknown) => Promise<unknown>) => Promise<void>;
}

/** After each task, and at the start for each claim that is not applicable and so has none. */
export interface Progress {
  readonly claim: string;
  /** Tasks of this claim: finished, and in all. */
  readonly done: number;
  readonly total: number;
  /** For the whole run, from the pace so far. */
  readonly secondsLeft: number;
  /** With the claim's last task. */
  readonly verdict?: Verdict;
}

/** Instances a task: enough to hide the cost of a message, few enough to keep every core busy to the end. */
const CASES_PER_TASK = 25;
/** Every counterfeit must fall within this many instances; no task has more. */
const COUNTERFEIT_CASES = 100;

/**
 * Tries claims and their counterfeits, over the cores of the machine; the same seed gives the same verdicts on any number of them.
 *
 * @returns a verdict for every claim, in the order given
 * @throws InvalidInput when there is no claim or no instance to check, on an option out of range, when the real images cannot be
 *   read, `replay` is malformed or a path that no instance has, or the claim has no such counterfeit
 * @example
 * const claims = CLAIMS.filter(({ id }) => id === 'covariance-energy');
 * const catalogue = new URL(import.meta.resolve('alpha-cl/proofs-checks'));
 * const [verdict] = await runClaims({ claims, catalogue, seed: 1, cases: 5, timeLimit: 60, workers: 1 });
 * verdict?.status; // 'holds'
 */
export async function runClaims(options: RunOptions): Promise<Verdict[]> {
  requireRunOptions(options);
  if (options.claims.length === 0)
    throw new InvalidInput('no claims given: nothing would be checked; give one or more');
  const start = performance.now();
  const runs = options.claims.map((claim) => {
    const unmet = claim.given?.condition?.unmet();
    // One instance that is named is looked at all the same.
    const tasks = unmet === undefined || options.replay !== undefined ? tasksOf(claim, options) : [];
    return { claim, unmet, tasks, outcomes: [] as TaskOutcome[] };
  });
  const verdictOf = ({ claim, unmet, outcomes }: (typeof runs)[number]): Verdict =>
    mergeVerdict(claim, outcomes, unmet);
  const queue = runs.flatMap((run) => run.tasks.map((task, place) => ({ run, task, place })));
  const total = queue.length;
  let finished = 0;
  for (const run of runs.filter(({ tasks }) => tasks.length === 0)) {
    options.onProgress?.({ claim: run.claim.id, done: 0, total: 0, secondsLeft: 0, verdict: verdictOf(run) });
  }
  if (total === 0) return runs.map(verdictOf);

  const workers = Math.min(options.workers ?? availableThreads(), total);
  const pool = openThreadPool(new URL('./worker.js', import.meta.url), workers);
  const inThread = (module: URL, input: unknown): Promise<unknown> => pool.run(input, { module });
  const furtherWork: Promise<void>[] = [];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { run, task, place } = next;
      run.outcomes[place] = await runInPool(pool, options, task);
      finished++;
      const done = Object.keys(run.outcomes).length;
      const secondsLeft = (((performance.now() - start) / 1000) * (total - finished)) / finished;
      const verdict = done === run.tasks.length ? verdictOf(run) : undefined;
      options.onProgress?.({
        claim: run.claim.id,
        done,
        total: run.tasks.length,
        secondsLeft,
        ...(verdict && { verdict }),
      });
      if (verdict !== undefined && options.onVerdict !== undefined) {
        const work = options.onVerdict(verdict, inThread);
        // Awaited below, and seen there.
        work.catch(() => undefined);
        furtherWork.push(work);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, lane));
    await Promise.all(furtherWork);
  } finally {
    await pool.close();
  }
  return runs.map(verdictOf);
}

function requireRunOptions(options: RunOptions): void {
  const { seed, cases, timeLimit, patience = 0, workers = 1, onProgress, onVerdict } = options;
  requireWhole('seed', seed, 0);
  requireWhole('cases', cases, 1);
  requirePositive('timeLimit', timeLimit);
  requireNotNegative('patience', patience);
  requireWhole('workers', workers, 1);
  requireFunctions({ onProgress, onVerdict });
}

function tasksOf(claim: Claim, { seed, cases, timeLimit, data, replay, counterfeit }: RunOptions): Task[] {
  if (replay !== undefined) return [replayTask(claim, replay, timeLimit, counterfeit)];
  const seedOf = (...part: (string | number)[]): number => randomStream(seed, claim.id, ...part).integer(2 ** 31);
  const parts = streamsOf(claim.instances).flatMap(({ name, share }) =>
    inParts(Math.ceil(cases * share)).map((part, k) => ({
      seed: seedOf('instances', ...(name === undefined ? [] : [name]), k),
      cases: part,
      ...(name !== undefined && { stream: name }),
    })),
  );
  const tasks: Task[] = parts.map((part) => ({
    ...nameOf(claim),
    ...part,
    kind: 'instances',
    timeLimit: timeLimit / parts.length,
  }));
  for (const { id } of claim.counterfeits) {
    const task = { ...nameOf(claim), counterfeit: id, seed: seedOf('counterfeit', id), cases: COUNTERFEIT_CASES };
    tasks.push({ kind: 'counterfeit', ...task, timeLimit });
  }
  if (data !== undefined && claim.real !== undefined) {
    tasks.push({ ...nameOf(claim), kind: 'real', seed, data, timeLimit });
  }
  return tasks;
}

/** Cuts a number of instances into those of one task each. */
function inParts(cases: number): number[] {
  return Array.from({ length: Math.ceil(cases / CASES_PER_TASK) }, (_, k) =>
    Math.min(CASES_PER_TASK, cases - k * CASES_PER_TASK),
  );
}

function replayTask(claim: Claim, replay: string, timeLimit: number, counterfeit?: string): Task {
  const [, stream, seed, path] = /^(?:([a-z0-9-]+)\/)?(-?\d+):(\d+(?::\d+)*)$/.exec(replay) ?? [];
  if (seed === undefined || path === undefined) {
    throw new InvalidInput(`--replay ${quoted(replay)}: give SEED:PATH as a refutation prints it, such as 1432:7:0:2`);
  }
  // fast-check folds longer seeds to 32 bits, and would replay another instance.
  if (Number(seed) !== (Number(seed) | 0)) {
    throw new InvalidInput(`--replay ${quoted(replay)}: the seed is none of this program: give one of 32 bits`);
  }
  if (Number.parseInt(path, 10) >= COUNTERFEIT_CASES) {
    throw new InvalidInput(
      `--replay ${quoted(replay)}: no seed has an instance ${Number.parseInt(path, 10)}: they are counted from 0 to ` +
        `${COUNTERFEIT_CASES - 1}; give SEED:PATH as a refutation prints it`,
    );
  }
  const task = {
    ...nameOf(claim),
    ...(stream !== undefined && { stream }),
    seed: Number(seed),
    path,
    cases: 1,
    timeLimit,
  };
  return counterfeit === undefined ? { ...task, kind: 'instances' } : { ...task, kind: 'counterfeit', counterfeit };
}

/** Returns the name by which a worker finds a claim. */
export function nameOf({ id, given }: Claim): ClaimName {
  return { claim: id, ...(given !== undefined && { loss: given.loss }) };
}

async function runInPool(pool: ThreadPool, { catalogue, patience = 30 }: RunOptions, task: Task): Promise<TaskOutcome> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), (task.timeLimit + patience) * 1000);
  const input: WorkerInput = { catalogue: catalogue.href, task };
  try {
    const output = (await pool.run(input, { signal: stop.signal })) as WorkerOutput;
    if ('invalidInput' in output) throw new InvalidInput(output.invalidInput);
    return { task, result: output };
  } catch (error) {
    if (stop.signal.aborted) return { task };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
