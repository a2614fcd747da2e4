import fc from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { TRACED_KERNELS } from '../../../src/training/compile/traced-kernels.js';
import { sizeOf } from '../../../src/training/compile/step.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { expectAgreement, type Case } from './agreement.js';
import { cases, ofShape, signedAxisOf, type CaseTable } from './kernel-cases/case-table.js';
import { convolutionGradients, convolutionTerms, convolved } from './kernel-cases/images.js';
import { KERNEL_CASES } from './kernel-cases/index.js';
import { LOWERINGS } from './lowerings.js';
import { shapes } from './operand.js';

const CASES_PER_SESSION = 15;
const SESSIONS = 2;

const sameShape = ({ operands: [a, b] }: Case): boolean => String(a?.shape) === String(b?.shape);

/** At least two entries along the axis. */
const parts = ofShape((shape) => signedAxisOf(shape), { minRank: 1 }).filter(
  ({ shapes: [shape], attributes }) => (shape?.at(attributes) ?? 0) > 1,
);

/**
 * Kernels whose gradient tfjs has, or has right, for fewer cases: no dilation, no operands that broadcast, sums along the last
 * axis, two parts or more.
 */
const NARROWER: CaseTable = {
  Conv2D: cases(
    convolutionGradients.map(({ shapes: [x, filter], attributes }) => ({
      shapes: [x ?? [], filter ?? []],
      attributes,
    })),
    (attributes, x, filter) => convolved(attributes, x, filter),
    convolutionTerms,
  ),
  BatchMatMul: cases(
    fc
      .record({
        stack: shapes({ maxRank: 2 }),
        sizes: fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)),
        flags: fc.tuple(fc.boolean(), fc.boolean()),
      })
      .map(({ stack, sizes, flags }) => {
        const [m, k, n] = sizes.map((size) => size + 1) as [number, number, number];
        const a = flags[0] ? [k, m] : [m, k];
        const b = flags[1] ? [n, k] : [k, n];
        return {
          shapes: [
            [...stack, ...a],
            [...stack, ...b],
          ],
          attributes: flags,
        };
      }),
    ([transposeA, transposeB], a, b) => tf.matMul(a, b, transposeA, transposeB),
    'exact',
  ),
  Cumsum: cases(
    ofShape(() => fc.record({ exclusive: fc.boolean(), reverse: fc.boolean() }), { minRank: 1 }),
    ({ exclusive, reverse }, x) => tf.cumsum(x, x.rank - 1, exclusive, reverse),
    'exact',
  ),
  ...Object.fromEntries(
    ['Maximum', 'Minimum', 'SquaredDifference'].map((kernel) => [
      kernel,
      (KERNEL_CASES[kernel] as fc.Arbitrary<Case>).filter(sameShape),
    ]),
  ),
  SplitV: cases(parts, (axis, x) => tf.split(x, x.shape.at(axis) ?? 1, axis), 'exact'),
  Unpack: cases(parts, (axis, x) => tf.unstack(x, axis), 'exact'),
};

/** Between ¼ and 2¼ in size: away from poles and kinks. */
function tame(value: number): number {
  if (!Number.isFinite(value)) return 1;
  return (value < 0 ? -1 : 1) * (0.25 + (Math.abs(value) % 2));
}

/**
 * The gradient of a function by its operands of real numbers, weighted so that no two entries pull alike.
 *
 * Each entry of it sums at most as many terms as there are entries, of a few roundings each.
 */
function gradientOf({ operands, run, text }: Case): Case {
  const tamed = operands.map((operand) => (operand.dtype === 'float32' ? operand.mapped(tame) : operand));
  const varies = operands.map(({ dtype }) => dtype === 'float32');
  return {
    operands: tamed,
    tolerance: { ofLargest: 8 * operands.reduce((entries, { shape }) => entries + sizeOf(shape), 8) },
    text: `gradient of ${text ?? run.toString()}`,
    run: (...given) => {
      const objective = (...reals: tf.Tensor[]): tf.Tensor => {
        const left = [...reals];
        const made = [run(...given.map((tensor, k) => (varies[k] ? (left.shift() as tf.Tensor) : tensor)))].flat();
        // Every operand has a part in the sum: tfjs has no gradient by what plays none.
        return tf.addN([...made.map((tensor) => weighted(tensor)), ...reals.map((x) => tf.sum(x))]);
      };
      return tf.grads(objective)(given.filter((_, k) => varies[k]));
    },
  };
}

function weighted(tensor: tf.Tensor): tf.Tensor {
  const weights = Array.from({ length: tensor.size }, (_, k) => Math.cos(k + 1));
  return tf.sum(tf.mul(tf.cast(tensor, 'float32'), tf.tensor(weights, tensor.shape)));
}

beforeAll(() => tf.setBackend('cpu'));

describe.each(LOWERINGS)(
  'the gradient of a formula, traced and run by $title, is that of the cpu backend',
  ({ isAbsent, start }) => {
    const FORMULAE: Readonly<Record<string, Case['run']>> = {
      // Of the four axes of images, as a model has it.
      'batch norm, relu and pooling': (x, scale, shift) => {
        const { mean, variance } = tf.moments(x, [0, 1, 2]);
        const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-2)));
        return tf.mean(tf.relu(tf.add(tf.mul(normal, scale), shift)), [1, 2]);
      },
      'unit rows and a contrastive loss': (x, scale, shift) => {
        const rows = tf.reshape(tf.mul(tf.add(x, shift), scale), [-1, 3]);
        const unit = tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), 1, true), 0.1)));
        const likeness = tf.matMul(unit, unit, false, true);
        return tf.mean(tf.sub(tf.logSumExp(likeness, 1), tf.max(likeness, 1)));
      },
    };

    it.skipIf(isAbsent).each(Object.keys(FORMULAE))('%s', async (name) => {
      const one = cases(
        fc.record({ n: fc.integer({ min: 2, max: 3 }), size: fc.integer({ min: 2, max: 4 }) }).map(({ n, size }) => ({
          shapes: [[n, size, size, 3], [3], [3]],
          attributes: {},
        })),
        (_, ...operands) => (FORMULAE[name] as Case['run'])(...operands),
        'exact',
      ).map(gradientOf);
      const all = fc.array(one, { minLength: CASES_PER_SESSION, maxLength: CASES_PER_SESSION });
      await fc.assert(
        fc.asyncProperty(all, (drawn) => expectAgreement(start, drawn)),
        { numRuns: SESSIONS, endOnFailure: true },
      );
    });
  },
);

describe.each(LOWERINGS)(
  'the gradient that tfjs knows of a kernel, traced and run by $title, is that of its cpu backend',
  ({ isAbsent, start }) => {
    const differentiable = Object.keys(TRACED_KERNELS).filter((kernel) => tf.getGradient(kernel) !== undefined);

    it.skipIf(isAbsent).each(differentiable)('%s', async (kernel) => {
      const one = (NARROWER[kernel] ?? (KERNEL_CASES[kernel] as fc.Arbitrary<Case>))
        .filter(({ operands }) => operands.some(({ dtype }) => dtype === 'float32'))
        .map(gradientOf);
      const all = fc.array(one, { minLength: CASES_PER_SESSION, maxLength: CASES_PER_SESSION });
      await fc.assert(
        fc.asyncProperty(all, (drawn) => expectAgreement(start, drawn, kernel)),
        // The error names the case; shrinking all at once takes minutes.
        { numRuns: SESSIONS, endOnFailure: true },
      );
    });
  },
);
