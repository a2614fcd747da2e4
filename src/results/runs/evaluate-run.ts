/** Evaluations of a run and of its baselines, kept in the run's folder; those already there are not computed again. */
import { requireChoice, requireFunctions, requireWhole } from '../../base/option-checks.js';
import { chooseEngine } from '../../training/engines/choose-engine.js';
import type { Engine } from '../../training/engines/engine.js';
import type { LinearProtocol } from '../../training/evaluate/linear-protocol.js';
import { readRunRecord, runPaths, type RunRecord } from '../../training/train/run-folder.js';
import { modelOf } from '../../training/train/training-step.js';
import { requireSameImages } from '../../training/train/train.js';
import { chosenCheckpoint } from './chosen-checkpoint.js';
import { evaluatedImages, TEST_CHOICES, type TestChoice } from './evaluated-images.js';
import { sameEvaluation, type Evaluation } from './evaluation.js';
import { addEvaluation, readEvaluations } from './evaluation-file.js';
import {
  encoderTask,
  evaluateTask,
  imagesUsed,
  pixelsTask,
  randomEncoderTask,
  supervisedTask,
  type EvaluationTask,
} from './evaluation-task.js';
import type { OnProgress } from './representation.js';

/** Baselines with which a run is compared. */
export type BaselineName = 'pixels' | 'random' | 'supervised';

/** Options of an evaluation: the measures, and the images. */
export interface EvaluateRunOptions {
  /** Folder of the data sets. Default: that of the run. */
  readonly data?: string;
  /** Test images. Default `official`. */
  readonly test?: TestChoice;
  /** Steps of the checkpoint. Default: the last whole one. */
  readonly checkpoint?: number;
  /** Baselines that are evaluated beside the encoder. Default none. */
  readonly baselines?: readonly BaselineName[];
  /** Epochs of supervised training. Default: those of the run. */
  readonly supervisedEpochs?: number;
  /** Name of an engine. Default: that of the run. */
  readonly engine?: string;
  /** Protocol of linear evaluation. Default: that of the authors' code. */
  readonly linear?: LinearProtocol;
  /** Treatment of an evaluation that is there already. Default `keep`. */
  readonly known?: 'keep' | 'compute again';
  /** Called when an evaluation begins, and with its progress. */
  readonly onProgress?: (subject: Evaluation['subject'], progress: Parameters<OnProgress>[0]) => void;
  readonly onNotice?: (text: string) => void;
}

/** The evaluations of a run and of its baselines. */
export interface RunEvaluation {
  readonly run: RunRecord;
  /** Evaluation of the run's encoder. */
  readonly encoder: Evaluation;
  /** Evaluations of the baselines, in the order in which they were requested. */
  readonly baselines: readonly Evaluation[];
}

/**
 * Evaluates a run: learns from the labelled images that the run was trained on, and measures on others. Each evaluation is
 * written to the run's `evaluation.json` as soon as it is made.
 *
 * @throws InvalidInput when there is no run, no such checkpoint, the images are missing or others than those that the run was
 *   trained on, no image is held out, the engine does not work, or a file is damaged or cannot be written
 * @example
 * const { encoder } = await evaluateRun('run', { linear: { epochs: 1 } });
 * encoder.linear.last.epoch; // 1
 */
export async function evaluateRun(folder: string, options: EvaluateRunOptions = {}): Promise<RunEvaluation> {
  const { checkpoint: step, onNotice = () => undefined, baselines = [], known = 'keep' } = options;
  requireChoice('known', known, ['keep', 'compute again']);
  for (const baseline of baselines) requireChoice('baseline', baseline, ['pixels', 'random', 'supervised']);
  if (options.supervisedEpochs !== undefined) requireWhole('supervisedEpochs', options.supervisedEpochs, 1);
  if (options.test !== undefined) requireChoice('choice of test images', options.test, TEST_CHOICES);
  if (step !== undefined) requireWhole('checkpoint', step, 0);
  requireFunctions({ onNotice, onProgress: options.onProgress });
  const paths = runPaths(folder);
  const run = readRunRecord(paths);
  const { config } = run;
  const images = evaluatedImages({
    dataset: config.dataset,
    data: options.data ?? config.data,
    trained: run.dataset.images,
    ...(options.test !== undefined && { test: options.test }),
  });
  // With unlabeled images a run was trained on more than a classifier can learn from.
  if (config.unlabeled !== 'with') requireSameImages(run, images.train);
  const checkpoint = await chosenCheckpoint(paths, step, onNotice);
  const seeded = { model: modelOf(config), seed: config.seed };
  const named: Readonly<Record<BaselineName, () => EvaluationTask>> = {
    pixels: pixelsTask,
    random: () => randomEncoderTask(seeded),
    supervised: () =>
      supervisedTask({
        ...seeded,
        epochs: options.supervisedEpochs ?? config.epochs,
        batchSize: config.batch,
        ...(config.workers !== undefined && { workers: config.workers }),
      }),
  };

  const { imageSize } = config;
  const used = imagesUsed(images, imageSize);
  const stored = known === 'keep' ? readEvaluations(folder) : [];
  let engine: Engine | undefined;
  const evaluation = async (task: EvaluationTask): Promise<Evaluation> => {
    const { subject } = task;
    const found = stored.find((one) => sameEvaluation(one, { subject, images: used }));
    if (found !== undefined) return found;
    engine ??= await chooseEngine(options.engine ?? config.engine);
    const made = await evaluateTask(task, {
      engine,
      dataset: config.dataset,
      images,
      ...(imageSize !== undefined && { imageSize }),
      ...(options.linear !== undefined && { linear: options.linear }),
      onProgress: (progress) => options.onProgress?.(subject, progress),
    });
    await addEvaluation(folder, made);
    return made;
  };

  const encoder = await evaluation(encoderTask(checkpoint.step, checkpoint.state, seeded));
  const others: Evaluation[] = [];
  for (const name of baselines) others.push(await evaluation(named[name]()));
  return { run, encoder, baselines: others };
}
