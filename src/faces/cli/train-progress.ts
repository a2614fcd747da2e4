/** Progress of training: one line that is kept up to date, on standard error, where that is a terminal. */
import { formatNumber, formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import type { JobProgress } from '../../results/tables/finish-job.js';
import type { TableProgress } from '../../results/tables/reproduce-table.js';
import type { TrainProgress } from '../../training/train/train-steps.js';
import { progressLine, type ProgressLine } from './progress-line.js';

export interface TrainDisplay extends Omit<ProgressLine, 'show'> {
  readonly show: (progress: TrainProgress) => void;
  /** Shows the activity between steps, behind the metrics of the last step. */
  readonly activity: (text: string) => void;
}

export function trainDisplay(): TrainDisplay {
  const line = progressLine('starting the engine');
  let last: TrainProgress | undefined;
  return {
    ...line,
    show: (progress) => {
      last = progress;
      line.show(progressText(progress));
    },
    activity: (text) => line.show(last === undefined ? text : `${progressText(last)} · ${text}`),
  };
}

/**
 * Writes progress: `epoch 3/100 · step 1,200/39,000 · loss 4.21 · 20-NN, few images 45.1 % · learning rate 0.00998 · 431 views/s · 3 h 2 min
 * left`; without the share of neighbours if none has been measured.
 */
export function progressText(progress: TrainProgress): string {
  const { epoch, epochs, step, steps, loss, viewsPerSecond, learningRate, secondsLeft, knn } = progress;
  return [
    `epoch ${thousands(epoch + 1)}/${thousands(epochs)}`,
    `step ${thousands(step)}/${thousands(steps)}`,
    `loss ${formatNumber(loss)}`,
    ...(knn === undefined ? [] : [`20-NN, few images ${(100 * knn).toFixed(1)} %`]),
    `learning rate ${formatNumber(learningRate)}`,
    `${formatNumber(viewsPerSecond)} views/s`,
    `${formatSeconds(secondsLeft)} left`,
  ].join(' · ');
}

/** Writes the progress of a job: `epoch 1/5 · step …`, or the subject of its evaluation. */
export function jobProgressText({ training, evaluating }: JobProgress): string {
  return training === undefined ? (evaluating ?? '') : progressText(training);
}

/** Writes the progress of a table: `run 3/6: α-CL-direct on CIFAR-10, seed 2 · epoch 1/5 · step …`. */
export function tableProgressText({ job, done, total, ...progress }: TableProgress): string {
  return `run ${thousands(done + 1)}/${thousands(total)}: ${job.title} · ${jobProgressText(progress)}`;
}
