/**
 * A tfjs backend whose kernels record instead of compute.
 *
 * tfjs works as ever, its automatic differentiation too; each kernel that it calls becomes a call of the trace.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { mapValues } from '../../base/map-values.js';
import { COLLECTIVES } from './collectives.js';
import { describeTensor, type NamedTensors, type TensorSpecs } from './step.js';
import { tf } from './tfjs.js';
import type { ConstantData, Trace, TracedCall, TracedSpec } from './trace.js';
import { TRACED_KERNELS } from './traced-kernels.js';

const BACKEND = 'alpha-cl-trace';

/**
 * Traces a function of named tensors, and restores the earlier backend of tfjs.
 *
 * @throws InvalidInput when a kernel cannot be traced, values are read, or another step is being traced
 */
export function traceOf(inputs: TensorSpecs, run: (inputs: NamedTensors) => NamedTensors): Trace {
  const before = tf.getBackend();
  if (before === BACKEND) throw new InvalidInput('a step starts another step while it is traced: start it before');
  registerKernels();
  const backend = new TracingBackend();
  tf.registerBackend(BACKEND, () => backend);
  try {
    // Backends that start at once are set before the promise resolves.
    void tf.setBackend(BACKEND);
    let trace: Trace | undefined;
    tf.tidy(() => {
      trace = backend.trace(inputs, run);
    });
    return trace as Trace;
  } finally {
    if (before) void tf.setBackend(before);
    tf.removeBackend(BACKEND);
  }
}

class TracingBackend extends tf.KernelBackend {
  readonly #values: TracedSpec[] = [];
  readonly #constants = new Map<number, ConstantData>();
  readonly #calls: TracedCall[] = [];
  readonly #numbers = new WeakMap<object, number>();

  trace(specs: TensorSpecs, run: (inputs: NamedTensors) => NamedTensors): Trace {
    const given = mapValues(specs, (spec) => this.#infoOf(spec));
    const made = run(mapValues(given, (info) => tf.engine().makeTensorFromTensorInfo(info)));
    return {
      inputs: mapValues(given, (info) => this.#numberOf(info)),
      outputs: mapValues(made, (tensor) => this.#numberOf(tensor)),
      values: this.#values,
      constants: this.#constants,
      calls: this.#calls,
    };
  }

  /** Records a kernel, which tfjs calls on this backend. */
  runKernel(kernel: string, given: object, attributes: unknown): tf.TensorInfo | tf.TensorInfo[] {
    const tensors = Object.entries(given).filter((entry): entry is [string, tf.TensorInfo] => entry[1] !== undefined);
    const inputs = Object.fromEntries(tensors.map(([name, info]) => [name, this.#numberOf(info)]));
    const specs = mapValues(inputs, (number) => this.#values[number] as TracedSpec);
    const scopes = namedScopes();
    const specOf = TRACED_KERNELS[kernel] ?? COLLECTIVES[kernel];
    if (specOf === undefined) throw unknownKernel(kernel, specs, scopes);
    const made = specOf({ inputs: specs, attributes });
    const infos = [made].flat().map((spec) => this.#infoOf(spec));
    const outputs = infos.map((info) => this.#numberOf(info));
    this.#calls.push({ kernel, inputs, attributes, outputs, scopes });
    return Array.isArray(made) ? infos : (infos[0] as tf.TensorInfo);
  }

  /** Returns the number of a tensor's value. Tensors made on another backend are constants; their values stay where they are. */
  #numberOf({ dataId, shape, dtype }: tf.TensorInfo): number {
    return this.#numbers.get(dataId) ?? this.#numberOf(this.#constant(tf.engine().readSync(dataId), shape, dtype));
  }

  #infoOf({ shape, dtype }: TracedSpec): tf.TensorInfo {
    const dataId = {};
    this.#numbers.set(dataId, this.#values.length);
    this.#values.push({ shape: [...shape], dtype });
    return { dataId, shape: [...shape], dtype };
  }

  /** Records numbers that the step brings along. */
  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    return this.#constant(values, shape, dtype).dataId;
  }

  #constant(values: tf.BackendValues, shape: readonly number[], dtype: tf.DataType): tf.TensorInfo {
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
      throw new InvalidInput(`a step holds a constant of type ${dtype}: use float32, int32 or bool`);
    }
    const info = this.#infoOf({ shape, dtype });
    const typed = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
    // A whole data set is not copied.
    const kept = values instanceof typed ? values : new typed(values as ArrayLike<number>);
    this.#constants.set(this.#numberOf(info), kept);
    return info;
  }

  override read(): never {
    return this.readSync();
  }

  override readSync(): never {
    throw new InvalidInput(
      'a step reads the values of a tensor, but while it is traced there are none: ' +
        'express the decision with tf.where, or give the values back as an output',
    );
  }

  /** Returns 0: tfjs asks before and after each kernel, to find leaks; here nothing is held that could leak. */
  override numDataIds(): number {
    return 0;
  }

  override disposeData(): boolean {
    return true;
  }

  override incRef(): void {}

  override refCount(): number {
    return 1;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {}
}

/** Registers every kernel that tfjs's own CPU backend knows, so that the ones that cannot be traced are met with an explanation. */
function registerKernels(): void {
  const known = tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
  for (const kernelName of new Set([...known, ...Object.keys(TRACED_KERNELS), ...Object.keys(COLLECTIVES)])) {
    if (tf.getKernel(kernelName, BACKEND) !== undefined) continue;
    tf.registerKernel({
      kernelName,
      backendName: BACKEND,
      kernelFunc: ({ inputs, attrs, backend }) => (backend as TracingBackend).runKernel(kernelName, inputs, attrs),
    });
  }
}

function unknownKernel(
  kernel: string,
  inputs: Readonly<Record<string, TracedSpec>>,
  scopes: readonly string[],
): InvalidInput {
  const shown = Object.entries(inputs).map(([name, spec]) => `${name}: ${describeTensor(spec)}`);
  const where = scopes.length > 0 ? ` in "${scopes.join(' > ')}"` : '';
  return new InvalidInput(
    `the tfjs kernel ${kernel} (${shown.join('; ')})${where} cannot be traced: express it with kernels that can, or add an ` +
      'entry for it to src/training/compile/traced-kernels.ts and to the lowerings to ONNX and PyTorch beside it',
  );
}

/** Returns the names that the step gave to its `tf.tidy`s, outermost first; tfjs adds a scope for each of its functions. */
function namedScopes(): string[] {
  const names = tf.engine().state.scopeStack.map(({ name }) => name);
  return names.filter((name) => name !== 'unnamed scope' && !name.endsWith('__op'));
}
