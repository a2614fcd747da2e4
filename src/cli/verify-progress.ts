/** What is seen while claims are checked: a line a finished claim, and below it the one at work with the time left. */
import ora, { type Ora } from 'ora';
import type { Progress } from '../claims/run-claims.js';
import { formatCount, formatSeconds } from '../report/format-number.js';
import { STATUS_SIGNS } from '../report/status-sign.js';
import { counterfeitsRefuted } from '../report/verdict-summary.js';

export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  readonly end: () => void;
}

/** On standard error, so that standard output stays clean. Without a terminal only the lines of finished claims appear. */
export function progressDisplay(): ProgressDisplay {
  // A terminal that tells no width (a bare pty) makes ora clear infinitely many lines.
  const terminal = process.stderr.isTTY && process.stderr.columns > 0;
  const spinner: Ora | undefined = terminal ? ora({ text: 'starting', stream: process.stderr }).start() : undefined;
  return {
    show: ({ claim, done, total, secondsLeft, verdict }) => {
      if (verdict !== undefined) {
        const { status, cases } = verdict;
        const line = `${STATUS_SIGNS[status]} ${claim} ${status}: ${formatCount(cases)} instances, counterfeits refuted ${counterfeitsRefuted(verdict)}\n`;
        spinner?.clear();
        process.stderr.write(line);
      }
      if (spinner !== undefined) {
        spinner.text = `${claim} ${Math.floor((100 * done) / total)} % · ${formatSeconds(secondsLeft)} left in all`;
        spinner.render();
      }
    },
    end: () => spinner?.stop(),
  };
}
