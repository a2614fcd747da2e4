/** The loop: batch, step, line of metrics, and now and then a checkpoint. */
import { PROGRAM } from '../../base/program-name.js';
import { setImmediate } from 'node:timers/promises';
import { systemRefusal } from '../../base/files/file-fault.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { NamedData } from '../compile/step.js';
import type { ImageSet } from '../data/image-set.js';
import type { Engine, RunningStep } from '../engines/engine.js';
import { NotANumber } from '../engines/guarded.js';
import type { Lock } from '../../base/files/lock.js';
import { checkpointFile, saveCheckpoint, type Checkpoint } from './checkpoints.js';
import type { KnnSets } from './knn-images.js';
import type { MetricsLog, StepMetrics } from './metrics-log.js';
import { openObservations, type Observations } from './observations.js';
import { lastingConfig } from './run-config.js';
import { startOptions } from './run-engine.js';
import type { RunPaths } from './run-folder.js';
import { openRunLog } from './run-log.js';
import type { RunConfig } from './run-options.js';
import { stepFeed, stepOn, type StepFeed } from './step-feed.js';
import type { TrainingPlan } from './training-step.js';

/** Ways to stop a run, and listeners to its progress. */
export interface StepsWatch {
  /** When aborted, the step at work is finished, a checkpoint written, and the run left. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainProgress) => void;
  /** Told what is done between steps. */
  readonly onActivity?: (text: string) => void;
}

export interface StepsOptions extends StepsWatch {
  readonly paths: RunPaths;
  readonly config: RunConfig;
  readonly images: ImageSet;
  readonly plan: TrainingPlan;
  readonly engine: Engine;
  readonly from: Checkpoint;
  readonly knn: KnnSets | undefined;
  /** Lock on the run folder. */
  readonly lock: Lock;
  /** When the process began with the run, in milliseconds since 1970. Default: now. */
  readonly since?: number;
  readonly onNotice?: (text: string) => void;
}

/** Progress of a run after each step. */
export interface TrainProgress extends StepMetrics {
  readonly steps: number;
  readonly epochs: number;
  readonly secondsLeft: number;
  /** Share of the queries that their nearest neighbours classify rightly, when last measured. */
  readonly knn: number | undefined;
}

/** The end of a run. */
export interface TrainOutcome {
  readonly status: 'finished' | 'interrupted';
  readonly step: number;
  readonly steps: number;
  /** Loss of the last step that was taken now; undefined when there was none left. */
  readonly loss: number | undefined;
  /** Share of the queries that their nearest neighbours classify rightly, when last measured. */
  readonly knn: number | undefined;
  /** Steps now that changed no weight, since a gradient in float16 was not finite. */
  readonly skippedSteps: number;
  readonly checkpoint: string;
  /** The training images: a subset where `images` is below `officialImages`. */
  readonly dataset: { readonly name: string; readonly images: number; readonly officialImages: number };
  readonly engine: { readonly name: string; readonly device: string };
}

interface Pace {
  /** Begins a step: the time before it counts for none. */
  stepBegins(): void;
  /** @returns views a second of the step that has ended */
  stepDone(): number;
  /** From the mean of the last steps. */
  outlook(stepsLeft: number): { readonly secondsLeft: number };
}

/** Weight of the last step in the running mean of their times. */
const NEWEST = 0.1;

export async function trainSteps(options: StepsOptions): Promise<TrainOutcome> {
  const { paths, config, engine, plan, from, signal } = options;
  const { onNotice = () => undefined, since = Date.now() } = options;
  const log = openRunLog(paths, { steps: from.step, since }, onNotice);
  const observations = openObservations({ ...options, known: log.kept });
  const observer = observe(options, observations, log);
  try {
    return await closedAfter(observations, async () => {
      await observer
        .after(from.step, async () => from.state)
        .catch((error: unknown) => {
          throw placed(options, error, { step: from.step, saved: from.step });
        });
      if (from.step >= plan.steps || signal?.aborted === true) {
        return outcome(options, { step: from.step, loss: undefined, knn: observer.knn(), skippedSteps: 0 });
      }
      const feed = stepFeed(options);
      const running = await engine.start(feed.step, startOptions(config));
      return closedAfter(running, () => {
        running.setState(from.state);
        return loop(options, { running, feed }, log, observer);
      });
    });
  } finally {
    log.close();
  }
}

