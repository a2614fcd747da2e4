/** A traced step on ONNX Runtime. */
import { mapKeys, mapValues } from '../../base/map-values.js';
import { availableThreads } from '../../base/threads.js';
import { compileStep, STEP_NAMES, type CompiledStep } from '../compile/compile-step.js';
import type { GraphWork } from '../compile/onnx/graph-builder.js';
import { sizeOf, type NamedData, type Step, type TensorData, type TensorSpecs } from '../compile/step.js';
import type { Engine, RunningStep, StartOptions } from './engine.js';
import { guarded } from './guarded.js';
import { InferenceSession, Tensor } from './onnx-runtime.js';

export interface OnnxEngineOptions {
  readonly name: string;
  readonly device: string;
  readonly provider: 'cpu' | 'webgpu' | 'cuda';
  /** Threads of the CPU provider; by default as many as `threadCount` finds the step worth. */
  readonly threads?: number;
}

/**
 * Multiplications of a mean product from which more than one thread is used; one thread does them in about a millisecond.
 *
 * At every operator threads wait for each other, and on a machine that does other things as well, for the scheduler. Steps with
 * a smaller mean product take two to four times as long on two threads as on one, and are at best as fast; from here on the
 * second thread pays. (Means: linear evaluation 0.7 million, the tiny net on 256 views 6 million, ResNet-18 on 32 views 780
 * million.)
 */
const WORTH_THREADS = 2 ** 25;

export function onnxEngine(options: OnnxEngineOptions): Engine {
  const { name, device, provider } = options;
  return guarded({
    name,
    device,
    precisions: provider === 'cpu' ? ['float32'] : ['float32', 'float16'],
    start: (step, chosen) => startOnnx(step, { ...options, ...chosen }),
  });
}

/** Starts a step as `onnxEngine` does, but without checks of its state, inputs and outputs. */
export async function startOnnx(step: Step, options: OnnxEngineOptions & StartOptions): Promise<RunningStep> {
  const compiled = compileStep(step, options);
  // Tensors that stay on a device are a thing of the WebGPU provider: with CUDA, ONNX Runtime's package for Node.js copies
  // the state to memory and back at each step.
  if (options.provider !== 'webgpu') return new StepInMemory(await openSession(compiled, options), compiled);
  const session = await openSession(compiled, options, stateOnDevice(compiled));
  return new StepOnDevice(session, compiled, () => openSession(compileStep(readingStep(step)), options));
}

function openSession(
  { model, work }: CompiledStep,
  { provider, threads }: OnnxEngineOptions,
  preferredOutputLocation: Record<string, 'gpu-buffer' | 'cpu'> | 'cpu' = 'cpu',
): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    // Planning memory ahead is no faster here and takes half as much again.
    enableMemPattern: false,
    logSeverityLevel: 3,
    // Left to itself, ONNX Runtime may count fewer cores than the system gives (one of two virtual ones, say).
    intraOpNumThreads: threads ?? threadCount(work, availableThreads()),
    preferredOutputLocation,
    extra: SESSION_CONFIGURATION,
  });
}

const SESSION_CONFIGURATION = {
  // The tracer shares equal nodes itself, and repeats on purpose what is cheaper to make than to keep.
  'optimization.disable_specified_optimizers': 'CommonSubexpressionElimination',
  'session.use_deterministic_compute': '1',
};

function stateOnDevice({ state, outputs }: CompiledStep): Record<string, 'gpu-buffer' | 'cpu'> {
  const next = Object.keys(state).map((name) => [STEP_NAMES.nextState(name), 'gpu-buffer'] as const);
  const seen = Object.keys(outputs).map((name) => [STEP_NAMES.output(name), 'cpu'] as const);
  return Object.fromEntries([...next, ...seen]);
}

/** Returns a step that hands the state out: ONNX Runtime's package for Node.js cannot else read tensors on the device. */
function readingStep({ state }: Step): Step {
  return { state: {}, inputs: state, run: (_, tensors) => ({ state: {}, outputs: tensors }) };
}

type Tensors = Readonly<Record<string, Tensor>>;

/** A step with its state in memory, in two places by turns: one that a run reads and one that it writes. */
class StepInMemory implements RunningStep {
  readonly #session: InferenceSession;
  readonly #compiled: CompiledStep;
  #state: Tensors = {};
  #spare: Tensors = {};

  constructor(session: InferenceSession, compiled: CompiledStep) {
    this.#session = session;
    this.#compiled = compiled;
  }

  setState(state: NamedData): void {
    this.#state = tensorsOf(state);
    this.#spare = emptyTensors(this.#compiled.state);
  }

