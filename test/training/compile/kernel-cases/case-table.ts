/** What a table of cases is made with. */
import fc from 'fast-check';
import type { tf } from '../../../../src/training/compile/tfjs.js';
import type { Case, Tolerance } from '../agreement.js';
import { operand, shapes, type OperandOptions, type ShapeOptions } from '../operand.js';

/** By the name of the kernel that every case calls. */
export type CaseTable = Readonly<Record<string, fc.Arbitrary<Case>>>;

type Run<Attributes> = (attributes: Attributes, ...operands: tf.Tensor[]) => tf.Tensor | readonly tf.Tensor[];

export interface Geometry<Attributes> {
  readonly shapes: readonly (readonly number[])[];
  readonly attributes: Attributes;
}

/** A function of operands of given shapes, with attributes that fit them. */
export function cases<Attributes>(
  geometry: fc.Arbitrary<Geometry<Attributes>>,
  run: Run<Attributes>,
  tolerance: Tolerance | ((geometry: Geometry<Attributes>) => Tolerance),
  options: OperandOptions | readonly OperandOptions[] = {},
): fc.Arbitrary<Case> {
  return geometry.chain((drawn) => {
    const operands = drawn.shapes.map((shape, k) => operand(shape, optionsOf(options, k)));
    return fc.tuple(...operands).map((all) => ({
      operands: all,
      run: (...tensors: tf.Tensor[]) => run(drawn.attributes, ...tensors),
      tolerance: typeof tolerance === 'function' ? tolerance(drawn) : tolerance,
      text: `${run.toString()} ${JSON.stringify(drawn.attributes)}`,
    }));
  });
}

function optionsOf(options: OperandOptions | readonly OperandOptions[], k: number): OperandOptions {
  return Array.isArray(options) ? ((options as readonly OperandOptions[])[k] ?? {}) : (options as OperandOptions);
}

/** A function of each entry alone. */
export function ofOne(
  run: (x: tf.Tensor) => tf.Tensor,
  tolerance: Tolerance,
  options: OperandOptions = {},
): fc.Arbitrary<Case> {
  const geometry = shapes().map((shape) => ({ shapes: [shape], attributes: {} }));
  return cases(geometry, (_, x) => run(x), tolerance, options);
}

/** One operand, with attributes that fit its shape. */
export function ofShape<Attributes>(
  attributesOf: (shape: readonly number[]) => fc.Arbitrary<Attributes>,
  options: ShapeOptions = {},
): fc.Arbitrary<Geometry<Attributes>> {
  return shapes(options).chain((shape) => attributesOf(shape).map((attributes) => ({ shapes: [shape], attributes })));
}

/** Distinct axes, counted from either end. */
export function axesOf(shape: readonly number[], minLength = 0): fc.Arbitrary<number[]> {
  const axes = shape.map((_, axis) => axis);
  return fc
    .tuple(
      fc.shuffledSubarray(axes, { minLength }),
      fc.array(fc.boolean(), { minLength: axes.length, maxLength: axes.length }),
    )
    .map(([chosen, fromEnd]) => chosen.map((axis) => (fromEnd[axis] ? axis - axes.length : axis)));
}

/** One axis, counted from the start. */
export function axisOf(shape: readonly number[]): fc.Arbitrary<number> {
  return fc.nat({ max: shape.length - 1 });
}

/** One axis, counted from either end. */
export function signedAxisOf(shape: readonly number[]): fc.Arbitrary<number> {
  return fc.integer({ min: -shape.length, max: shape.length - 1 });
}
