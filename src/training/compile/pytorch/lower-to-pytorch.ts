/** Lowers a trace to a Python file of plain torch calls. */
import { requireChoice } from '../../../base/option-checks.js';
import { mapValues } from '../../../base/map-values.js';
import { isUniform, lowered, neededCalls, type Trace, type TracedCall, type TracedSpec } from '../trace.js';
import { ARRANGEMENT } from './arrangement.js';
import { COLLECTIVE_FUNCTIONS, COLLECTIVES } from './collective.js';
import { CONVOLUTIONS } from './convolution.js';
import { ELEMENT_WISE } from './element-wise.js';
import { PythonWriter, type TorchConstant } from './python-writer.js';
import { REDUCTIONS } from './reduction.js';
import { named, uniform, type TorchTable, type TorchTensor } from './torch-tensor.js';

/** The lowering of each kernel: adding one is an entry in one of these and one in traced-kernels.ts. */
export const TORCH_KERNELS: TorchTable = { ...ARRANGEMENT, ...CONVOLUTIONS, ...ELEMENT_WISE, ...REDUCTIONS };

/** A trace as Python, with the arrays that it brings along. */
export interface TorchProgram {
  /** The text of a file with `step(values, constants, device)`, which returns the outputs by name. */
  readonly source: string;
  readonly constants: readonly TorchConstant[];
}

/** The options of the lowering. */
export interface TorchOptions {
  /** The type in which convolutions compute; all else is float32. Default `float32`. */
  readonly convolutionType?: 'float32' | 'float16' | 'bfloat16';
}

/**
 * Writes a trace as a Python file that needs PyTorch alone.
 *
 * @throws InvalidInput on another type, and when a kernel has no lowering to PyTorch
 * @example
 * const inputs = { x: { shape: [2, 3], dtype: 'float32' } } as const;
 * const run = ({}, { x = tf.scalar(0) }) => ({ state: {}, outputs: { sum: tf.sum(x, 1) } });
 * const { source } = lowerToPyTorch(traceStep({ state: {}, inputs, run }).trace);
 * source.includes('v1 = v0.sum(dim=(1,), dtype=torch.float32)'); // true
 */
export function lowerToPyTorch(trace: Trace, { convolutionType = 'float32' }: TorchOptions = {}): TorchProgram {
  requireChoice('convolutionType', convolutionType, ['float32', 'float16', 'bfloat16']);
  const python = new PythonWriter(convolutionType);
  const calls = neededCalls(trace);
  const others = otherOperands(calls, (value) => trace.values[value] as TracedSpec);
  const made = lowered<TorchTensor>(trace, calls, {
    name: 'PyTorch',
    folder: 'src/training/compile/pytorch',
    inputs: mapValues(trace.inputs, (value, name) => ({
      ...(trace.values[value] as TracedSpec),
      code: python.line(`values[${JSON.stringify(name)}]`),
    })),
    constant: (spec, data) =>
      isUniform(data) ? uniform(spec, data[0] ?? 0) : { ...spec, code: python.constant(spec, data) },
    kernel: (name) => {
      const lowering = TORCH_KERNELS[name] ?? COLLECTIVES[name];
      return (
        lowering &&
        (({ traced, inputs, attributes, outputs, known }) => {
          const other = others.get(traced);
          // A gradient may come before the other's operand is made.
          return lowering({
            python,
            inputs,
            attributes,
            outputs,
            other: other === undefined ? undefined : known(other),
          });
        })
      );
    },
  });
  const results = mapValues(made, (tensor) => named(python, tensor));
  const functions = calls.some(({ kernel }) => Object.hasOwn(COLLECTIVES, kernel)) ? COLLECTIVE_FUNCTIONS : '';
  return { source: fileOf(python, results, functions), constants: python.constants };
}

/**
 * Finds, for each gradient of a convolution, what the other gradient of the same result takes: the images for that of the
 * images, the filters for that of the filters. PyTorch computes both in one call.
 */
function otherOperands(calls: readonly TracedCall[], specOf: (value: number) => TracedSpec): Map<TracedCall, number> {
  const found = new Map<TracedCall, number>();
  const keyOf = ({ inputs, attributes }: TracedCall): string => {
    const { strides, pad, dilations, dimRoundingMode, inputShape, filterShape } = attributes as Record<string, unknown>;
    const shapes = [
      inputShape ?? specOf(inputs['x'] as number).shape,
      filterShape ?? specOf(inputs['filter'] as number).shape,
    ];
    return JSON.stringify([inputs['dy'], strides, pad, dilations, dimRoundingMode, shapes]);
  };
  const ofKernel = (kernel: string): Map<string, TracedCall> =>
    new Map(calls.filter((call) => call.kernel === kernel).map((call) => [keyOf(call), call]));
  const ofFilters = ofKernel('Conv2DBackpropFilter');
  for (const [key, ofImages] of ofKernel('Conv2DBackpropInput')) {
    const partner = ofFilters.get(key);
    if (partner === undefined) continue;
    found.set(ofImages, partner.inputs['x'] as number);
    found.set(partner, ofImages.inputs['filter'] as number);
  }
  return found;
}

function fileOf(python: PythonWriter, results: Readonly<Record<string, string>>, functions: string): string {
  const outputs = Object.entries(results).map(([name, code]) => `        ${JSON.stringify(name)}: ${code},`);
  return [
    '"""One training step, forward, backward and update, as alpha-cl traced it; it needs PyTorch alone."""',
    'import math',
    '',
    'import torch',
    functions === '' ? '' : 'import torch.distributed',
    functions,
    'def step(values, constants, device):',
    '    """Returns the next state and the outputs by name. `values` are the state and the inputs by name."""',
    ...python.body(Object.values(results)).map((line) => `    ${line}`),
    '    return {',
    ...outputs,
    '    }',
    '',
  ].join('\n');
}