/** An engine that has failed may fail again when it is closed: what is told is why the work failed. */
async function closedAfter<Result>(
  opened: { readonly close: () => Promise<void> },
  work: () => Promise<Result>,
): Promise<Result> {
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    await opened.close().catch(() => undefined);
    throw error;
  }
  await opened.close();
  return result;
}

interface LoggedObservations {
  /** @param state after so many steps */
  after(step: number, state: () => Promise<NamedData>): Promise<void>;
  /** The last accuracy by nearest neighbours. */
  knn(): number | undefined;
}

function observe(options: StepsOptions, observations: Observations, log: MetricsLog): LoggedObservations {
  let knn = log.kept.findLast((line) => 'knn' in line)?.knn.weighted;
  return {
    after: async (step, state) => {
      try {
        for await (const line of observations.after(step, state)) {
          options.lock.requireHeld();
          log.append(line);
          if ('knn' in line) knn = line.knn.weighted;
        }
      } catch (error) {
        throw error instanceof NotANumber ? notFinite(options, error.output, step) : error;
      }
    },
    knn: () => knn,
  };
}

async function loop(
  options: StepsOptions,
  { running, feed }: { readonly running: RunningStep; readonly feed: StepFeed },
  log: MetricsLog,
  observer: LoggedObservations,
): Promise<TrainOutcome> {
  const { paths, config, plan, from, lock, signal, onProgress, onNotice } = options;
  let step = from.step;
  let saved = from.step;
  let loss: number | undefined;
  const skips = { all: 0, inARow: 0 };
  const pace = startPace(2 * config.batch);
  const keepEvery = config.keepEvery === undefined ? undefined : config.keepEvery * plan.batchesPerEpoch;

  const save = async (): Promise<void> => {
    if (saved === step) return;
    lock.requireHeld();
    // The lines of the steps first: a checkpoint never knows more than the metrics.
    log.flush();
    const checkpoint = { step, state: await running.state(), config: lastingConfig(config) };
    await saveCheckpoint(paths.checkpoints, checkpoint, keepEvery);
    saved = step;
  };
  // The one at work: its batch counts to it, and so does what follows it until the next batch is asked for.
  let current = step + 1;
  try {
    for await (const batch of feed.batches(step)) {
      // Signals are heard between tasks; an engine that computes in this thread leaves no other gap.
      await setImmediate();
      if (signal?.aborted === true) break;
      const learningRate = plan.rate(step);
      const metrics = await stepOn(running, batch, learningRate).catch(async (error: unknown) => {
        throw error instanceof NotANumber ? await stepNotFinite(options, error.output, current, running) : error;
      });
      if (step === from.step && running.way !== undefined) onNotice?.(`the step runs ${running.way}`);
      const skipped = config.precision === 'float16' && metrics.gradientNorm === Infinity;
      skips.all += skipped ? 1 : 0;
      skips.inARow = skipped ? skips.inARow + 1 : 0;
      const infinite = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
      if (infinite !== undefined && !(skipped && Number.isFinite(metrics.loss) && skips.inARow < MOST_SKIPS)) {
        throw await stepNotFinite(options, infinite[0], current, running);
      }
      step++;
      ({ loss } = metrics);
      const gradientNorm = skipped ? null : metrics.gradientNorm;
      const line = { step, epoch: batch.epoch, loss, gradientNorm, learningRate, viewsPerSecond: pace.stepDone() };
      lock.requireHeld();
      log.append(line);
      const { steps } = plan;
      onProgress?.({ ...line, ...pace.outlook(steps - step), steps, epochs: config.epochs, knn: observer.knn() });
      const isKept = keepEvery !== undefined && step % keepEvery === 0;
      if (step % config.checkpointEvery === 0 || isKept || step === plan.steps) await save();
      // After the checkpoint: a run that is left or killed meanwhile observes when it goes on.
      await observer.after(step, () => running.state());
      pace.stepBegins();
      current = step + 1;
    }
    await save();
    log.flush();
  } catch (error) {
    throw placed(options, error, { step: current, saved });
  }
  return outcome(options, { step, loss, knn: observer.knn(), skippedSteps: skips.all });
}

