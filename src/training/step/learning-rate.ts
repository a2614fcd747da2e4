/** The learning rate of each step, a pure function on the host: it enters the step as an input. */
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { requirePositive, requireWhole } from '../../base/option-checks.js';

/** A rise at the beginning. */
export interface WarmUp {
  /** Steps over which the rate rises linearly; the last of them has the full rate. Default 0. */
  readonly warmUpSteps?: number;
}

/**
 * - `constant`: always `rate`.
 * - `cosine`: from `rate` after the warm-up down to 0 at `steps`, ½·rate·(1 + cos(π·progress)) (Loshchilov and Hutter, ICLR
 *   2017); 0 from there on.
 * - `authors`: the cosine of the authors' code, whose period is the number of *batches* in an epoch although it advances
 *   once an *epoch*, from epoch 10 on. With 390 batches it is 0.87 of the start at epoch 100, 0 at 400, and rises again.
 */
export type Schedule =
  | ({ readonly kind: 'constant'; readonly rate: number } & WarmUp)
  | ({ readonly kind: 'cosine'; readonly rate: number; readonly steps: number } & WarmUp)
  | { readonly kind: 'authors'; readonly rate: number; readonly batchesPerEpoch: number };

/** Epochs that the authors wait: the first change is between epochs 10 and 11, counted from 0. */
const WAITING_EPOCHS = 10;

const SCHEDULE_KINDS = ['constant', 'cosine', 'authors'] as const satisfies readonly Schedule['kind'][];

/**
 * Makes the learning rate as a function of the step.
 *
 * @returns the learning rate of a step; steps count from 0
 * @throws InvalidInput on an unknown kind, a rate that is not a positive number, or a number of steps or batches that is no
 *   whole number or leaves nothing after the warm-up
 * @example
 * const rate = learningRates({ kind: 'cosine', rate: 0.1, steps: 100 });
 * [rate(0), rate(50), rate(100)]; // [0.1, 0.05, 0]
 */
export function learningRates(schedule: Schedule): (step: number) => number {
  const { rate } = schedule;
  requirePositive('rate', rate);
  switch (schedule.kind) {
    case 'constant':
      return warmedUp(rate, schedule.warmUpSteps ?? 0, () => rate);
    case 'cosine': {
      const { steps, warmUpSteps = 0 } = schedule;
      requireWhole('steps', steps, 1);
      requireWhole('warmUpSteps', warmUpSteps, 0);
      const descent = steps - warmUpSteps;
      if (descent <= 0) {
        throw new InvalidInput(`warmUpSteps is ${warmUpSteps}: it must be fewer than the ${steps} steps of the cosine`);
      }
      return warmedUp(rate, warmUpSteps, (since) => cosine(rate, Math.min(1, since / descent)));
    }
    case 'authors': {
      const { batchesPerEpoch } = schedule;
      requireWhole('batchesPerEpoch', batchesPerEpoch, 1);
      return (step) => {
        const epoch = Math.floor(step / batchesPerEpoch);
        return cosine(rate, Math.max(0, epoch - WAITING_EPOCHS) / batchesPerEpoch);
      };
    }
    default:
      throw unknownName('schedule', String((schedule as { kind: unknown }).kind), SCHEDULE_KINDS);
  }
}

/** @param after the rate `since` steps after the warm-up */
function warmedUp(rate: number, warmUpSteps: number, after: (since: number) => number): (step: number) => number {
  requireWhole('warmUpSteps', warmUpSteps, 0);
  return (step) => (step < warmUpSteps ? (rate * (step + 1)) / warmUpSteps : after(step - warmUpSteps));
}

function cosine(rate: number, progress: number): number {
  return (rate / 2) * (1 + Math.cos(Math.PI * progress));
}
