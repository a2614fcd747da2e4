/** Progress of checking claims: a line for each finished claim, and below it the current one with the time left. */
import type { Progress } from '../../claims/run-claims.js';
import { formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import { STATUS_SIGNS } from '../report/status-sign.js';
import { counterfeitsRefuted } from '../report/verdict-summary.js';
import { progressLine } from './progress-line.js';

export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  readonly end: () => void;
}

/** Shows progress on standard error, so that standard output stays clean. */
export function progressDisplay(): ProgressDisplay {
  const line = progressLine('starting');
  return {
    show: ({ claim, done, total, secondsLeft, verdict }) => {
      if (verdict !== undefined) {
        const { status, cases, reason } = verdict;
        const words =
          status === 'not applicable'
            ? reason
            : `${thousands(cases)} instances, counterfeits refuted ${counterfeitsRefuted(verdict)}`;
        line.notice(`${STATUS_SIGNS[status]} ${claim} ${status}: ${words}`);
      }
      if (total === 0) return;
      line.show(`${claim} ${Math.floor((100 * done) / total)} % · ${formatSeconds(secondsLeft)} left in all`);
    },
    end: line.end,
  };
}
