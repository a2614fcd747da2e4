/** Options of the commands that check claims, with their meaning, and the progress that is shown. */
import { Option, type Command } from 'commander';
import { formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import type { Claim } from '../../claims/claim.js';
import type { RunOptions, Progress } from '../../claims/run-claims.js';
import type { Verdict } from '../../claims/verdict.js';
import { outcomeOf } from '../../claims/outcome.js';
import { OUTCOMES } from '../../claims/outcome-words.js';
import { counterfeitsRefuted } from '../views/counterfeits-refuted.js';
import { dataFolder, type DataOptions } from './data-folder.js';
import { positiveInteger, seedNumber } from './option-values.js';
import { progressLine } from './progress-line.js';

/** Number of instances, and time limit in seconds, for each claim. */
export const PROFILES = { quick: { cases: 100, timeLimit: 60 }, full: { cases: 1000, timeLimit: 600 } } as const;

export interface ClaimRunOptions extends DataOptions {
  readonly profile: keyof typeof PROFILES;
  readonly cases?: number;
  readonly seed: number;
  readonly timeLimit?: number;
  readonly workers?: number;
}

interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  readonly end: () => void;
}

/** Adds the options of ClaimRunOptions to a command. */
export function withClaimRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--profile <name>', 'quick: 100 instances a claim, full: 1,000')
        .choices(Object.keys(PROFILES))
        .default('quick'),
    )
    .option('--cases <n>', 'instances a claim, in place of the profile’s', positiveInteger)
    .option('--seed <n>', 'seed of all instances', seedNumber, 1)
    .option('--real', 'check on real images too, and fail if there are none')
    .option('--no-real', 'leave real images out, even if a data folder is named')
    .option('--data <dir>', 'folder of the image data sets (default: the environment’s ALPHA_CL_DATA)')
    .option('--time-limit <seconds>', 'seconds a claim may take (default: 60 quick, 600 full)', positiveInteger)
    .option('--workers <n>', 'threads (default: as many as the machine runs at once)', positiveInteger);
}

/** Returns the options of a run of claims. @throws InvalidInput when real images are requested and no folder is named */
export function claimRun(options: ClaimRunOptions, claims: readonly Claim[]): RunOptions {
  const { cases, timeLimit } = PROFILES[options.profile];
  const data = dataFolder(options);
  return {
    claims,
    catalogue: new URL('../../../proofs-checks/index.js', import.meta.url),
    seed: options.seed,
    cases: options.cases ?? cases,
    timeLimit: options.timeLimit ?? timeLimit,
    ...(data !== undefined && { data }),
    ...(options.workers !== undefined && { workers: options.workers }),
  };
}

export async function runWithProgress(options: RunOptions): Promise<Verdict[]> {
  const display = progressDisplay(options.claims, options.counterfeit);
  try {
    // Loaded here: the help of the commands needs none of it.
    const { runClaims } = await import('../../claims/run-claims.js');
    return await runClaims({ ...options, onProgress: display.show });
  } finally {
    display.end();
  }
}

/** Shows progress on standard error, so that standard output stays clean. */
function progressDisplay(claims: readonly Claim[], counterfeit?: string): ProgressDisplay {
  const line = progressLine('starting');
  return {
    show: ({ claim, done, total, secondsLeft, verdict }) => {
      const about = claims.find(({ id }) => id === claim);
      // Of a counterfeit alone the claim gets no verdict, and the result says what was found.
      if (verdict !== undefined && about !== undefined && counterfeit === undefined) {
        const { status, cases, reason } = verdict;
        const words =
          status === 'not applicable'
            ? reason
            : `${thousands(cases)} instances, counterfeits refuted ${counterfeitsRefuted(verdict)}`;
        const { sign, label } = OUTCOMES[outcomeOf({ claim: about, verdict })];
        line.notice(`${sign} ${claim} ${label}: ${words}`);
      }
      if (total === 0) return;
      line.show(`${claim} ${Math.floor((100 * done) / total)} % · ${formatSeconds(secondsLeft)} left in all`);
    },
    end: line.end,
  };
}
