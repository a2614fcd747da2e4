/** What is seen while a run trains: one line that keeps up with it, on standard error, where that is a terminal. */
import { formatCount, formatNumber, formatSeconds } from '../report/format-number.js';
import type { TrainProgress } from '../train/train-steps.js';
import { progressLine, type ProgressLine } from './progress-line.js';

export interface TrainDisplay extends Omit<ProgressLine, 'show'> {
  readonly show: (progress: TrainProgress) => void;
}

export function trainDisplay(): TrainDisplay {
  const line = progressLine('starting the engine');
  return { ...line, show: (progress) => line.show(progressText(progress)) };
}

/** `epoch 3/100 · step 1,200/39,000 · loss 4.21 · 431 views/s · learning rate 0.00998 · 3 h 2 min left`. */
export function progressText(progress: TrainProgress): string {
  const { epoch, epochs, step, steps, loss, viewsPerSecond, learningRate, secondsLeft } = progress;
  return [
    `epoch ${formatCount(epoch + 1)}/${formatCount(epochs)}`,
    `step ${formatCount(step)}/${formatCount(steps)}`,
    `loss ${formatNumber(loss)}`,
    `${formatNumber(viewsPerSecond)} views/s`,
    `learning rate ${formatNumber(learningRate)}`,
    `${formatSeconds(secondsLeft)} left`,
  ].join(' · ');
}
