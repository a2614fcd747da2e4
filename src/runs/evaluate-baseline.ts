/** A baseline by itself: raw pixels or a model before or without contrastive training depend on no run. */
import { chooseEngine } from '../engines/choose-engine.js';
import { evaluatedImages, type ImagesChoice } from './evaluated-images.js';
import type { Evaluation } from './evaluation.js';
import { evaluateTask, type EvaluationTask, type TaskContext } from './evaluation-task.js';

export type EvaluateBaselineOptions = ImagesChoice &
  Pick<TaskContext, 'imageSize' | 'linear' | 'onProgress'> & {
    /** Name of an engine. Default `cpu`. */
    readonly engine?: string;
  };

/**
 * @param task `pixelsTask()`, `randomEncoderTask({ model, seed })`, `supervisedTask({ model, seed, epochs })`
 * @throws InvalidInput when images are missing, none is held out, or the engine does not work
 */
export async function evaluateBaseline(task: EvaluationTask, options: EvaluateBaselineOptions): Promise<Evaluation> {
  const { engine = 'cpu', ...rest } = options;
  const images = evaluatedImages(options);
  return evaluateTask(task, { ...rest, images, engine: await chooseEngine(engine) });
}
