/**
 * A tfjs backend whose kernels record instead of compute.
 *
 * tfjs works as ever, its automatic differentiation too; each kernel it calls becomes nodes of an ONNX graph.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { tf } from './tfjs.js';
import type { GraphBuilder } from './graph-builder.js';
import { KERNELS } from './kernels/index.js';
import { placed, uniform, type PlacedTensor } from './placed-tensor.js';

const BACKEND = 'alpha-cl-trace';

/**
 * Runs `record` with every tfjs kernel in it recorded in `graph`, and restores the earlier backend.
 *
 * @throws InvalidInput when a kernel has no lowering, values are read, or another step is being traced
 */
export function tracing<T>(graph: GraphBuilder, record: (backend: TracingBackend) => T): T {
  const before = tf.getBackend();
  if (before === BACKEND) throw new InvalidInput('a step starts another step while it is traced: start it before');
  registerKernels();
  const backend = new TracingBackend(graph);
  tf.registerBackend(BACKEND, () => backend);
  try {
    // Backends that start at once are set before the promise resolves.
    void tf.setBackend(BACKEND);
    let recorded: T | undefined;
    tf.tidy(() => {
      recorded = record(backend);
    });
    return recorded as T;
  } finally {
    if (before) void tf.setBackend(before);
    tf.removeBackend(BACKEND);
  }
}

export class TracingBackend extends tf.KernelBackend {
  readonly #graph: GraphBuilder;
  readonly #tensors = new WeakMap<object, PlacedTensor>();

  constructor(graph: GraphBuilder) {
    super();
    this.#graph = graph;
  }

  /** Makes a tfjs tensor that stands for a value of the graph. */
  tensorOf(tensor: PlacedTensor): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.#infoOf(tensor));
  }

  /** Returns a tensor's place in the graph. Tensors made on another backend are constants; their values stay where they are. */
  placeOf({ dataId, shape, dtype }: tf.TensorInfo): PlacedTensor {
    return this.#tensors.get(dataId) ?? this.#constant(tf.engine().readSync(dataId), shape, dtype);
  }

  /** Records a kernel, which tfjs calls on this backend. */
  runKernel(name: string, inputs: object, attributes: unknown): tf.TensorInfo | tf.TensorInfo[] {
    const given = Object.entries(inputs).filter((entry): entry is [string, tf.TensorInfo] => entry[1] !== undefined);
    const tensors = given.map(([key, info]) => [key, this.placeOf(info)] as const);
    const lowering = KERNELS[name];
    if (lowering === undefined) throw missingKernel(name, tensors);
    const made = lowering({ graph: this.#graph, inputs: Object.fromEntries(tensors), attributes });
    return isList(made) ? made.map((one) => this.#infoOf(one)) : this.#infoOf(made);
  }

  #infoOf(tensor: PlacedTensor): tf.TensorInfo {
    const dataId = {};
    this.#tensors.set(dataId, tensor);
    return { dataId, shape: [...tensor.shape], dtype: tensor.dtype };
  }

  /** Records numbers that the step brings along as constants of the graph. */
  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    return this.#infoOf(this.#constant(values, shape, dtype)).dataId;
  }

  #constant(values: tf.BackendValues, shape: readonly number[], dtype: tf.DataType): PlacedTensor {
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
      throw new InvalidInput(`a step holds a constant of type ${dtype}: use float32, int32 or bool`);
    }
    const typed = new { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype](
      values as ArrayLike<number>,
    );
    if (areEqual(typed)) return uniform(this.#graph.scalar(dtype, typed[0] ?? 0), shape, dtype);
    return placed(this.#graph.constant(dtype, shape, new Uint8Array(typed.buffer)), shape, dtype);
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

/** Compares numbers bit by bit, but for the kinds of NaN: -0 is not 0. */
function areEqual(numbers: ArrayLike<number>): boolean {
  for (let k = 1; k < numbers.length; k++) if (!Object.is(numbers[k], numbers[0])) return false;
  return true;
}

function isList(made: PlacedTensor | readonly PlacedTensor[]): made is readonly PlacedTensor[] {
  return Array.isArray(made);
}

/** Registers every kernel that tfjs's own CPU backend knows, so that the ones without a lowering are met with an explanation. */
function registerKernels(): void {
  const known = tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
  for (const kernelName of new Set([...known, ...Object.keys(KERNELS)])) {
    if (tf.getKernel(kernelName, BACKEND) !== undefined) continue;
    tf.registerKernel({
      kernelName,
      backendName: BACKEND,
      kernelFunc: ({ inputs, attrs, backend }) => (backend as TracingBackend).runKernel(kernelName, inputs, attrs),
    });
  }
}

function missingKernel(name: string, inputs: readonly (readonly [string, PlacedTensor])[]): InvalidInput {
  const shown = inputs.map(([key, { dtype, shape }]) => `${key}: ${dtype} [${shape.join(', ')}]`).join('; ');
  const scopes = namedScopes();
  const where = scopes.length > 0 ? ` in "${scopes.join(' > ')}"` : '';
  return new InvalidInput(
    `the tfjs kernel ${name} (${shown})${where} has no lowering to ONNX: ` +
      'express it with kernels that have one, or add an entry for it to a table in src/training/compile/kernels',
  );
}

/** Returns the names that the step gave to its `tf.tidy`s, outermost first; tfjs adds a scope for each of its functions. */
function namedScopes(): string[] {
  const names = tf.engine().state.scopeStack.map(({ name }) => name);
  return names.filter((name) => name !== 'unnamed scope' && !name.endsWith('__op'));
}
