/** Kernels that reduce over axes, and those along one axis. */
import fc from 'fast-check';
import { tf } from '../../../../src/training/compile/tfjs.js';
import { sizeOf } from '../../../../src/training/compile/step.js';
import type { Case, Tolerance } from '../agreement.js';
import { infinite, wide, type OperandOptions } from '../operand.js';
import { axesOf, axisOf, cases, ofShape, type CaseTable, type Geometry } from './case-table.js';

type X = tf.Tensor;

interface Reduction {
  readonly axes: number[] | undefined;
  readonly keepDims: boolean;
}

const reductions = ofShape((shape) =>
  fc.record({ axes: fc.oneof(axesOf(shape), fc.constant(undefined)), keepDims: fc.boolean() }),
);

const rows = ofShape((shape) => fc.constant({ axis: shape.length - 1 }), { minRank: 1 });

/** Every entry is a term, at most. */
function asTerms({ shapes: [shape] }: Geometry<unknown>): Tolerance {
  return { terms: sizeOf(shape ?? []) + 1 };
}

function reduction(
  reduce: (x: X, axes: number[] | undefined, keepDims: boolean) => X,
  tolerance: Tolerance | typeof asTerms,
  options: OperandOptions,
): fc.Arbitrary<Case> {
  return cases(reductions, ({ axes, keepDims }: Reduction, x) => reduce(x, axes, keepDims), tolerance, options);
}

/** exp, a sum of at most 4 terms, a quotient or a logarithm. */
const SOFTMAX: Tolerance = { ofLargest: 16 };

export const REDUCTION_CASES: CaseTable = {
  All: reduction((x, axes, keepDims) => tf.all(x, axes, keepDims), 'exact', { dtype: 'bool' }),
  Any: reduction((x, axes, keepDims) => tf.any(x, axes, keepDims), 'exact', { dtype: 'bool' }),
  Cumsum: cases(
    ofShape((shape) => fc.record({ axis: axisOf(shape), exclusive: fc.boolean(), reverse: fc.boolean() }), {
      minRank: 1,
    }),
    ({ axis, exclusive, reverse }, x) => tf.cumsum(x, axis, exclusive, reverse),
    asTerms,
  ),
  // A NaN: promised by neither.
  Max: fc.oneof(
    reduction((x, axes, keepDims) => tf.max(x, axes, keepDims), 'exact', { values: infinite }),
    reduction((x, axes, keepDims) => tf.max(x, axes, keepDims), 'exact', { dtype: 'int32' }),
  ),
  Mean: fc.oneof(
    reduction((x, axes, keepDims) => tf.mean(x, axes, keepDims), asTerms, {}),
    reduction((x, axes, keepDims) => tf.mean(x, axes, keepDims), asTerms, { dtype: 'int32' }),
  ),
  Min: fc.oneof(
    reduction((x, axes, keepDims) => tf.min(x, axes, keepDims), 'exact', { values: infinite }),
    reduction((x, axes, keepDims) => tf.min(x, axes, keepDims), 'exact', { dtype: 'int32' }),
  ),
  Softmax: cases(rows, ({ axis }, x) => tf.softmax(x, axis), SOFTMAX),
  Sum: fc.oneof(
    reduction((x, axes, keepDims) => tf.sum(x, axes, keepDims), asTerms, {}),
    reduction((x, axes, keepDims) => tf.sum(x, axes, keepDims), 'exact', { dtype: 'int32' }),
    reduction((x, axes, keepDims) => tf.sum(x, axes, keepDims), 'exact', { dtype: 'bool' }),
  ),
  // tfjs's own selection mistakes infinities: it takes the difference of equal ones.
  TopK: fc.oneof(
    ...([{ values: wide }, { dtype: 'int32' }] as const).map((options) =>
      cases(
        ofShape((shape) => fc.integer({ min: 1, max: shape.at(-1) as number }), { minRank: 1 }),
        (k, x) => {
          const { values, indices } = tf.topk(x, k);
          return [values, indices];
        },
        'exact',
        options,
      ),
    ),
  ),
};
