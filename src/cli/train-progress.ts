/** What is seen while a run trains: one line that keeps up with it, on standard error, where that is a terminal. */
import ora, { type Ora } from 'ora';
import { formatCount, formatNumber, formatSeconds } from '../report/format-number.js';
import type { TrainProgress } from '../train/train-steps.js';

export interface TrainDisplay {
  readonly show: (progress: TrainProgress) => void;
  /** What is done between steps, behind the figures of the last one. */
  readonly activity: (text: string) => void;
  /** A line of its own; without a terminal too. */
  readonly notice: (text: string) => void;
  readonly end: () => void;
}

export function trainDisplay(): TrainDisplay {
  // A terminal that tells no width (a bare pty) makes ora clear infinitely many lines.
  const terminal = process.stderr.isTTY && process.stderr.columns > 0;
  const spinner: Ora | undefined = terminal
    ? ora({ text: 'starting the engine', stream: process.stderr, discardStdin: false }).start()
    : undefined;
  let last: TrainProgress | undefined;
  return {
    show: (progress) => {
      last = progress;
      if (spinner !== undefined) spinner.text = progressText(progress);
    },
    activity: (text) => {
      if (spinner !== undefined) spinner.text = last === undefined ? text : `${progressText(last)} · ${text}`;
    },
    notice: (text) => {
      spinner?.clear();
      process.stderr.write(`${text}\n`);
    },
    end: () => spinner?.stop(),
  };
}

/**
 * `epoch 3/100 · step 1,200/39,000 · loss 4.21 · k-NN 45.1 % · learning rate 0.00998 · 431 views/s · 3 h 2 min left`; without
 * the share of neighbours where none has been measured.
 */
export function progressText(progress: TrainProgress): string {
  const { epoch, epochs, step, steps, loss, viewsPerSecond, learningRate, secondsLeft, knn } = progress;
  return [
    `epoch ${formatCount(epoch + 1)}/${formatCount(epochs)}`,
    `step ${formatCount(step)}/${formatCount(steps)}`,
    `loss ${formatNumber(loss)}`,
    ...(knn === undefined ? [] : [`k-NN ${(100 * knn).toFixed(1)} %`]),
    `learning rate ${formatNumber(learningRate)}`,
    `${formatNumber(viewsPerSecond)} views/s`,
    `${formatSeconds(secondsLeft)} left`,
  ].join(' · ');
}
