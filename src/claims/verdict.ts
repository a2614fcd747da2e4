/** Verdict on a claim, as data: the terminal table, the report and `--json` are drawn from it. */
import type { Evidence } from './claim.js';

/**
 * - `holds`: every instance within its bound and every counterfeit refuted that can be told on the loss
 * - `refuted`: some instance exceeds its bound
 * - `broken`: some counterfeit was accepted, so the check shows nothing
 * - `unfinished`: time ran out, or instances could not be made, before the requested number was reached
 * - `not applicable`: the loss that was given does not meet the claim's condition
 * - `cannot be told`: on the loss that was given every counterfeit does the same as the claim, so that nothing is shown
 */
export type Status = 'holds' | 'refuted' | 'broken' | 'unfinished' | 'not applicable' | 'cannot be told';

/** Statuses that speak against a claim or its check, from the worst on. Any other leaves a run in order. */
export const FAILURES: readonly Status[] = ['refuted', 'broken', 'unfinished'];

/** An instance that was checked, with what was found. */
export interface CheckedCase<Instance = unknown> extends Evidence {
  readonly instance: Instance;
}

/** Seed and path with which a generated instance is made again. */
export interface Replayable {
  /** `SEED:PATH`, what `--replay` takes. */
  readonly replay: string;
}

/** A refuting instance, shrunk as far as it would go. */
export interface Counterexample<Instance = unknown> extends CheckedCase<Instance>, Replayable {
  /** Number of times that the first refuting instance was made simpler. */
  readonly shrinks: number;
  /** The exception that the check threw, where it threw. */
  readonly error?: string;
}

/** Verdict on a counterfeit: refuted or not, and by which instance. */
export interface CounterfeitVerdict<Instance = unknown> {
  readonly id: string;
  readonly description: string;
  readonly refuted: boolean;
  /** Set where it does the same as the claim on every instance, so that it cannot be told on the loss that was given. */
  readonly alike?: true;
  /** Instances tried until it was refuted, or in all. */
  readonly cases: number;
  readonly counterexample?: Counterexample<Instance>;
}

/** The check on one instance made of real images. */
export interface RealVerdict<Instance = unknown> extends CheckedCase<Instance> {
  readonly label: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Verdict on a claim: the instances that were checked, the counterfeits, and the real images. Plain data. */
export interface Verdict<Instance = unknown> {
  readonly claim: string;
  readonly status: Status;
  /** Generated instances that were checked, and how many were asked for. */
  readonly cases: number;
  readonly requested: number;
  /** Residual, bound and details of every generated instance, in the order of the seed. */
  readonly evidence: readonly (Evidence & Replayable)[];
  /** The instance that came closest to its bound, by residual / bound. */
  readonly worst?: CheckedCase<Instance> & Replayable;
  readonly counterexample?: Counterexample<Instance>;
  readonly counterfeits: readonly CounterfeitVerdict<Instance>[];
  /** Empty where no real images were given or the claim has no real part. */
  readonly real: readonly RealVerdict<Instance>[];
  /** Why the claim is unfinished, or not applicable. */
  readonly reason?: string;
  /** Processor seconds spent on it, all workers together. */
  readonly seconds: number;
}

/**
 * Tells if residual ≤ bound; false for NaN.
 *
 * @example
 * holds({ residual: 1e-15, bound: 1e-12, details: {} }); // true
 * holds({ residual: NaN, bound: 1e-12, details: {} }); // false
 */
export function holds(evidence: Evidence): boolean {
  return evidence.residual <= evidence.bound;
}

/**
 * Returns residual / bound: above 1 refutes, NaN counts as infinitely far.
 *
 * @example
 * tightness({ residual: 1, bound: 4, details: {} }); // 0.25
 * tightness({ residual: NaN, bound: 4, details: {} }); // Infinity
 */
export function tightness(evidence: Evidence): number {
  const ratio = evidence.residual / evidence.bound;
  return Number.isNaN(ratio) ? Infinity : ratio;
}

/**
 * Tells if nothing speaks against the claims or their checks: no verdict is one of `FAILURES`.
 *
 * @example
 * allInOrder([{ status: 'holds' }, { status: 'not applicable' }]); // true
 * allInOrder([{ status: 'holds' }, { status: 'broken' }]); // false
 */
export function allInOrder(verdicts: readonly Pick<Verdict, 'status'>[]): boolean {
  return verdicts.every(({ status }) => !FAILURES.includes(status));
}
