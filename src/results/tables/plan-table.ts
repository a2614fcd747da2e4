/** Forecast of a table: its missing jobs and their device time, from a short calibration on this machine. */
import { requireFunctions, requirePositive } from '../../base/option-checks.js';
import { classCount, DATASETS } from '../../training/data/datasets.js';
import { chooseEngine } from '../../training/engines/choose-engine.js';
import type { Engine } from '../../training/engines/engine.js';
import {
  classifierSeconds,
  evaluationExtent,
  measureClassifiers,
  measureEncoder,
  type ClassifierRates,
  type EncoderRates,
  type EvaluationExtent,
} from '../runs/evaluation-cost.js';
import { VIEWED } from '../runs/representation.js';
import { measureTraining, stopwatch, trainingExtent, type TrainingRates } from '../runs/training-cost.js';
import { imageSizeOf, resolveConfig } from '../../training/train/run-config.js';
import type { RunConfig } from '../../training/train/run-options.js';
import { modelOf } from '../../training/train/training-step.js';
import type { TableJob } from './table-jobs.js';
import { epochsOf, jobState, type JobState } from './table-runs.js';

/** Forecast of a table on this machine, measured with a few steps of each kind. */
export interface TablePlan {
  readonly jobs: readonly JobPlan[];
  /** Seconds of the whole table from the start; `left`: of the remaining work; `spent`: of the finished runs. */
  readonly predicted: number;
  readonly left: number;
  readonly spent: number;
  /** Measured times of this machine; one for each distinct kind of step. */
  readonly classes: readonly StepClass[];
  readonly calibrationSeconds: number;
}

/** Forecast of a job. */
export interface JobPlan {
  readonly id: string;
  readonly title: string;
  readonly state: JobState['kind'];
  /** Seconds of the whole job, from the start. */
  readonly predicted: Cost;
  /** Seconds of the remaining work. */
  readonly left: number;
  /** Seconds that it took; absent unless it is finished. */
  readonly measured?: Cost;
}

/** Seconds of training and of evaluation. */
export interface Cost {
  readonly training: number;
  readonly evaluation: number;
}

/** A kind of step, with its times on this machine. */
export interface StepClass extends TrainingRates {
  /** Name of the kind: `convnet-small, batch 128, 32 × 32 from 96 × 96, cpu`. */
  readonly title: string;
}

/** Options of a plan. */
export interface PlanOptions {
  /**
   * Seconds of all calibrations together, approximately; a few steps of each kind are run, however long they take. Default 30.
   */
  readonly seconds?: number;
  readonly onProgress?: (text: string) => void;
}

/** Share of the time that is spent on training steps. */
const FOR_STEPS = 0.5;

/**
 * Forecasts the device time of jobs by a short calibration on this machine.
 *
 * @throws InvalidInput when a data set is not there, an engine does not work, or a file of a run is damaged
 */
export async function planTable(jobs: readonly TableJob[], options: PlanOptions = {}): Promise<TablePlan> {
  const { seconds = 30, onProgress } = options;
  requirePositive('seconds', seconds);
  requireFunctions({ onProgress });
  const calibrating = stopwatch();
  const states = jobs.map((job) => ({ job, state: jobState(job), config: configOf(job) }));
  const kinds = new Set(states.map(({ config }) => stepClass(config)));
  const rates = calibration({ stepSeconds: (seconds * FOR_STEPS) / kinds.size, onProgress });
  const plans: JobPlan[] = [];
  for (const { job, state, config } of states) {
    const parts = await jobParts(job, config, rates);
    const predicted = { training: parts.training, evaluation: total(parts.evaluations) };
    plans.push({
      id: job.id,
      title: job.title,
      state: state.kind,
      predicted,
      left: leftOf(state, parts),
      ...(state.kind === 'finished' && { measured: state.run.seconds }),
    });
  }
  return {
    jobs: plans,
    predicted: total(plans.map(({ predicted }) => predicted.training + predicted.evaluation)),
    left: total(plans.map(({ left }) => left)),
    spent: total(plans.map(({ measured }) => (measured === undefined ? 0 : measured.training + measured.evaluation))),
    classes: rates.classes(),
    calibrationSeconds: calibrating(),
  };
}

function configOf({ preset, options }: TableJob): RunConfig {
  return resolveConfig({ preset, flags: options });
}

/**
 * Returns the class of a job's steps. Jobs of one class take equally long steps: losses cost little beside the network, so they
 * are not distinguished.
 */
