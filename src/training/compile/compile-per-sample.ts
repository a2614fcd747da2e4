/**
 * Compiles a function of one sample to an ONNX graph that takes any number of them.
 *
 * A traced step has its batch size in every convolution (onnx/kernels/convolution.ts). Here the function is traced for one sample
 * and becomes the body of a Scan over the samples, an operator of standard ONNX: their number stays open.
 */
import { mapKeys, mapValues } from '../../base/map-values.js';
import type { tf } from './tfjs.js';
import { GraphBuilder } from './onnx/graph-builder.js';
import { lowerToOnnx } from './onnx/lower-to-onnx.js';
import { ELEMENT_TYPE, encodeOnnx, type OnnxValue, type OnnxWords } from './onnx/onnx-format.js';
import { placed, rowMajor } from './onnx/placed-tensor.js';
import type { NamedData, NamedTensors } from './step.js';
import { traceOf } from './tracing-backend.js';

/** A function of one sample, such as an encoder, with its weights. */
export interface PerSample {
  /** Weights by name; those that are used are kept in the file. */
  readonly weights: NamedData;
  readonly input: {
    readonly name: string;
    /** Shape of one sample. */
    readonly shape: readonly number[];
    readonly type: 'uint8' | 'float32';
  };
  /**
   * Computes the outputs for one sample.
   *
   * @param sample [1, …shape], as float32
   * @returns [1, …] each, float32
   */
  readonly run: (weights: NamedTensors, sample: tf.Tensor) => NamedTensors;
}

/** Name of the axis of samples in the file. */
const SAMPLES = 'N';

/**
 * Compiles a function of one sample to the bytes of an ONNX file. Input: `input.name` [N, …shape]; outputs: by the names that
 * `run` gives, [N, …].
 *
 * @throws InvalidInput when the function uses a kernel that cannot be traced or has no lowering, or reads values while it is traced
 * @example
 * const input = { name: 'image', shape: [2, 2, 3], type: 'uint8' } as const;
 * compilePerSample({ weights: {}, input, run: ({}, image) => ({ mean: tf.mean(image, [1, 2]) }) }).byteLength > 0; // true
 */
export function compilePerSample({ weights, input, run }: PerSample, words: OnnxWords = {}): Uint8Array {
  const oneSample = [1, ...input.shape];
  const sampleName = `sample/${input.name}`;
  const trace = traceOf(
    { ...mapKeys(weights, weightName), [sampleName]: { shape: oneSample, dtype: 'float32' } },
    ({ [sampleName]: sample, ...given }) =>
      run(
        mapValues(weights, (_, name) => given[weightName(name)] as tf.Tensor),
        sample as tf.Tensor,
      ),
  );
  const body = new GraphBuilder();
  const outside = body.input({ name: sampleName, type: input.type, shape: input.shape });
  const float = input.type === 'float32' ? outside : body.node('Cast', [outside], { to: ELEMENT_TYPE.float32 });
  const results = lowerToOnnx(body, trace, {
    // Named only: their values are constants of the graph around the body.
    ...mapValues(mapKeys(weights, weightName), (tensor, name) => placed(name, tensor.shape, tensor.dtype)),
    [sampleName]: placed(body.reshape(float, oneSample), oneSample, 'float32'),
  });
  const outputs = Object.entries(results).map(([name, tensor]): OnnxValue => {
    const one = tensor.shape.slice(1);
    // A body may not use a name of the graph around it for something else.
    body.output(body.reshape(rowMajor(body, tensor), one), { name: `sample/${name}`, type: 'float32', shape: one });
    return { name, type: 'float32', shape: [SAMPLES, ...one] };
  });
  const scanned = body.graph();
  const used = new Set(scanned.nodes.flatMap(({ inputs }) => inputs));
  const constants = scanned.constants.filter(({ name }) => used.has(name));
  return encodeOnnx(
    {
      nodes: [
        {
          op: 'Scan',
          inputs: [input.name],
          outputs: outputs.map(({ name }) => name),
          attributes: { body: { graph: { ...scanned, constants } }, num_scan_inputs: 1 },
        },
      ],
      constants: Object.entries(weights)
        .filter(([name]) => used.has(weightName(name)))
        .map(([name, { shape, dtype, data }]) => ({
          name: weightName(name),
          type: dtype,
          shape,
          bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
        })),
      inputs: [{ name: input.name, type: input.type, shape: [SAMPLES, ...input.shape] }],
      outputs,
    },
    words,
  );
}

function weightName(name: string): string {
  return `weights/${name}`;
}
