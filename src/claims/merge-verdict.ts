/** Many task results become the verdict on one claim. */
import type { Claim } from './claim.js';
import type { Examination } from './examine.js';
import type { Task, TaskResult } from './task.js';
import {
  holds,
  tightness,
  type CheckedCase,
  type CounterfeitVerdict,
  type RealVerdict,
  type Status,
  type Verdict,
} from './verdict.js';

export interface TaskOutcome {
  readonly task: Task;
  /** Missing when the task did not return and was stopped. */
  readonly result?: TaskResult;
}

/**
 * @param outcomes in the order of the claim's tasks, so that evidence keeps the order of the seed
 * @param unmet why the claim's condition is not met, where that is known without an instance
 */
export function mergeVerdict(claim: Claim, outcomes: readonly TaskOutcome[], unmet?: string): Verdict {
  const ofKind = (kind: Task['kind']): TaskOutcome[] => outcomes.filter(({ task }) => task.kind === kind);
  const examinations = ofKind('instances').flatMap(({ result }) => result?.examination ?? []);
  const counterfeits = ofKind('counterfeit').map((outcome) => counterfeitVerdict(claim, outcome));
  const real = ofKind('real').flatMap(({ result }) => result?.real ?? []);

  const worst = tightest(examinations.flatMap((examination) => examination.worst ?? []));
  const counterexample = examinations.find((examination) => examination.counterexample)?.counterexample;
  const inapplicable = unmet ?? examinations.find((examination) => examination.unmet !== undefined)?.unmet;
  const requested = ofKind('instances').reduce((sum, { task }) => sum + ('cases' in task ? task.cases : 0), 0);
  const cases = examinations.reduce((sum, examination) => sum + examination.cases, 0);
  const stopped = outcomes.map(reasonOf).find((words) => words !== undefined);
  // A verdict is of what was checked: where that is nothing, or less than asked for, nothing holds.
  const isShort =
    inapplicable === undefined &&
    counterexample === undefined &&
    (cases < requested || cases + counterfeits.length + real.length === 0);
  const reason = inapplicable ?? stopped ?? (isShort ? `${cases} of ${requested} instances were checked` : undefined);
  return {
    claim: claim.id,
    status:
      inapplicable === undefined
        ? statusOf({ refuted: counterexample !== undefined, reason, counterfeits, real })
        : 'not applicable',
    cases,
    requested,
    evidence: examinations.flatMap(({ evidence }) => evidence),
    ...(worst && { worst }),
    ...(counterexample && { counterexample }),
    counterfeits,
    real,
    ...(reason !== undefined && { reason }),
    seconds: outcomes.reduce((sum, { result }) => sum + (result?.seconds ?? 0), 0),
  };
}

/** A refutation outweighs a broken check, which outweighs an unfinished one. */
function statusOf(found: {
  refuted: boolean;
  reason: string | undefined;
  counterfeits: readonly CounterfeitVerdict[];
  real: readonly RealVerdict[];
}): Status {
  if (found.refuted || !found.real.every(holds)) return 'refuted';
  if (!found.counterfeits.every(({ refuted, alike }) => refuted || alike === true)) return 'broken';
  if (found.reason !== undefined) return 'unfinished';
  const isBlind = found.counterfeits.length > 0 && found.counterfeits.every(({ alike }) => alike === true);
  return isBlind ? 'cannot be told' : 'holds';
}

function counterfeitVerdict(claim: Claim, { task, result }: TaskOutcome): CounterfeitVerdict {
  const id = task.kind === 'counterfeit' ? task.counterfeit : '';
  const description = claim.counterfeits.find((counterfeit) => counterfeit.id === id)?.description ?? '';
  const { cases = 0, counterexample, alike }: Partial<Examination> = result?.examination ?? {};
  // A counterfeit that crashes the check was not refuted by it.
  const refuted = counterexample !== undefined && counterexample.error === undefined;
  return { id, description, refuted, cases, ...(alike && { alike }), ...(counterexample && { counterexample }) };
}

/** Why a task stopped short. A counterfeit that stopped short is told by its own verdict. */
function reasonOf({ task, result }: TaskOutcome): string | undefined {
  if (result === undefined) return `a check did not return and was stopped (${task.kind}, seed ${task.seed})`;
  return task.kind === 'instances' ? result.examination?.reason : undefined;
}

function tightest<Found extends CheckedCase>(found: readonly Found[]): Found | undefined {
  return found.toSorted((a, b) => tightness(b) - tightness(a))[0];
}