function stepClass(config: RunConfig): string {
  const { engine, model, stem, batch, views, precision, dataset, workers = 'default' } = config;
  const [size, from] = [imageSizeOf(config), DATASETS[dataset].size];
  const images = size === from ? `${size} × ${size}` : `${size} × ${size} from ${from} × ${from}`;
  const net = model === 'resnet18' || model === 'resnet50' ? `${model} (stem ${stem})` : model;
  const { recipe } = DATASETS[dataset];
  return `${net}, batch ${batch}, ${images}, ${recipe}, ${views} views, ${precision}, ${engine}, ${workers} workers`;
}

interface Calibration {
  training(config: RunConfig): Promise<TrainingRates>;
  encoder(config: RunConfig, extent: EvaluationExtent): Promise<EncoderRates>;
  classifiers(config: RunConfig, columns: number): Promise<ClassifierRates>;
  classes(): StepClass[];
}

/** Returns measurements that are made on demand, each of them once. */
function calibration({
  stepSeconds,
  onProgress,
}: {
  readonly stepSeconds: number;
  readonly onProgress: PlanOptions['onProgress'];
}): Calibration {
  const engines = new Map<string, Promise<Engine>>();
  const engineOf = ({ engine }: RunConfig): Promise<Engine> => once(engines, engine, () => chooseEngine(engine));
  const steps = new Map<string, Promise<StepClass>>();
  const encoders = new Map<string, Promise<EncoderRates>>();
  const classifiers = new Map<string, Promise<ClassifierRates>>();
  const known: StepClass[] = [];
  return {
    training: (config) =>
      once(steps, stepClass(config), async () => {
        onProgress?.(`timing steps: ${stepClass(config)}`);
        const choosing = stopwatch();
        const engine = await engineOf(config);
        const chosen = choosing();
        const rates = await measureTraining(engine, config, stepSeconds);
        const found = { title: stepClass(config), ...rates, start: rates.start + chosen };
        known.push(found);
        return found;
      }),
    encoder: (config, extent) =>
      once(encoders, `${stepClass(config)} ${Math.min(extent.test, VIEWED)}`, async () => {
        onProgress?.(`timing an encoder: ${stepClass(config)}`);
        return measureEncoder(await engineOf(config), config, extent);
      }),
    classifiers: (config, columns) => {
      const classes = classCount(DATASETS[config.dataset]);
      return once(classifiers, `${config.engine} ${columns} ${classes}`, async () => {
        onProgress?.(`timing classifiers of ${columns} features`);
        return measureClassifiers(await engineOf(config), columns, classes);
      });
    },
    classes: () => known,
  };
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

interface JobParts {
  readonly training: number;
  readonly steps: number;
  /** Seconds of the encoder's evaluations, one per measured epoch, then of those of the baselines. */
  readonly evaluations: readonly number[];
}

async function jobParts(job: TableJob, config: RunConfig, rates: Calibration): Promise<JobParts> {
  const run = trainingExtent(config);
  const extent = evaluationExtent(config, job.test);
  const training = await rates.training(config);
  const encoder = await rates.encoder(config, extent);
  const own = await rates.classifiers(config, modelOf(config).featureWidth);
  const looks = (every: number): number => (every === 0 ? 0 : 1 + Math.ceil(config.epochs / every));
  const bank = Math.min(extent.train, config.knnBank);
  const neighbours = (bank + config.knnQueries) * encoder.image + bank * config.knnQueries * own.pair;
  const encoded =
    encoder.start +
    (extent.train + extent.test) * encoder.image +
    2 * Math.min(VIEWED, extent.test) * (encoder.image + encoder.view) +
    encoder.spectra +
    classifierSeconds(extent, own);
  const evaluations = epochsOf(job, config).map(() => encoded);
  for (const baseline of job.baselines) {
    if (baseline === 'random') evaluations.push(encoded);
    if (baseline !== 'pixels') continue;
    evaluations.push(classifierSeconds(extent, await rates.classifiers(config, 3 * imageSizeOf(config) ** 2)));
  }
  return {
    steps: run.steps,
    training:
      training.start +
      run.images * training.image +
      run.steps * training.step +
      (run.steps / config.checkpointEvery) * training.checkpoint +
      looks(config.knnEvery) * neighbours +
      looks(config.importanceEvery) * training.importance,
    evaluations,
  };
}

function leftOf(state: JobState, { training, steps, evaluations }: JobParts): number {
  if (state.kind === 'finished') return 0;
  if (state.kind === 'missing') return training + total(evaluations);
  const done = state.found.measured.length + state.found.baselines.length;
  return training * (1 - Math.min(1, state.step / steps)) + total(evaluations) * (1 - done / evaluations.length);
}

function total(seconds: readonly number[]): number {
  return seconds.reduce((sum, one) => sum + one, 0);
}
