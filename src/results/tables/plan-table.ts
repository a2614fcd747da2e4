/** Forecast of the device time of a table: measured seconds of each kind of step and image, times how many are left. */
import { requireFunctions, requirePositive } from '../../base/option-checks.js';
import { datasetSize, recipeNameOf } from '../../training/data/dataset-choice.js';
import type { Split } from '../../training/data/datasets.js';
import { classesOf, imageCount } from '../../training/data/load-images.js';
import { chooseEngine } from '../../training/engines/choose-engine.js';
import type { Engine } from '../../training/engines/engine.js';
import { LINEAR_PROTOCOL } from '../../training/evaluate/linear-protocol.js';
import { imageSizeOf, resolveConfig, splitOf } from '../../training/train/run-config.js';
import type { RunConfig } from '../../training/train/run-options.js';
import { modelOf } from '../../training/train/training-step.js';
import { VIEWED } from '../runs/representation.js';
import {
  measureClassifiers,
  measureSteps,
  stopwatch,
  type ClassifierRates,
  type TrainingRates,
} from './measured-rates.js';
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
  const configs = jobs.map(({ preset, options: flags }) => resolveConfig({ preset, flags }));
  const stepSeconds = (seconds * FOR_STEPS) / new Set(configs.map(stepClass)).size;
  const engines = new Map<string, Engine>();
  const engineOf = (config: RunConfig): Promise<Engine> => once(engines, config.engine, chooseEngine);
  const classes = new Map<string, StepClass>();
  const classifiers = new Map<string, ClassifierRates>();
  const plans: JobPlan[] = [];
  for (const [k, job] of jobs.entries()) {
    const config = configs[k] as RunConfig;
    const state = jobState(job);
    const steps = await once(classes, stepClass(config), async (title) => {
      onProgress?.(`timing steps: ${title}`);
      const choosing = stopwatch();
      const engine = await engineOf(config);
      const chosen = choosing();
      const rates = await measureSteps(engine, config, stepSeconds);
      return { title, ...rates, start: rates.start + chosen };
    });
    const classifying = (columns: number): Promise<ClassifierRates> => {
      const count = classesOf(config);
      return once(classifiers, `${config.engine} ${columns} ${count}`, async () => {
        onProgress?.(`timing classifiers of ${columns} features`);
        return measureClassifiers(await engineOf(config), columns, count);
      });
    };
    plans.push(await jobPlan(job, config, state, steps, classifying));
  }
  return {
    jobs: plans,
    predicted: total(plans.map(({ predicted }) => predicted.training + predicted.evaluation)),
    left: total(plans.map(({ left }) => left)),
    spent: total(plans.map(({ measured }) => (measured === undefined ? 0 : measured.training + measured.evaluation))),
    classes: [...classes.values()],
    calibrationSeconds: calibrating(),
  };
}

/**
 * Returns the class of a job's steps. Jobs of one class take equally long steps: losses cost little beside the network, so they
 * are not distinguished.
 */
function stepClass(config: RunConfig): string {
  const { engine, model, stem, batch, views, precision, dataset, workers = 'default' } = config;
  const [size, from] = [imageSizeOf(config), datasetSize(dataset)];
  const images = size === from ? `${size} × ${size}` : `${size} × ${size} from ${from} × ${from}`;
  const net = model === 'resnet18' || model === 'resnet50' ? `${model} (stem ${stem})` : model;
  return `${net}, batch ${batch}, ${images}, ${recipeNameOf(dataset)}, ${views} views, ${precision}, ${engine}, ${workers} workers`;
}

async function once<T>(known: Map<string, T>, key: string, make: (key: string) => Promise<T>): Promise<T> {
  const found = known.get(key) ?? (await make(key));
  known.set(key, found);
  return found;
}

async function jobPlan(
  job: TableJob,
  config: RunConfig,
  state: JobState,
  { start, step, encoding }: TrainingRates,
  classifying: (columns: number) => Promise<ClassifierRates>,
): Promise<JobPlan> {
  const { subset = Infinity } = config;
  const counted = (split: Split): number => imageCount(config, split);
  const steps = config.epochs * Math.floor(Math.min(subset, counted(splitOf(config))) / config.batch);
  const training = start + steps * step;

  const labelled = counted('train');
  const train = Math.min(subset, labelled);
  const test = job.test === 'held-out' ? labelled - train : counted('test');
  const classifierSeconds = async (columns: number): Promise<number> => {
    const { linear, pair } = await classifying(columns);
    return LINEAR_PROTOCOL.epochs * (train + test) * linear + train * test * pair;
  };
  const encoded = (train + test + 2 * Math.min(VIEWED, test)) * encoding;
  const encoder = encoded + (await classifierSeconds(modelOf(config).featureWidth));
  const evaluations = epochsOf(job, config).map(() => encoder);
  for (const baseline of job.baselines) {
    if (baseline === 'random') evaluations.push(encoder);
    if (baseline === 'pixels') evaluations.push(await classifierSeconds(3 * imageSizeOf(config) ** 2));
  }
  const evaluation = total(evaluations);
  const [trained, evaluated] = doneShares(state, { steps, evaluations: evaluations.length });
  return {
    id: job.id,
    title: job.title,
    state: state.kind,
    predicted: { training, evaluation },
    left: training * (1 - trained) + evaluation * (1 - evaluated),
    ...(state.kind === 'finished' && { measured: state.run.seconds }),
  };
}

/** Returns the shares of the training and of the evaluations that are done. */
function doneShares(state: JobState, all: { readonly steps: number; readonly evaluations: number }): [number, number] {
  if (state.kind !== 'unfinished') return state.kind === 'finished' ? [1, 1] : [0, 0];
  const { measured, baselines } = state.found;
  return [Math.min(1, state.step / all.steps), (measured.length + baselines.length) / all.evaluations];
}

function total(seconds: readonly number[]): number {
  return seconds.reduce((sum, one) => sum + one, 0);
}
