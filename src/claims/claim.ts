/**
 * A claim: one statement, of a paper or derived here, as an executable object that can fail.
 *
 * `check` never names the mathematics it tests; it receives it as `subject`. The runner hands it the library's own
 * functions, and then each counterfeit: the same functions with one thing broken. A check that accepts a counterfeit
 * proves nothing, so its claim is reported as broken.
 */
import type { Arbitrary } from 'fast-check';
import type { RealImages } from '../training/data/real-images.js';
import { InvalidInput } from '../base/invalid-input.js';
import type { DistanceFormulae } from '../theory/distance-losses/distance-formulae.js';
import type { Values } from '../theory/formula/straight-line.js';
import type { LossFormulae } from '../theory/losses/loss-formulae.js';
import type { ImportanceChoice } from '../training/step/importance-choice.js';
import type { Figure } from './figure.js';
import type { Grade } from './grade.js';
import type { Sourced } from './source.js';
import type { Instances } from './streams.js';
import type { Verdict } from './verdict.js';

/** Result of a check on one instance. The statement holds there when `residual <= bound` (so NaN refutes). */
export interface Evidence {
  /** Distance from the statement, ≥ 0. */
  readonly residual: number;
  /** The residual that rounding and step sizes can explain, > 0; derived in the check, never tuned. */
  readonly bound: number;
  /** Numbers, words and arrays of them that the figures draw. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** A broken twin of the subject that the check must refute. */
export interface Counterfeit<Subject, Instance = never> {
  readonly id: string;
  /** The broken part, as a short sentence. */
  readonly description: string;
  readonly subject: Subject;
  /** Instances on which it is tried. Default: the claim's own. */
  readonly instances?: Instances<Instance>;
  /** Set where the counterfeit is the claim itself without one of its conditions. */
  readonly drops?: DroppedCondition;
}

/** A condition that a claim needs: a counterfeit without it is refuted, and its smallest counterexample is a finding. */
export interface DroppedCondition {
  /** The condition, as text with mathematics between dollar signs. */
  readonly condition: string;
  /**
   * - `paper`: the claim's paper states it, or the claim itself where it is derived here
   * - `here`: found necessary here; the paper, if any, states the claim without it
   * - `derived part`: what is derived here beyond the paper's statement needs it, and that statement does not
   */
  readonly statedBy: 'paper' | 'here' | 'derived part';
  /** Why the claim fails without it, in a sentence or two of the same form. */
  readonly explanation: string;
  /** The words of the paper that the counterfeit takes literally, so that its counterexample is one of them; of the same form. */
  readonly asStated?: string;
}

/** A case whose instance is made of real images. */
export interface RealCase<Instance> {
  /** Origin of the images: `CIFAR-10, 32 images`. */
  readonly label: string;
  readonly instance: Instance;
  /** Data that a figure needs beside the evidence, such as the basis that turns a vector into an image. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** A condition that a loss must meet for a claim to be about it. A loss that is proven not to meet it cannot refute the claim. */
export interface GivenCondition<Instance = unknown> {
  /** The condition, as text with mathematics between dollar signs: `$F$ is convex`. */
  readonly words: string;
  /** Why the loss does not meet it, in plain words, where that is proven before an instance is tried; undefined elsewhere. */
  readonly unmet: () => string | undefined;
  /** The same where the instance proves it, by means that the claim's check does not use. */
  readonly unmetAt: (instance: Instance) => string | undefined;
}

/** A loss of each anchor's distances that is none of the paper's family: by its name, or as formulae. */
export interface GivenDistances {
  readonly distances: { readonly name: string; readonly parameters?: Values } | DistanceFormulae;
}

/** Stands in place of the named losses: a loss as two formulae, a loss of distances, or the α of α-CL. */
export type Given = LossFormulae | GivenDistances | ImportanceChoice;

/** Changes to a claim that is checked on one loss or α of the reader's own. */
export interface GivenChanges<Instance = unknown, Subject = unknown> {
  readonly instances: Arbitrary<Instance>;
  /** Ids of the counterfeits that are about any loss. Default: all without instances of their own, as each of them must be. */
  readonly counterfeits?: readonly string[];
  /** Title to use where the claim's own names losses. */
  readonly title?: string;
  /** Grade of the evidence, where the claim's own rests on a proof about the named losses. */
  readonly grade?: Grade;
  readonly condition?: GivenCondition<Instance>;
  /**
   * Tells if a counterfeit does the same as the claim's own subject on an instance, but for what the rounding of the loss
   * hides. It compares the two subjects and leaves the check aside: a check that looks at neither is not excused.
   */
  readonly alike: (instance: Instance, subject: Subject, counterfeit: Subject) => boolean;
}

/** An instance that meets every condition of a claim and tells it from counterfeits: the statement is not empty. */
export interface Witness {
  /** `SEED:PATH`, or `STREAM/SEED:PATH`: what replays it. */
  readonly replay: string;
  /** Ids of the counterfeits that fail on it. */
  readonly refutes: readonly string[];
  /** The smallest residual / bound of them. */
  readonly margin: number;
}

/** A statement that can fail: its instances, the check that tries it, and the counterfeits that the check must refute. */
export interface Claim<Instance = unknown, Subject = unknown> extends Sourced {
  /** Words joined by hyphens: `theorem-1-gradient`. */
  readonly id: string;
  readonly title: string;
  /** The statement in LaTeX: text with mathematics between dollar signs. */
  readonly statement: string;
  /** Ids of the claims that its derivation uses. */
  readonly restsOn?: readonly string[];
  /** The test of an instance and the origin of its bound, as text of the same form. */
  readonly method: string;
  readonly grade: Grade;
  /** Fully specified instances, so that a seed reproduces each of them; losses that have a name draw theirs in streams. */
  readonly instances: Instances<Instance>;
  /** The library's own functions that the statement is about. */
  readonly subject: Subject;
  readonly check: (instance: Instance, subject: Subject) => Evidence;
  readonly counterfeits: readonly Counterfeit<Subject, Instance>[];
  readonly witness?: Witness;
  /** The same check on real images. */
  readonly real?: (images: RealImages) => Iterable<RealCase<Instance>>;
  /** @param given the loss that a reader gave, where one is: figures of the named losses are then out of place */
  readonly figures?: (verdict: Verdict<Instance>, given?: Given) => readonly Figure[];
  /** Set where the statement is about every loss, or every loss of a kind. See `claimOfLoss`. */
  readonly ofLoss?: (loss: LossFormulae) => GivenChanges<Instance, Subject>;
  /** Set where the statement is about losses of distances; undefined for one that it is not about. See `claimOfLoss`. */
  readonly ofDistances?: (loss: GivenDistances) => GivenChanges<Instance, Subject> | undefined;
  /** Set where the statement is about every α that is held fixed, or every one of a kind. See `claimOfLoss`. */
  readonly ofAlpha?: (alpha: ImportanceChoice) => GivenChanges<Instance, Subject>;
  /** The loss or α that the claim is about, and what it must be; only in what `claimOfLoss` makes. */
  readonly given?: { readonly loss: Given } & Pick<GivenChanges<Instance, Subject>, 'condition' | 'alike'>;
}

const FEWEST_COUNTERFEITS = 3;

/**
 * Checks the form of a claim; the identity otherwise. The result forgets the types of instance and subject, so that
 * claims of all kinds stand in one catalogue.
 *
 * @throws InvalidInput when the id is not made of lower-case words and hyphens, or fewer than three counterfeits are given
 * @example
 * const [known] = CLAIMS;
 * known && defineClaim({ ...known, id: 'my claim' }); // throws claim id "my claim": use lower-case words joined by hyphens
 */
export function defineClaim<Instance, Subject>(claim: Claim<Instance, Subject>): Claim {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(claim.id)) {
    throw new InvalidInput(`claim id "${claim.id}": use lower-case words joined by hyphens`);
  }
  const ids = new Set(claim.counterfeits.map(({ id }) => id));
  if (ids.size < FEWEST_COUNTERFEITS || ids.size < claim.counterfeits.length) {
    throw new InvalidInput(
      `claim ${claim.id} has ${ids.size} distinct counterfeits: give at least ${FEWEST_COUNTERFEITS}, each its own id`,
    );
  }
  return claim as unknown as Claim;
}
