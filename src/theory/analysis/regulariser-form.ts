/** The forms of what the min player pays for its weights: R = −F*, as text, as a curve and as a function. */
import type { EqualWeightsPoint, ConjugatePoint } from './numerical-conjugate.js';

/** The set of an anchor's weights: α ≥ 0 with a bound or value of their sum S, a bound of each, or a value of each. */
export type ConstraintSet<Bound = string> =
  | { readonly kind: 'sum-equals' | 'sum-at-most' | 'each-at-most' | 'each-equals'; readonly bound: Bound }
  | { readonly kind: 'orthant' };

/** The min player's regulariser of α: in closed form, or as a computed curve. */
export type Regulariser =
  | {
      readonly kind: 'closed-form';
      readonly name: string;
      /** F*(α) with S = Σα in LaTeX, in the parameters. */
      readonly latex: string;
      readonly text: string;
      readonly set: ConstraintSet;
    }
  | {
      readonly kind: 'numerical';
      /** The computed part of F*: G*, of the sum S beside the entropy of the shares, or the term of each weight. */
      readonly of: 'sum' | 'weight';
      readonly points: readonly ConjugatePoint[];
    }
  | {
      readonly kind: 'numerical';
      /** F*(a, …, a) for some numbers of negatives: a slice of F*. */
      readonly of: 'equal-weights';
      readonly points: readonly EqualWeightsPoint[];
    };

/** A regulariser and, for a closed form, F* as a function, at the middle of the parameters' ranges. */
export interface RegulariserForm {
  readonly regulariser: Regulariser;
  readonly conjugate?: ConjugateForm;
}

/** F* and its gradient, [n], inside the set on which F* is finite. */
export interface ConjugateForm {
  readonly set: ConstraintSet<number>;
  readonly value: (alpha: Float64Array) => number;
  readonly gradient: (alpha: Float64Array) => Float64Array;
}

/** One part of F* = −R, of the sum or of a weight: its texts with `S` or `α`, its value, and the set on which it is finite. */
export interface ConjugatePart {
  readonly name: string;
  readonly latex: string;
  readonly text: string;
  readonly value: (at: number) => number;
  /** The derivative of the value. */
  readonly slope: (at: number) => number;
  readonly set: ConstraintSet;
  /** The bound of the set as a number; none of an orthant. */
  readonly bound?: number;
}

/** Returns the set of a part of F* with its bound as a number. */
export function numericalSet({ set, bound = Number.NaN }: ConjugatePart): ConstraintSet<number> {
  return set.kind === 'orthant' ? set : { kind: set.kind, bound };
}
