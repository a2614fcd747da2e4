/** The authors' options of a loss, as golden files state them, in our terms. */
import type { NamedImportanceChoice } from '../../../src/training/step/importance-choice.js';
import type { AlphaCl, StepObjective } from '../../../src/training/step/batch-loss.js';

/** An objective whose importance, where it has one, is named. */
export type NamedStepObjective =
  | Exclude<StepObjective, { kind: 'alpha-cl' | 'formulae' | 'distances' }>
  | AlphaCl<NamedImportanceChoice>;

export interface OfficialOptions {
  readonly temperature: number;
  readonly loss_type: string;
  readonly alpha_type: string;
  readonly alpha_exponent: number;
  readonly inverse_exponent: number;
  readonly alpha_eps: number;
  readonly beta: number;
  readonly add_one_in_neg: boolean;
}

/** A case of `official-losses*.json`: two views, the loss of the authors' code and its gradients. */
export interface OfficialCase {
  readonly options: OfficialOptions;
  readonly loss: number;
  readonly loss_intra: number;
  readonly z1: number[][];
  readonly z2: number[][];
  readonly grad_z1: number[][];
  readonly grad_z2: number[][];
}

function importanceOf({
  alpha_type,
  alpha_exponent,
  temperature,
  inverse_exponent,
}: OfficialOptions): NamedImportanceChoice {
  const exponent = alpha_exponent;
  switch (alpha_type) {
    case 'exp':
      return { name: 'direct', parameters: { power: 2 * exponent, temperature } };
    case 'inverse':
      return { name: 'shifted-power', parameters: { exponent, temperature, inverseExponent: inverse_exponent } };
    case 'quadratic':
      return { name: 'square-as-coded', parameters: { exponent, temperature } };
    default:
      throw new Error(`alpha_type ${alpha_type} has no counterpart here`);
  }
}

/** Of the authors' α-CL, by its name there. */
const ALPHA_CL = {
  dual: { normalise: 'none' },
  dual2: { normalise: 'row' },
  dual_per_sample: { normalise: 'anchor' },
  dual_backprop: { normalise: 'none', gradient: 'back-propagate' },
} as const;

export function objectiveOf(options: OfficialOptions): NamedStepObjective {
  const { loss_type, temperature, beta, add_one_in_neg, alpha_eps } = options;
  if (loss_type === 'quadratic') return { kind: 'quadratic' };
  if (loss_type === 'default') {
    return { kind: 'cross-entropy', temperature, positiveWeight: beta, constantLogit: add_one_in_neg ? 'one' : 'none' };
  }
  if (!Object.hasOwn(ALPHA_CL, loss_type)) throw new Error(`loss_type ${loss_type} has no counterpart here`);
  const form = ALPHA_CL[loss_type as keyof typeof ALPHA_CL];
  return { kind: 'alpha-cl', importance: importanceOf(options), ...form, slack: alpha_eps, positiveWeight: beta };
}
