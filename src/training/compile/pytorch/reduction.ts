/** Kernels that reduce over axes, those along one axis, and matrix products. */
import { sizeOf } from '../step.js';
import type { tf } from '../tfjs.js';
import type { TracedSpec } from '../trace.js';
import { resolvedAxes, resolvedAxis, type ReductionAttributes } from '../traced-kernels.js';
import {
  input,
  made,
  named,
  tuple,
  torchType,
  type TorchCall,
  type TorchLowering,
  type TorchTable,
  type TorchTensor,
} from './torch-tensor.js';

/** Writes a reduction of x over axes. `rest` is what follows in the call: `dim=(0, 1), keepdim=True`. */
function reduce(write: (x: string, rest: string, call: TorchCall) => string): TorchLowering {
  return (call) => {
    const x = input(call, 'x');
    const { axis, reductionIndices, keepDims } = call.attributes as ReductionAttributes;
    const axes = resolvedAxes(axis ?? reductionIndices, x.shape.length);
    const name = named(call.python, x);
    const rest = `dim=${tuple(axes)}${keepDims ? ', keepdim=True' : ''}`;
    // PyTorch takes no axes for all of them; there is nothing to add up then.
    const expression = axes.length > 0 ? write(name, rest, call) : `${name}.to(${torchType(call.outputs[0].dtype)})`;
    return made(call.python, call.outputs[0], expression);
  };
}

/** Sums keep the type: PyTorch's own makes int32 int64. */
function sum(x: string, rest: string, { outputs }: TorchCall): string {
  return `${x}.sum(${rest}, dtype=${torchType(outputs[0].dtype)})`;
}

/** Reduces truth values as numbers: torch.all and torch.any take one axis in older versions. */
function ofTruth(reduction: 'amin' | 'amax'): TorchLowering {
  return reduce((x, rest) => `${x}.to(torch.uint8).${reduction}(${rest}) != 0`);
}

function softmax(call: TorchCall): TorchTensor {
  const { dim } = call.attributes as tf.SoftmaxAttrs;
  return made(call.python, call.outputs[0], `${named(call.python, input(call, 'logits'))}.softmax(${dim})`);
}

function cumulativeSum(call: TorchCall): TorchTensor {
  const x = input(call, 'x');
  const { axis: given, exclusive, reverse } = call.attributes as tf.CumsumAttrs;
  const axis = resolvedAxis(given, x.shape.length);
  const turned = (name: string): string => (reverse ? call.python.line(`${name}.flip((${axis},))`) : name);
  const spec = call.outputs[0];
  const whole = named(call.python, x);
  const inOrder = turned(whole);
  const sums = call.python.line(`${inOrder}.cumsum(${axis}, dtype=${torchType(spec.dtype)})`);
  // Without the entry itself: shifted, not subtracted, which would round.
  const shifted = `torch.cat([torch.zeros_like(${sums}.narrow(${axis}, 0, 1)), ${sums}.narrow(${axis}, 0, ${(spec.shape[axis] as number) - 1})], ${axis})`;
  return { ...spec, code: turned(exclusive ? call.python.line(shifted) : sums) };
}

/** Finds the k largest along the last axis; of equal ones the first, which `torch.topk` leaves open. */
function topK(call: TorchCall): readonly TorchTensor[] {
  const { k } = call.attributes as tf.TopKAttrs;
  const [values, indices] = call.outputs as readonly TracedSpec[] as readonly [TracedSpec, TracedSpec];
  const x = named(call.python, input(call, 'x'));
  const [sorted, where] = call.python.lines(`torch.sort(${x}, stable=True, descending=True)`, 2);
  return [
    made(call.python, values, `${sorted}.narrow(-1, 0, ${k})`),
    made(call.python, indices, `${where}.narrow(-1, 0, ${k}).to(torch.int32)`),
  ];
}

/** Multiplies stacks of matrices, each with its last two axes exchanged if so asked. */
function batchMatMul(call: TorchCall): TorchTensor {
  const { transposeA, transposeB } = call.attributes as tf.BatchMatMulAttrs;
  const operand = (name: 'a' | 'b', isTransposed: boolean): string => {
    const code = named(call.python, input(call, name));
    return isTransposed ? `${code}.transpose(-2, -1)` : code;
  };
  return made(call.python, call.outputs[0], `torch.matmul(${operand('a', transposeA)}, ${operand('b', transposeB)})`);
}

/**
 * Sums the rows of x that have the same segment, as a product with a matrix of ones and zeros: slower than scattering, but in
 * the same order at every run.
 */
function segmentSums(call: TorchCall): TorchTensor {
  const { python } = call;
  const [x, segments] = [input(call, 'x'), input(call, 'segmentIds')];
  const spec = call.outputs[0];
  const { numSegments } = call.attributes as tf.UnsortedSegmentSumAttrs;
  const rows = sizeOf(segments.shape);
  const all = `torch.arange(${numSegments}, dtype=torch.int32, device=device).reshape((${numSegments}, 1))`;
  const belongs = python.line(`${all} == ${named(python, segments)}.reshape((1, ${rows}))`);
  const flat = `${named(python, x)}.reshape((${rows}, ${sizeOf(spec.shape.slice(1))}))`;
  return made(
    python,
    spec,
    `torch.matmul(${belongs}.to(${torchType(x.dtype)}), ${flat}).reshape(${tuple(spec.shape)})`,
  );
}

export const REDUCTIONS: TorchTable = {
  All: ofTruth('amin'),
  Any: ofTruth('amax'),
  Cumsum: cumulativeSum,
  Max: reduce((x, rest) => `${x}.amax(${rest})`),
  Mean: reduce((x, rest) => `${x}.mean(${rest}, dtype=torch.float32)`),
  Min: reduce((x, rest) => `${x}.amin(${rest})`),
  Softmax: softmax,
  Sum: reduce(sum),
  TopK: topK,
  BatchMatMul: batchMatMul,
  UnsortedSegmentSum: segmentSums,
};
