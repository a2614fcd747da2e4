/** The unit of work that a worker takes: a few instances of one claim. */
import { openRealImages } from '../training/data/real-images.js';
import { InvalidInput, unknownName } from '../base/invalid-input.js';
import type { Claim, Given } from './claim.js';
import { claimOfLoss } from './claim-of-loss.js';
import { examine, examineStreams, type Examination } from './examine.js';
import type { RealVerdict } from './verdict.js';

/** A claim as it is named to a worker: functions do not cross to one. */
export interface ClaimName {
  readonly claim: string;
  /** The loss or α that the claim is about, where one was given. */
  readonly loss?: Given;
}

export type Task = ClaimName & {
  readonly seed: number;
  /** The stream of the claim's instances; a counterfeit without one is tried on all of them. */
  readonly stream?: string;
  readonly timeLimit: number;
} & (
    | { readonly kind: 'instances'; readonly cases: number; readonly path?: string }
    | { readonly kind: 'counterfeit'; readonly counterfeit: string; readonly cases: number; readonly path?: string }
    | { readonly kind: 'real'; readonly data: string }
  );

export interface TaskResult {
  readonly examination?: Examination;
  readonly real?: readonly RealVerdict[];
  readonly seconds: number;
}

/** @throws InvalidInput when the claim is not in the catalogue, or the data cannot be read */
export function runTask(task: Task, catalogue: readonly Claim[]): TaskResult {
  const claim = findClaim(catalogue, task);
  const start = performance.now();
  const result = taskResult(task, claim);
  return { ...result, seconds: (performance.now() - start) / 1000 };
}

function taskResult(task: Task, claim: Claim): Omit<TaskResult, 'seconds'> {
  switch (task.kind) {
    case 'instances':
      return { examination: examine(claim, claim, { ...task, onRefutation: 'shrink' }) };
    case 'counterfeit': {
      const counterfeit = claim.counterfeits.find(({ id }) => id === task.counterfeit);
      if (counterfeit === undefined) {
        throw unknownName(
          `counterfeit of ${claim.id}`,
          task.counterfeit,
          claim.counterfeits.map(({ id }) => id),
        );
      }
      // A dropped condition is shrunk to the smallest counterexample; of any other counterfeit the first one says enough.
      const onRefutation = counterfeit.drops !== undefined ? 'shrink' : 'first';
      return { examination: examineStreams(claim, counterfeit, { ...task, onRefutation }) };
    }
    case 'real':
      return { real: realVerdicts(claim, task) };
  }
}

function realVerdicts(claim: Claim, { data, seed }: { data: string; seed: number }): RealVerdict[] {
  if (claim.real === undefined) throw new InvalidInput(`claim ${claim.id} has no check on real images`);
  const verdicts = Array.from(claim.real(openRealImages({ data, seed })), ({ label, instance, context = {} }) => ({
    label,
    instance,
    context,
    ...claim.check(instance, claim.subject),
  }));
  if (verdicts.length === 0) {
    throw new InvalidInput(`claim ${claim.id} makes no instance of the real images: let \`real\` yield one or more`);
  }
  return verdicts;
}

/**
 * Finds a claim by its name, and makes it about the loss where one is given.
 *
 * @throws InvalidInput naming every claim of the catalogue, and where the claim is about losses of its own
 */
export function findClaim(catalogue: readonly Claim[], { claim: id, loss }: ClaimName): Claim {
  const found = catalogue.find((candidate) => candidate.id === id);
  if (found === undefined)
    throw unknownName(
      'claim',
      id,
      catalogue.map((candidate) => candidate.id),
    );
  const claim = loss === undefined ? found : claimOfLoss(found, loss);
  if (claim === undefined)
    throw new InvalidInput(`claim ${id} is about losses of its own, not about the one that is given: leave that out`);
  return claim;
}