  async run(inputs: NamedData): Promise<NamedData> {
    const results = await this.#session.run(feedsOf(this.#state, inputs), {
      ...mapKeys(this.#spare, STEP_NAMES.nextState),
      ...fetchesOf(this.#compiled.outputs, STEP_NAMES.output),
    });
    Object.values(nextState(this.#compiled, results)).forEach(giveBack);
    [this.#state, this.#spare] = [this.#spare, this.#state];
    // Made for this run, and written by no later one: no copy is needed.
    return mapValues(this.#compiled.outputs, (spec, name) => ({
      ...spec,
      data: numbersOf(results[STEP_NAMES.output(name)]),
    }));
  }

  async state(): Promise<NamedData> {
    return collect(this.#compiled.state, (name) => this.#state[name] as Tensor);
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

/**
 * Frees a tensor's memory at once. ONNX Runtime's package for Node.js copies every result, also one that was written where
 * it was told to; left to the garbage collector, copies of the whole state pile up, and each step waits for fresh memory.
 */
function giveBack(tensor: Tensor): void {
  const { buffer } = tensor.data as Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  structuredClone(null, { transfer: [buffer] });
}

/** A step with its state on the device: each run makes it anew there, and the earlier one is freed. */
class StepOnDevice implements RunningStep {
  readonly #session: InferenceSession;
  readonly #compiled: CompiledStep;
  readonly #openReader: () => Promise<InferenceSession>;
  #reader: InferenceSession | undefined;
  #state: Tensors = {};

  constructor(session: InferenceSession, compiled: CompiledStep, openReader: () => Promise<InferenceSession>) {
    this.#session = session;
    this.#compiled = compiled;
    this.#openReader = openReader;
  }

  setState(state: NamedData): void {
    this.#dispose();
    this.#state = tensorsOf(state);
  }

  async run(inputs: NamedData): Promise<NamedData> {
    const results = await this.#session.run(feedsOf(this.#state, inputs));
    this.#dispose();
    this.#state = nextState(this.#compiled, results);
    return collect(this.#compiled.outputs, (name) => results[STEP_NAMES.output(name)] as Tensor);
  }

  async state(): Promise<NamedData> {
    this.#reader ??= await this.#openReader();
    const results = await this.#reader.run(mapKeys(this.#state, STEP_NAMES.input));
    return collect(this.#compiled.state, (name) => results[STEP_NAMES.output(name)] as Tensor);
  }

  async close(): Promise<void> {
    this.#dispose();
    await this.#reader?.release();
    await this.#session.release();
  }

  #dispose(): void {
    Object.values(this.#state).forEach((tensor) => tensor.dispose());
    this.#state = {};
  }
}

function feedsOf(state: Tensors, inputs: NamedData): Tensors {
  return { ...mapKeys(state, STEP_NAMES.state), ...mapKeys(mapValues(inputs, toTensor), STEP_NAMES.input) };
}

/** Returns the outputs that ONNX Runtime makes itself. */
function fetchesOf(specs: TensorSpecs, rename: (name: string) => string): Record<string, null> {
  return mapKeys(
    mapValues(specs, () => null),
    rename,
  );
}

function nextState({ state }: CompiledStep, results: Tensors): Tensors {
  return mapValues(state, (_, name) => results[STEP_NAMES.nextState(name)] as Tensor);
}

function tensorsOf(data: NamedData): Tensors {
  return mapValues(data, (tensor) => toTensor(copyOf(tensor)));
}

function toTensor({ shape, data }: TensorData): Tensor {
  return data instanceof Float32Array ? new Tensor('float32', data, shape) : new Tensor('int32', data, shape);
}

function copyOf(tensor: TensorData): TensorData {
  return { ...tensor, data: tensor.data.slice() };
}

function emptyTensors(specs: TensorSpecs): Tensors {
  return mapValues(specs, ({ shape, dtype }) => {
    const size = sizeOf(shape);
    return toTensor({ shape, dtype, data: dtype === 'float32' ? new Float32Array(size) : new Int32Array(size) });
  });
}

/** Returns copies of the values. */
function collect(specs: TensorSpecs, tensorOf: (name: string) => Tensor): NamedData {
  return mapValues(specs, (spec, name) => copyOf({ ...spec, data: numbersOf(tensorOf(name)) }));
}

function numbersOf(tensor: Tensor | undefined): TensorData['data'] {
  return tensor?.data as TensorData['data'];
}

/**
 * Returns the number of threads for a graph. Sums over threads are taken in an order that depends on their number, so that last
 * bits do too. The number is therefore taken from the graph, never from a measurement: the same step on the same machine gives
 * the same bits.
 *
 * @param available threads that the system lets run at once
 */
export function threadCount({ products, multiplyAdds }: GraphWork, available: number): number {
  return multiplyAdds >= products * WORTH_THREADS && products > 0 ? available : 1;
}
