/** Value and gradients of the batch losses against the authors' own PyTorch code, float64. */
import { describe, expect, it } from 'vitest';
import { fromNested, maxAbs, type Matrix } from '../../src/linear-algebra/matrix.js';
import { namedImportance, type Importance } from '../../src/losses/importances.js';
import { viewBatchLoss, type BatchLoss, type BatchObjective } from '../../src/losses/view-batch.js';
import { goldenCases } from '../golden-file.js';

interface OfficialOptions {
  readonly temperature: number;
  readonly loss_type: string;
  readonly alpha_type: string;
  readonly alpha_exponent: number;
  readonly inverse_exponent: number;
  readonly alpha_eps: number;
  readonly beta: number;
  readonly add_one_in_neg: boolean;
}

interface OfficialCase {
  readonly variant: string;
  readonly seed: number;
  readonly options: OfficialOptions;
  readonly loss: number;
  readonly loss_intra: number;
  readonly z1: number[][];
  readonly z2: number[][];
  readonly grad_z1: number[][];
  readonly grad_z2: number[][];
}

const RELATIVE = 1e-9;

function importanceOf({ alpha_type, alpha_exponent, temperature, inverse_exponent }: OfficialOptions): Importance {
  switch (alpha_type) {
    case 'exp':
      return namedImportance('direct', { power: 2 * alpha_exponent, temperature });
    case 'inverse':
      return namedImportance('shifted-power', {
        exponent: alpha_exponent,
        temperature,
        inverseExponent: inverse_exponent,
      });
    case 'quadratic':
      return namedImportance('square-as-coded', { exponent: alpha_exponent, temperature });
    default:
      throw new Error(`alpha_type ${alpha_type} has no counterpart here`);
  }
}

const NORMALISE = { dual: 'none', dual2: 'row', dual_per_sample: 'anchor' } as const;

function objectiveOf(options: OfficialOptions): BatchObjective {
  const { loss_type, temperature, beta, add_one_in_neg, alpha_eps } = options;
  if (loss_type === 'quadratic') return { kind: 'quadratic' };
  if (loss_type === 'default') {
    return { kind: 'infonce', temperature, positiveWeight: beta, constantLogit: add_one_in_neg ? 'one' : 'none' };
  }
  const normalise = NORMALISE[loss_type as keyof typeof NORMALISE];
  if (normalise === undefined) throw new Error(`loss_type ${loss_type} has no counterpart here`);
  return { kind: 'alpha-cl', importance: importanceOf(options), normalise, slack: alpha_eps, positiveWeight: beta };
}

function expectClose(actual: Matrix, expected: number[][]): void {
  const golden = fromNested(expected);
  const difference = actual.data.map((entry, k) => entry - (golden.data[k] as number));
  expect(maxAbs(difference)).toBeLessThanOrEqual(RELATIVE * maxAbs(golden.data));
}

describe.each(goldenCases<OfficialCase>('official-losses.json'))(
  "the authors' $variant, N = $N, seed $seed",
  ({ options, loss, loss_intra, z1, z2, grad_z1, grad_z2 }) => {
    const batchLoss = (): BatchLoss => viewBatchLoss(objectiveOf(options), fromNested(z1), fromNested(z2));

    it('has the same value', () => {
      const golden = loss + loss_intra;
      expect(Math.abs(batchLoss().value - golden)).toBeLessThanOrEqual(RELATIVE * Math.abs(golden));
    });

    it('has the same gradient for both views', () => {
      const { gradients } = batchLoss();
      expectClose(gradients.z, grad_z1);
      expectClose(gradients.zPrime, grad_z2);
    });
  },
);
