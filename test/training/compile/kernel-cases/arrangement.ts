/** Kernels that move, cut, join and make entries. */
import fc from 'fast-check';
import { tf } from '../../../../src/training/compile/tfjs.js';
import { sizeOf } from '../../../../src/training/compile/step.js';
import type { Case } from '../agreement.js';
import { any, shapes, type OperandOptions } from '../operand.js';
import { axesOf, cases, ofOne, ofShape, signedAxisOf, type CaseTable, type Geometry } from './case-table.js';

type X = tf.Tensor;

/** All that is promised of them: nothing happens to the numbers. */
function moves<Attributes>(
  geometry: fc.Arbitrary<Geometry<Attributes>>,
  run: (attributes: Attributes, ...operands: X[]) => X | readonly X[],
  dtypes: readonly NonNullable<OperandOptions['dtype']>[] = ['float32', 'int32', 'bool'],
): fc.Arbitrary<Case> {
  const options = dtypes.map((dtype) => (dtype === 'float32' ? { dtype, values: any } : { dtype }));
  return fc.oneof(...options.map((one) => cases(geometry, run, 'exact', one)));
}

const permutations = ofShape(
  (shape) =>
    fc.shuffledSubarray(
      shape.map((_, axis) => axis),
      { minLength: shape.length, maxLength: shape.length },
    ),
  { minRank: 2, maxRank: 5 },
);

/** Other shapes of as many entries: factors of the lengths put together anew, ones set in between, one left open. */
const reshapings = ofShape((shape) => {
  const factors = shape.flatMap((length) => (length === 4 ? [2, 2] : [length]));
  const cuts = fc.array(fc.nat({ max: factors.length }), { maxLength: 4 });
  return fc.tuple(cuts, fc.boolean()).map(([places, open]) => {
    const borders = [0, ...places.toSorted((a, b) => a - b), factors.length];
    const lengths = borders.slice(1).map((end, k) => sizeOf(factors.slice(borders[k], end)));
    return open ? [...lengths.slice(0, -1), -1] : lengths;
  });
});

const slices = ofShape(
  (shape) =>
    fc.tuple(
      ...shape.map((length) =>
        fc
          .nat({ max: length - 1 })
          .chain((begin) =>
            fc.tuple(fc.constant(begin), fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: length - begin }))),
          ),
      ),
    ),
  { minRank: 1 },
);

/** Parts that differ in length along one axis. */
const joints = shapes({ minRank: 1 }).chain((shape) =>
  fc
    .tuple(signedAxisOf(shape), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }))
    .map(([axis, lengths]) => ({
      shapes: lengths.map((length) => shape.with(axis, length)),
      attributes: axis,
    })),
);

const stacks = shapes({ maxRank: 3 }).chain((shape) =>
  fc
    .tuple(fc.integer({ min: -shape.length - 1, max: shape.length }), fc.integer({ min: 1, max: 3 }))
    .map(([axis, count]) => ({
      shapes: Array.from({ length: count }, () => shape),
      attributes: axis,
    })),
);

const paddings = ofShape(
  (shape) =>
    fc.record({
      pads: fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })), {
        minLength: shape.length,
        maxLength: shape.length,
      }),
      value: fc.constantFrom(0, 1, -2),
    }),
  { minRank: 1 },
);

const gathers = shapes({ minRank: 1, maxRank: 3 }).chain((shape) =>
  signedAxisOf(shape).chain((axis) =>
    shapes({ minRank: 1, maxRank: 2 }).chain((indexShape) =>
      fc
        .array(fc.nat({ max: (shape.at(axis) as number) - 1 }), {
          minLength: sizeOf(indexShape),
          maxLength: sizeOf(indexShape),
        })
        .map((indices) => ({ shapes: [shape], attributes: { axis, indices, indexShape } })),
    ),
  ),
);

export const ARRANGEMENT_CASES: CaseTable = {
  Concat: moves(joints, (axis, ...parts) => tf.concat(parts, axis)),
  ExpandDims: moves(
    ofShape((shape) => fc.integer({ min: -shape.length - 1, max: shape.length })),
    (axis, x) => tf.expandDims(x, axis),
  ),
  Fill: cases(
    shapes().chain((shape) =>
      fc.constantFrom(0, -0, 1, -2, 3).map((value) => ({ shapes: [[]], attributes: { shape, value } })),
    ),
    ({ shape, value }, x) => [
      tf.fill(shape, value),
      tf.fill(shape, value, 'int32'),
      tf.fill(shape, Math.abs(Math.sign(value)), 'bool'),
      tf.add(tf.fill(shape, value + 0.5), x),
    ],
    'exact',
  ),
  GatherV2: moves(gathers, ({ axis, indices, indexShape }, x) =>
    tf.gather(x, tf.tensor(indices, indexShape, 'int32'), axis),
  ),
  OnesLike: ofOne((x) => tf.onesLike(x), 'exact'),
  Pack: moves(stacks, (axis, ...parts) => tf.stack(parts, axis)),
  PadV2: moves(paddings, ({ pads, value }, x) => tf.pad(x, pads, value), ['float32', 'int32']),
  Range: cases(
    fc
      .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 6 }), fc.constantFrom(1, 2, 3, -1, -2))
      .map(([start, count, step]) => ({
        shapes: [[]],
        attributes: { start, stop: start + count * step - Math.sign(step), step },
      })),
    ({ start, stop, step }, x) => [tf.add(tf.range(start, stop, step), x), tf.range(start, stop, step, 'int32')],
    'exact',
  ),
  Reshape: moves(reshapings, (shape, x) => tf.reshape(x, shape)),
  Reverse: fc.oneof(
    moves(
      ofShape((shape) => axesOf(shape, 1), { minRank: 1 }),
      (axes, x) => tf.reverse(x, axes),
    ),
    moves(
      ofShape(() => fc.constant({}), { minRank: 1 }),
      (_, x) => tf.reverse(x),
    ),
  ),
  Slice: moves(slices, (ranges, x) =>
    tf.slice(
      x,
      ranges.map(([begin]) => begin),
      ranges.map(([, size]) => size),
    ),
  ),
  SplitV: moves(
    ofShape((shape) => signedAxisOf(shape).map((axis) => ({ axis, pieces: shape.at(axis) as number })), { minRank: 1 }),
    ({ axis, pieces }, x) => [...tf.split(x, pieces, axis), ...tf.split(x, pieces === 1 ? [1] : [1, pieces - 1], axis)],
  ),
  Tile: moves(
    ofShape((shape) => fc.array(fc.integer({ min: 1, max: 3 }), { minLength: shape.length, maxLength: shape.length }), {
      minRank: 1,
      maxRank: 3,
    }),
    (reps, x) => tf.tile(x, reps),
  ),
  Transpose: moves(permutations, (perm, x) => tf.transpose(x, perm)),
  Unpack: moves(ofShape(signedAxisOf, { minRank: 1 }), (axis, x) => tf.unstack(x, axis)),
  ZerosLike: ofOne((x) => tf.zerosLike(x), 'exact'),
};
