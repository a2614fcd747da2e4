/** Kernels that work on each entry alone. */
import fc from 'fast-check';
import { tf } from '../../../../src/training/compile/tfjs.js';
import type { Case, Tolerance } from '../agreement.js';
import {
  any,
  broadcastShapes,
  infinite,
  ordinary,
  positive,
  shapes,
  truth,
  whole,
  wide,
  type OperandOptions,
  type Values,
} from '../operand.js';
import { cases, ofOne, type CaseTable } from './case-table.js';

/** The last bits of a transcendental function: neither library rounds them correctly, both stay within two units. */
const TRANSCENDENTAL: Tolerance = { ulps: 4 };

/** ONNX Runtime approximates these by rational functions on a bounded range; they are flat to an ε beyond it. */
const BOUNDED: Tolerance = { ulps: 4, absolute: 2 ** -22 };

/** Where exp neither vanishes nor overflows. */
const exponents: Values = (random) => (random.uniform() < 0.1 ? -Infinity : 30 * (ordinary(random) % 3) - 10);

const positiveWide: Values = (random) => Math.abs(wide(random));

const INT32: OperandOptions = { dtype: 'int32' };
const BOOL: OperandOptions = { dtype: 'bool' };

/** Infinities are kept out of differences and products, NaN out of whatever chooses. */
const FINITE: OperandOptions = { values: wide };
const INFINITE: OperandOptions = { values: infinite };

/** What gradients need: alpha. */
const steps = fc
  .tuple(shapes(), fc.constantFrom(0, -1, 0.25))
  .map(([shape, alpha]) => ({ shapes: [shape], attributes: alpha }));

const bounds = fc
  .tuple(shapes(), fc.float({ min: -3, max: 1, noNaN: true }), fc.float({ min: 0.5, max: 3, noNaN: true }))
  .map(([shape, low, width]) => ({ shapes: [shape], attributes: [low, Math.fround(low + width)] as const }));

const types = fc
  .tuple(shapes(), fc.constantFrom('float32', 'int32', 'bool'))
  .map(([shape, dtype]) => ({ shapes: [shape], attributes: dtype }));

function ofTwo(
  run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  tolerance: Tolerance,
  options: OperandOptions | readonly OperandOptions[] = {},
): fc.Arbitrary<Case> {
  const geometry = broadcastShapes(2).map((both) => ({ shapes: both, attributes: {} }));
  return cases(geometry, (_, a, b) => run(a, b), tolerance, options);
}

/** Kernels that compare take numbers of either type. */
function comparison(run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): fc.Arbitrary<Case> {
  return fc.oneof(ofTwo(run, 'exact', { values: any }), ofTwo(run, 'exact'), ofTwo(run, 'exact', INT32));
}

function either(make: (options: OperandOptions) => fc.Arbitrary<Case>, float: OperandOptions): fc.Arbitrary<Case> {
  return fc.oneof(make(float), make(INT32));
}

