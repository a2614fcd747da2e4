/** Kernels that work on each entry alone, with broadcasting. Orders of axes pass through. */
import type { tf } from '../../tfjs.js';
import type { GraphBuilder } from '../graph-builder.js';
import { ELEMENT_TYPE } from '../onnx-format.js';
import { inLayout, rowMajorLayout, shapeInLayout, uniform, withRank, type PlacedTensor } from '../placed-tensor.js';
import { sizeOf } from '../../step.js';
import { input, type KernelCall, type KernelTable, type Lowering } from './kernel.js';

type Dtype = PlacedTensor['dtype'];

/** Makes the value of the result from the value of x. */
type OfOne = (graph: GraphBuilder, x: string, attributes: unknown) => string;

function ofOne(make: OfOne): Lowering {
  return (call) => {
    const x = input(call, 'x');
    return { ...x, value: make(call.graph, x.value, call.attributes), dtype: call.outputs[0].dtype };
  };
}

/** Lowers a kernel of real numbers: whole ones are cast first, as tfjs does. */
function ofReal(make: OfOne): Lowering {
  return (call) => {
    const x = input(call, 'x');
    const real = x.dtype === 'float32' ? x.value : call.graph.node('Cast', [x.value], { to: ELEMENT_TYPE.float32 });
    return { ...x, value: make(call.graph, real, call.attributes), dtype: call.outputs[0].dtype };
  };
}

/** Lowers a kernel that is one operator of ONNX. */
function sameIn(op: string): Lowering {
  return ofOne((graph, x) => graph.node(op, [x]));
}

/** Values that broadcast against each other in the graph, and the tensor that an operator on them makes. */
interface Broadcast {
  readonly values: readonly string[];
  readonly made: (value: string, dtype: Dtype) => PlacedTensor;
}

function broadcast(graph: GraphBuilder, tensors: readonly PlacedTensor[]): Broadcast {
  const rank = Math.max(...tensors.map(({ shape }) => shape.length));
  const aligned = tensors.map((tensor) => withRank(graph, tensor, rank));
  const shape = commonShape(aligned);
  const full = aligned.filter((tensor) => !tensor.uniform);
  if (full.length === 0) {
    return { values: aligned.map(({ value }) => value), made: (value, dtype) => uniform(value, shape, dtype) };
  }
  const { layout } = full.reduce((leading, next) => (leads(next, leading) ? next : leading));
  const computed = shapeInLayout(commonShape(full), layout);
  const wanted = shapeInLayout(shape, layout);
  return {
    values: aligned.map((tensor) => (tensor.uniform ? tensor.value : inLayout(graph, tensor, layout))),
    made: (value, dtype) => ({
      value: sizeOf(computed) === sizeOf(wanted) ? value : graph.node('Expand', [value, graph.ints(wanted)]),
      shape,
      dtype,
      layout,
    }),
  };
}

/**
 * Tells if `next` takes the lead: the larger tensor keeps its order of axes; of two as large, one whose order an operator
 * chose.
 */
function leads(next: PlacedTensor, leading: PlacedTensor): boolean {
  const [size, least] = [sizeOf(next.shape), sizeOf(leading.shape)];
  return size > least || (size === least && isRowMajor(leading) && !isRowMajor(next));
}

function isRowMajor({ layout }: PlacedTensor): boolean {
  return layout.every((axis, k) => axis === k);
}

function commonShape(tensors: readonly PlacedTensor[]): number[] {
  return rowMajorLayout(tensors[0]?.shape.length ?? 0).map((axis) => {
    const lengths = tensors.map(({ shape }) => shape[axis] as number);
    return lengths.find((length) => length !== 1) ?? 1;
  });
}

/** Makes the value of the result from the values of a and b. */
type OfTwo = (graph: GraphBuilder, a: string, b: string) => string;

function ofTwo(make: OfTwo): Lowering {
  return (call) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    const { values, made } = broadcast(call.graph, [a, b]);
    return made(make(call.graph, values[0] as string, values[1] as string), call.outputs[0].dtype);
  };
}

function sameOfTwo(op: string): Lowering {
  return ofTwo((graph, a, b) => graph.node(op, [a, b]));
}

function select(call: KernelCall): PlacedTensor {
  const chosen = [input(call, 'condition'), input(call, 't'), input(call, 'e')];
  const { values, made } = broadcast(call.graph, chosen);
  const { dtype } = call.outputs[0];
  const where = dtype === 'bool' ? whereBoolean : whereNumber;
  return made(where(call.graph, values as [string, string, string]), dtype);
}

function whereNumber(graph: GraphBuilder, values: [string, string, string]): string {
  return graph.node('Where', values);
}

/** Selects booleans by And and Or, since ONNX Runtime has no Where of them. */
function whereBoolean(graph: GraphBuilder, [condition, t, e]: [string, string, string]): string {
  const otherwise = graph.node('And', [graph.node('Not', [condition]), e]);
  return graph.node('Or', [graph.node('And', [condition, t]), otherwise]);
}