/** From the largest loss scale, 2²⁴, so many halvings lead to one at which only a loss that has diverged overflows. */
const MOST_SKIPS = 40;

function outcome(
  { paths, plan, images, engine }: StepsOptions,
  reached: Pick<TrainOutcome, 'step' | 'loss' | 'knn' | 'skippedSteps'>,
): TrainOutcome {
  const { step } = reached;
  return {
    status: step >= plan.steps ? 'finished' : 'interrupted',
    ...reached,
    steps: plan.steps,
    checkpoint: checkpointFile(paths.checkpoints, step),
    dataset: { name: images.name, images: images.count, officialImages: images.officialCount },
    engine: { name: engine.name, device: engine.device },
  };
}

/** A number of a step is not finite, and the message says at which step. */
class NotFinite extends InvalidInput {}

/** Names the first tensor of the state that is not finite after the step, too. */
async function stepNotFinite(
  options: StepsOptions,
  output: string,
  step: number,
  running: RunningStep,
): Promise<NotFinite> {
  const state: NamedData = await running.state().catch(() => ({}));
  const tensor = Object.entries(state).find(([, { data }]) => !data.every(Number.isFinite))?.[0];
  return notFinite(options, output, step, tensor);
}

function notFinite({ plan }: StepsOptions, output: string, step: number, tensor?: string): NotFinite {
  const reason =
    step <= 1
      ? 'the loss or its gradient is too large at the first weights, where no learning rate has acted yet; raise the ' +
        `temperature tau, or choose formulae that grow more slowly (${PROGRAM} analyse says what overflows)`
      : 'the training has diverged; lower --learning-rate';
  const after = tensor === undefined ? '' : `, nor is the tensor "${tensor}" after it`;
  return new NotFinite(`${output} is not finite at ${placeOf(plan, step)}${after}: ${reason}`);
}

function placeOf({ batchesPerEpoch }: TrainingPlan, step: number): string {
  return step === 0 ? 'step 0 (before training)' : `step ${step} (epoch ${Math.floor((step - 1) / batchesPerEpoch)})`;
}

/** The error with the step at which it came and the checkpoint to go on from; a defect of ours stays as it is. */
function placed(
  { plan, paths }: StepsOptions,
  error: unknown,
  { step, saved }: { readonly step: number; readonly saved: number },
): unknown {
  const reason = error instanceof InvalidInput ? error.message : systemRefusal(error);
  if (reason === undefined) return error;
  const place = error instanceof NotFinite ? '' : `. This was at ${placeOf(plan, step)}`;
  const checkpoint = checkpointFile(paths.checkpoints, saved);
  return new InvalidInput(`${reason}${place}. The last good checkpoint is ${checkpoint}`, { cause: error });
}

function startPace(viewsPerStep: number): Pace {
  let last = performance.now();
  let mean: number | undefined;
  return {
    stepBegins: () => {
      last = performance.now();
    },
    stepDone: () => {
      const now = performance.now();
      const seconds = (now - last) / 1000;
      last = now;
      mean = mean === undefined ? seconds : mean + NEWEST * (seconds - mean);
      return Number((viewsPerStep / seconds).toPrecision(4));
    },
    outlook: (stepsLeft) => ({ secondsLeft: stepsLeft * (mean ?? Number.NaN) }),
  };
}
