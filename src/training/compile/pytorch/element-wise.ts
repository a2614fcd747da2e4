/** Kernels that work on each entry alone, with broadcasting. */
import { sizeOf } from '../step.js';
import { tf } from '../tfjs.js';
import {
  input,
  literal,
  made,
  named,
  tuple,
  torchType,
  type TorchCall,
  type TorchLowering,
  type TorchTable,
  type TorchTensor,
} from './torch-tensor.js';

/** Writes an expression of one tensor, named x. */
function ofOne(write: (x: string, call: TorchCall) => string): TorchLowering {
  return (call) => made(call.python, call.outputs[0], write(named(call.python, input(call, 'x')), call));
}

/** As `ofOne`, of a real number: whole ones are cast first, as tfjs does. */
function ofReal(write: (x: string) => string): TorchLowering {
  return (call) => {
    const x = input(call, 'x');
    const name = named(call.python, x);
    const real = x.dtype === 'float32' ? name : call.python.line(`${name}.to(torch.float32)`);
    return made(call.python, call.outputs[0], write(real));
  };
}

/**
 * Writes an expression of operands that broadcast: numbers stay numbers, but for the first where all are. PyTorch then knows
 * only part of the shape, and is told the rest.
 */
function broadcast(
  call: TorchCall,
  operands: readonly TorchTensor[],
  write: (codes: readonly string[]) => string,
): TorchTensor {
  const spec = call.outputs[0];
  const tensors = operands.filter((operand) => !operand.uniform);
  const codes = operands.map((operand, k) =>
    k === 0 && tensors.length === 0 ? named(call.python, operand) : operand.code,
  );
  const known = tensors.length === 0 ? operands.slice(0, 1) : tensors;
  const name = call.python.line(write(codes));
  const shape = known.reduce<number[]>(
    (common, operand) => tf.broadcast_util.assertAndGetBroadcastShape(common, [...operand.shape]),
    [],
  );
  const isWhole = shape.length === spec.shape.length && sizeOf(shape) === sizeOf(spec.shape);
  return { ...spec, code: isWhole ? name : call.python.line(`${name}.expand${tuple(spec.shape)}`) };
}

/** Writes an operator between two operands. */
function operator(sign: string): TorchLowering {
  return (call) => broadcast(call, [input(call, 'a'), input(call, 'b')], ([a, b]) => `${a} ${sign} ${b}`);
}

/** Writes a function of two tensors: one that is a number is made a tensor without axes. */
function ofTwo(write: (a: string, b: string) => string): TorchLowering {
  return (call) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    return broadcast(call, [scalarTensor(call, a), scalarTensor(call, b)], ([x, y]) => write(x as string, y as string));
  };
}

/** A uniform operand as a tensor without axes, which broadcasts to any shape. */
function scalarTensor(call: TorchCall, operand: TorchTensor): TorchTensor {
  if (!operand.uniform) return operand;
  const { dtype, code } = operand;
  return {
    shape: [],
    dtype,
    code: call.python.line(`torch.full((), ${code}, dtype=${torchType(dtype)}, device=device)`),
  };
}

function select(call: TorchCall): TorchTensor {
  const operands = [input(call, 'condition'), input(call, 't'), input(call, 'e')];
  return broadcast(
    call,
    operands.map((operand) => scalarTensor(call, operand)),
    (codes) => `torch.where(${codes.join(', ')})`,
  );
}

function cast(call: TorchCall): TorchTensor {
  const x = input(call, 'x');
  const spec = call.outputs[0];
  if (x.dtype === spec.dtype) return x;
  const name = named(call.python, x);
  return made(call.python, spec, spec.dtype === 'bool' ? `${name} != 0` : `${name}.to(${torchType(spec.dtype)})`);
}

function addAll(call: TorchCall): TorchTensor {
  const [first, ...rest] = Object.values(call.inputs);
  return rest.reduce((sum, next) => broadcast(call, [sum, next], (codes) => codes.join(' + ')), first as TorchTensor);
}

function clip(x: string, { attributes, outputs: [{ dtype }] }: TorchCall): string {
  const { clipValueMin, clipValueMax } = attributes as tf.ClipByValueAttrs;
  return `${x}.clamp(${literal(clipValueMin, dtype)}, ${literal(clipValueMax, dtype)})`;
}

/** Writes 1 where x > 0, alpha elsewhere. */
function step(x: string, { attributes }: TorchCall): string {
  const { alpha } = attributes as tf.StepAttrs;
  const positive = `(${x} > 0).to(torch.float32)`;
  return alpha === 0 ? positive : `${positive} * ${literal(1 - alpha, 'float32')} + ${literal(alpha, 'float32')}`;
}

export const ELEMENT_WISE: TorchTable = {
  Abs: ofOne((x) => `${x}.abs()`),
  Ceil: ofOne((x) => `${x}.ceil()`),
  ClipByValue: ofOne(clip),
  Cos: ofOne((x) => `${x}.cos()`),
  Erf: ofOne((x) => `${x}.erf()`),
  Exp: ofReal((x) => `${x}.exp()`),
  Floor: ofOne((x) => `${x}.floor()`),
  Identity: (call) => input(call, 'x'),
  IsFinite: ofReal((x) => `${x}.isfinite()`),
  IsNan: ofReal((x) => `${x}.isnan()`),
  Log: ofOne((x) => `${x}.log()`),
  LogicalNot: ofOne((x) => `${x}.logical_not()`),
  Neg: ofOne((x) => `-${x}`),
  Reciprocal: ofOne((x) => `${x}.reciprocal()`),
  Relu: ofOne((x) => `${x}.relu()`),
  Round: ofOne((x) => `${x}.round()`),
  Rsqrt: ofOne((x) => `${x}.rsqrt()`),
  Sigmoid: ofOne((x) => `${x}.sigmoid()`),
  Sign: ofOne((x) => `${x}.sign()`),
  Sin: ofOne((x) => `${x}.sin()`),
  Softplus: ofOne((x) => `torch.nn.functional.softplus(${x})`),
  Sqrt: ofOne((x) => `${x}.sqrt()`),
  Square: ofOne((x) => `${x} * ${x}`),
  Step: ofOne(step),
  Tanh: ofOne((x) => `${x}.tanh()`),
  Cast: cast,

  Add: operator('+'),
  AddN: addAll,
  Equal: operator('=='),
  Greater: operator('>'),
  GreaterEqual: operator('>='),
  Less: operator('<'),
  LessEqual: operator('<='),
  LogicalAnd: operator('&'),
  LogicalOr: operator('|'),
  Maximum: ofTwo((a, b) => `torch.maximum(${a}, ${b})`),
  Minimum: ofTwo((a, b) => `torch.minimum(${a}, ${b})`),
  Multiply: operator('*'),
  NotEqual: operator('!='),
  Pow: ofTwo((a, b) => `torch.pow(${a}, ${b})`),
  // A number divided by a tensor would be the number times the tensor's reciprocal.
  RealDiv: ofTwo((a, b) => `${a} / ${b}`),
  Select: select,
  SquaredDifference: ofTwo((a, b) => `(${a} - ${b}).square()`),
  Sub: operator('-'),
};