/** Slope above 1 / the smallest normal number: times any normal positive float32 it passes 1. */
const STEEP = 3e38;

/**
 * Returns 1 where x > 0, `alpha` elsewhere. A hard sigmoid of slope 3e38 is one fast pass; it differs at subnormal x alone.
 * The sign of ReLU of the same x is tested if there is one: it is the same, and x need not be kept for the backward pass.
 */
function step(graph: GraphBuilder, x: string, attributes: unknown): string {
  const { alpha } = attributes as tf.StepAttrs;
  const positive = graph.node('HardSigmoid', [graph.known('Relu', [x]) ?? x], {
    alpha: { float: STEEP },
    beta: { float: 0 },
  });
  if (alpha === 0) return positive;
  const [one, low] = [graph.scalar('float32', 1), graph.scalar('float32', alpha)];
  return graph.node('Where', [graph.node('Greater', [positive, graph.scalar('float32', 0)]), one, low]);
}

function cast(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { dtype } = call.outputs[0];
  if (dtype === x.dtype) return x;
  return { ...x, dtype, value: call.graph.node('Cast', [x.value], { to: ELEMENT_TYPE[dtype] }) };
}

function addAll(call: KernelCall): PlacedTensor {
  const [first, ...rest] = Object.values(call.inputs);
  return rest.reduce<PlacedTensor>((a, b) => {
    const { values, made } = broadcast(call.graph, [a, b]);
    return made(call.graph.node('Add', values), a.dtype);
  }, first as PlacedTensor);
}

function clip(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { clipValueMin, clipValueMax } = call.attributes as tf.ClipByValueAttrs;
  const bounds = [clipValueMin, clipValueMax].map((bound) => call.graph.scalar(x.dtype, bound));
  return { ...x, value: call.graph.node('Clip', [x.value, ...bounds]) };
}

/** The greatest finite float32. */
const GREATEST = (2 - 2 ** -23) * 2 ** 127;

/**
 * Tells if |x| ≤ bound, false for NaN. ONNX's own tests for NaN and infinity do not exist on every device, and shader compilers
 * take x = x for granted, but not a comparison with a bound that comes from outside the shader.
 */
function isAtMost(graph: GraphBuilder, x: string, bound: number): string {
  return graph.node('LessOrEqual', [graph.node('Abs', [x]), graph.scalar('float32', bound)]);
}

export const ELEMENT_WISE: KernelTable = {
  Abs: sameIn('Abs'),
  Ceil: sameIn('Ceil'),
  Cos: sameIn('Cos'),
  Erf: sameIn('Erf'),
  Exp: ofReal((graph, x) => graph.node('Exp', [x])),
  Floor: sameIn('Floor'),
  Identity: (call) => input(call, 'x'),
  Log: sameIn('Log'),
  LogicalNot: sameIn('Not'),
  Neg: sameIn('Neg'),
  Reciprocal: sameIn('Reciprocal'),
  Relu: sameIn('Relu'),
  Round: sameIn('Round'),
  Sigmoid: sameIn('Sigmoid'),
  Sign: sameIn('Sign'),
  Sin: sameIn('Sin'),
  Softplus: sameIn('Softplus'),
  Sqrt: sameIn('Sqrt'),
  Tanh: sameIn('Tanh'),
  ClipByValue: clip,
  IsFinite: ofReal((graph, x) => isAtMost(graph, x, GREATEST)),
  IsNan: ofReal((graph, x) => graph.node('Not', [isAtMost(graph, x, Infinity)])),
  Rsqrt: ofOne((graph, x) => graph.node('Reciprocal', [graph.node('Sqrt', [x])])),
  Square: ofOne((graph, x) => graph.node('Mul', [x, x])),
  Step: ofOne(step),
  Cast: cast,

  Add: sameOfTwo('Add'),
  AddN: addAll,
  Equal: sameOfTwo('Equal'),
  Greater: sameOfTwo('Greater'),
  GreaterEqual: sameOfTwo('GreaterOrEqual'),
  Less: sameOfTwo('Less'),
  LessEqual: sameOfTwo('LessOrEqual'),
  LogicalAnd: sameOfTwo('And'),
  LogicalOr: sameOfTwo('Or'),
  Maximum: sameOfTwo('Max'),
  Minimum: sameOfTwo('Min'),
  Multiply: sameOfTwo('Mul'),
  NotEqual: ofTwo((graph, a, b) => graph.node('Not', [graph.node('Equal', [a, b])])),
  Pow: sameOfTwo('Pow'),
  RealDiv: sameOfTwo('Div'),
  SquaredDifference: ofTwo((graph, a, b) => {
    const difference = graph.node('Sub', [a, b]);
    return graph.node('Mul', [difference, difference]);
  }),
  Sub: sameOfTwo('Sub'),
  Select: select,
};
