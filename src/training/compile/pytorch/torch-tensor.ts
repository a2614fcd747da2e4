/** A value of the trace in the Python file. */
import type { TracedSpec } from '../trace.js';
import type { PythonWriter } from './python-writer.js';

/** A tensor with a name in the file, or one number that stands for every entry. */
export interface TorchTensor extends TracedSpec {
  /** The name of a tensor of this shape, or a literal if `uniform`. */
  readonly code: string;
  /** True if every entry equals the number `code`. */
  readonly uniform?: true;
  /** The tensor of which it is a view: axis k of this is axis perm[k] of `base`. */
  readonly view?: { readonly base: TorchTensor; readonly perm: readonly number[] };
}

/** A kernel's call, with its inputs in the file. */
export interface TorchCall {
  readonly python: PythonWriter;
  readonly inputs: Readonly<Record<string, TorchTensor>>;
  readonly attributes: unknown;
  readonly outputs: readonly [TracedSpec, ...TracedSpec[]];
  /** For one gradient of a convolution: the operand of the other gradient of the same result, if that is computed too. */
  readonly other?: TorchTensor | undefined;
}

/** Writes the lines of a call, and returns what they make. */
export type TorchLowering = (call: TorchCall) => TorchTensor | readonly TorchTensor[];

/** Lowerings by the name of the tfjs kernel. */
export type TorchTable = Readonly<Record<string, TorchLowering>>;

/** Returns an input that the kernel cannot be called without. */
export function input({ inputs }: TorchCall, name: string): TorchTensor {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`a lowering asks for the input "${name}" of a kernel without one`);
  return tensor;
}

/** Writes a number as Python does. */
export function literal(value: number, dtype: TracedSpec['dtype']): string {
  if (dtype === 'bool') return value === 0 ? 'False' : 'True';
  if (dtype === 'int32') return `${Math.trunc(value)}`;
  if (Number.isNaN(value)) return 'math.nan';
  if (!Number.isFinite(value)) return value > 0 ? 'math.inf' : '-math.inf';
  const text = Object.is(value, -0) ? '-0' : `${value}`;
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Writes a shape, or other whole numbers, as a tuple. */
export function tuple(numbers: readonly number[]): string {
  return numbers.length === 1 ? `(${numbers[0]},)` : `(${numbers.join(', ')})`;
}

/** Writes a type. */
export function torchType(dtype: TracedSpec['dtype']): string {
  return `torch.${dtype}`;
}

/** Returns a name of the tensor with all its entries. */
export function named(python: PythonWriter, tensor: TorchTensor): string {
  const { code, shape, dtype } = tensor;
  if (!tensor.uniform) return code;
  return python.line(`torch.full(${tuple(shape)}, ${code}, dtype=${torchType(dtype)}, device=device)`);
}

/** Makes a tensor whose entries all equal one number. */
export function uniform({ shape, dtype }: TracedSpec, value: number): TorchTensor {
  return { shape, dtype, code: literal(value, dtype), uniform: true };
}

/** Names the result of an expression. */
export function made(python: PythonWriter, { shape, dtype }: TracedSpec, expression: string): TorchTensor {
  return { shape, dtype, code: python.line(expression) };
}

/** Returns the tensor with its axes in another order; one that is a view of what is asked for is that again. */
export function permuted(python: PythonWriter, x: TorchTensor, perm: readonly number[]): TorchTensor {
  const shape = perm.map((axis) => x.shape[axis] as number);
  if (x.uniform) return { ...x, shape };
  const { base, perm: whole } = x.view
    ? { base: x.view.base, perm: perm.map((axis) => (x.view?.perm ?? [])[axis] as number) }
    : { base: x, perm };
  if (whole.every((axis, k) => axis === k)) return base;
  return {
    shape,
    dtype: x.dtype,
    code: python.line(`${base.code}.permute${tuple(whole)}`),
    view: { base, perm: whole },
  };
}