export const ELEMENT_WISE_CASES: CaseTable = {
  Abs: either((options) => ofOne((x) => tf.abs(x), 'exact', options), { values: any }),
  Ceil: ofOne((x) => tf.ceil(x), 'exact', { values: any }),
  Cos: ofOne((x) => tf.cos(x), BOUNDED),
  Erf: ofOne((x) => tf.erf(x), BOUNDED),
  Exp: either((options) => ofOne((x) => tf.exp(x), TRANSCENDENTAL, options), { values: exponents }),
  Floor: ofOne((x) => tf.floor(x), 'exact', { values: any }),
  Identity: ofOne((x) => x.clone(), 'exact', { values: any }),
  Log: ofOne((x) => tf.log(x), { ulps: 4, absolute: 2 ** -23 }, { values: positiveWide }),
  LogicalNot: ofOne((x) => tf.logicalNot(x), 'exact', BOOL),
  Neg: either((options) => ofOne((x) => tf.neg(x), 'exact', options), { values: any }),
  Reciprocal: ofOne((x) => tf.reciprocal(x), { ulps: 2 }, INFINITE),
  // A NaN: promised by neither.
  Relu: either((options) => ofOne((x) => tf.relu(x), 'exact', options), INFINITE),
  Round: ofOne((x) => tf.round(x), 'exact', { values: (random) => ordinary(random) * 4 }),
  Sigmoid: ofOne((x) => tf.sigmoid(x), BOUNDED, INFINITE),
  Sign: either((options) => ofOne((x) => tf.sign(x), 'exact', options), INFINITE),
  Sin: ofOne((x) => tf.sin(x), BOUNDED),
  Softplus: ofOne((x) => tf.softplus(x), BOUNDED, { values: wide }),
  Sqrt: ofOne((x) => tf.sqrt(x), 'exact', { values: positiveWide }),
  Tanh: ofOne((x) => tf.tanh(x), BOUNDED, INFINITE),
  ClipByValue: fc.oneof(
    cases(bounds, ([low, high], x) => tf.clipByValue(x, low, high), 'exact', INFINITE),
    cases(bounds, ([low, high], x) => tf.clipByValue(x, Math.floor(low), Math.ceil(high)), 'exact', INT32),
  ),
  IsFinite: either((options) => ofOne((x) => tf.isFinite(x), 'exact', options), { values: any }),
  IsNan: either((options) => ofOne((x) => tf.isNaN(x), 'exact', options), { values: any }),
  Rsqrt: ofOne((x) => tf.rsqrt(x), { ulps: 3 }, { values: positiveWide }),
  Square: either((options) => ofOne((x) => tf.square(x), 'exact', options), INFINITE),
  // At a NaN and between zero and the least normal number the two differ, as written at its lowering.
  Step: fc.oneof(
    cases(steps, (alpha, x) => tf.step(x, alpha), 'exact', INFINITE),
    cases(steps, (alpha, x) => tf.addN([tf.abs(x), tf.step(x, alpha)]), 'exact', INFINITE),
    cases(steps, (alpha, x) => tf.step(tf.relu(x), alpha), 'exact', INFINITE),
    cases(steps, (alpha, x) => tf.addN([tf.relu(x), tf.step(x, alpha)]), 'exact', INFINITE),
  ),
  Cast: fc.oneof(
    cases(types, (dtype, x) => tf.cast(x, dtype as 'int32'), 'exact', {
      values: (random) => ordinary(random) * 100,
    }),
    cases(types, (dtype, x) => tf.cast(x, dtype as 'int32'), 'exact', INT32),
    cases(types, (dtype, x) => tf.cast(x, dtype as 'int32'), 'exact', BOOL),
  ),

  Add: either((options) => ofTwo((a, b) => tf.add(a, b), 'exact', options), INFINITE),
  AddN: shapes().chain((shape) =>
    fc
      .integer({ min: 1, max: 4 })
      .chain((count) =>
        cases(
          fc.constant({ shapes: Array.from({ length: count }, () => shape), attributes: {} }),
          (_, ...parts) => tf.addN(parts),
          { terms: count },
        ),
      ),
  ),
  Equal: fc.oneof(
    comparison((a, b) => tf.equal(a, b)),
    ofTwo((a, b) => tf.equal(a, b), 'exact', BOOL),
  ),
  Greater: comparison((a, b) => tf.greater(a, b)),
  GreaterEqual: comparison((a, b) => tf.greaterEqual(a, b)),
  Less: comparison((a, b) => tf.less(a, b)),
  LessEqual: comparison((a, b) => tf.lessEqual(a, b)),
  LogicalAnd: ofTwo((a, b) => tf.logicalAnd(a, b), 'exact', BOOL),
  LogicalOr: ofTwo((a, b) => tf.logicalOr(a, b), 'exact', BOOL),
  Maximum: either((options) => ofTwo((a, b) => tf.maximum(a, b), 'exact', options), INFINITE),
  Minimum: either((options) => ofTwo((a, b) => tf.minimum(a, b), 'exact', options), INFINITE),
  Multiply: either((options) => ofTwo((a, b) => tf.mul(a, b), 'exact', options), INFINITE),
  NotEqual: fc.oneof(
    comparison((a, b) => tf.notEqual(a, b)),
    ofTwo((a, b) => tf.notEqual(a, b), 'exact', BOOL),
  ),
  Pow: fc.oneof(
    ofTwo((a, b) => tf.pow(a, b), { ulps: 4 }, [{ values: positive }, {}]),
    ofTwo((a, b) => tf.pow(a, b), { ulps: 4 }, [{}, { values: (random) => whole(random) + 4 }]),
  ),
  RealDiv: ofTwo((a, b) => tf.div(a, b), 'exact', INFINITE),
  SquaredDifference: ofTwo((a, b) => tf.squaredDifference(a, b), { ulps: 4 }),
  Sub: either((options) => ofTwo((a, b) => tf.sub(a, b), 'exact', options), FINITE),
  Select: fc.oneof(
    ...([{ values: any }, INT32, BOOL] as const).map((options) =>
      cases(
        broadcastShapes(3).map((all) => ({ shapes: all, attributes: {} })),
        (_, condition, t, e) => tf.where(condition, t, e),
        'exact',
        [{ dtype: 'bool', values: truth }, options, options],
      ),
    ),
  ),
};
