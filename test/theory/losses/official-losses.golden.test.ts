/** Value and gradients of the batch losses against the authors' own PyTorch code, float64. */
import { describe, expect, it } from 'vitest';
import { fromNested, maxAbs, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { namedImportance } from '../../../src/theory/losses/importances.js';
import { viewBatchLoss, type BatchObjective } from '../../../src/theory/losses/view-batch.js';
import { goldenCasesOfAll } from '../../golden-file.js';
import { objectiveOf, type OfficialCase, type OfficialOptions } from '../../training/step/official-objective.js';

const RELATIVE = 1e-9;

/** The objective of the float32 step, with its importance as a function. */
function float64Objective(options: OfficialOptions): BatchObjective {
  const objective = objectiveOf(options);
  if (objective.kind !== 'alpha-cl') return objective;
  const { name, parameters } = objective.importance;
  return { ...objective, importance: namedImportance(name, parameters) };
}

function expectClose(actual: Matrix, expected: number[][]): void {
  const golden = fromNested(expected);
  const difference = actual.data.map((entry, k) => entry - (golden.data[k] as number));
  expect(maxAbs(difference)).toBeLessThanOrEqual(RELATIVE * maxAbs(golden.data));
}

describe.each(goldenCasesOfAll<OfficialCase>('official-losses'))(
  "$file: the authors' $variant, N = $N, seed $seed",
  ({ options, loss, loss_intra, z1, z2, grad_z1, grad_z2 }) => {
    const batchLoss = (): ReturnType<typeof viewBatchLoss> =>
      viewBatchLoss(float64Objective(options), fromNested(z1), fromNested(z2));

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
