/** Matrix products: every combination of flags, stacks that broadcast. */
import fc from 'fast-check';
import { tf } from '../../../../src/training/compile/tfjs.js';
import { shapes } from '../operand.js';
import { cases, type CaseTable } from './case-table.js';

const length = fc.integer({ min: 1, max: 5 });

/** The cpu backend of tfjs repeats the smaller stack as a whole: right where all its axes but the last ones are 1. */
const stacks = fc
  .tuple(shapes({ maxRank: 2 }), fc.nat({ max: 2 }), fc.boolean(), fc.boolean())
  .map(([whole, count, drop, exchange]) => {
    const ones = Math.min(count, whole.length);
    const part = [...(drop ? [] : whole.slice(0, ones).map(() => 1)), ...whole.slice(ones)];
    return exchange ? [part, whole] : [whole, part];
  });

const geometry = fc
  .record({
    stacks: fc.oneof(fc.constant([[], []]), fc.constant([[1], [1]]), stacks),
    m: length,
    k: length,
    n: length,
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
  })
  .map(({ stacks: both, m, k, n, transposeA, transposeB }) => ({
    shapes: [
      [...(both[0] ?? []), ...(transposeA ? [k, m] : [m, k])],
      [...(both[1] ?? []), ...(transposeB ? [n, k] : [k, n])],
    ],
    attributes: { transposeA, transposeB, k },
  }));

export const PRODUCT_CASES: CaseTable = {
  BatchMatMul: cases(
    geometry,
    ({ transposeA, transposeB }, a, b) => tf.matMul(a, b, transposeA, transposeB),
    ({ attributes: { k } }) => ({ terms: k }),
  ),
  UnsortedSegmentSum: cases(
    shapes({ minRank: 1 }).chain((shape) =>
      fc
        .array(fc.nat({ max: 4 }), { minLength: shape[0] ?? 0, maxLength: shape[0] ?? 0 })
        .map((segments) => ({ shapes: [shape], attributes: segments })),
    ),
    (segments, x) => tf.unsortedSegmentSum(x, tf.tensor1d(segments, 'int32'), 5),
    { terms: 4 },
  ),
};
