/** A traced step on ONNX Runtime. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { compileStep, ONNX_NAMES, type CompiledStep } from '../compile/compile-step.js';
import type { NamedData, Step, TensorData, TensorSpecs } from '../compile/step.js';
import { InvalidInput } from '../invalid-input.js';
import type { Engine, RunningStep } from './engine.js';
import { requireData } from './require-data.js';

export interface OnnxEngineOptions {
  readonly name: string;
  readonly device: string;
  readonly provider: 'cpu' | 'webgpu' | 'cuda';
  /** Threads of the CPU provider; all cores without it. */
  readonly threads?: number;
}

export function onnxEngine(options: OnnxEngineOptions): Engine {
  return { name: options.name, device: options.device, start: (step) => startOnnx(step, options) };
}

async function startOnnx(step: Step, { provider, threads }: OnnxEngineOptions): Promise<RunningStep> {
  const compiled = compileStep(step);
  const onDevice = provider !== 'cpu';
  const session = await InferenceSession.create(compiled.model, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    // Planning memory ahead is no faster here and takes half as much again.
    enableMemPattern: false,
    logSeverityLevel: 3,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    ...(onDevice && { preferredOutputLocation: outputLocations(compiled) }),
    extra: SESSION_CONFIGURATION,
  });
  return new OnnxRunningStep(session, compiled, onDevice ? 'device' : 'memory');
}

const SESSION_CONFIGURATION = {
  // The tracer shares equal nodes itself, and repeats on purpose what is cheaper to make than to keep.
  'optimization.disable_specified_optimizers': 'CommonSubexpressionElimination',
  'session.use_deterministic_compute': '1',
};

function outputLocations({ state, outputs }: CompiledStep): Record<string, 'gpu-buffer' | 'cpu'> {
  const next = Object.keys(state).map((name) => [ONNX_NAMES.nextState(name), 'gpu-buffer'] as const);
  const seen = Object.keys(outputs).map((name) => [ONNX_NAMES.output(name), 'cpu'] as const);
  return Object.fromEntries([...next, ...seen]);
}

type Tensors = Readonly<Record<string, Tensor>>;

class OnnxRunningStep implements RunningStep {
  readonly #session: InferenceSession;
  readonly #compiled: CompiledStep;
  readonly #where: 'device' | 'memory';
  #state: Tensors | undefined;
  /** Memory that the next state is written to: the one before the present. */
  #spare: Tensors | undefined;

  constructor(session: InferenceSession, compiled: CompiledStep, where: 'device' | 'memory') {
    this.#session = session;
    this.#compiled = compiled;
    this.#where = where;
  }

  setState(state: NamedData): void {
    requireData('state', this.#compiled.state, state);
    this.#dispose();
    this.#state = mapValues(this.#compiled.state, (_, name) => toTensor(copyOf(state[name] as TensorData)));
    this.#spare = this.#where === 'memory' ? emptyTensors(this.#compiled.state) : undefined;
  }

  async run(inputs: NamedData): Promise<NamedData> {
    const { state, inputs: inputSpecs, outputs } = this.#compiled;
    requireData('inputs', inputSpecs, inputs);
    const before = this.#requireState();
    const feeds = {
      ...renamed(before, ONNX_NAMES.state),
      ...renamed(mapValues(inputs, toTensor), ONNX_NAMES.input),
    };
    const targets: Readonly<Record<string, Tensor | null>> = this.#spare ?? mapValues(state, () => null);
    const results = await this.#session.run(feeds, {
      ...renamed(targets, ONNX_NAMES.nextState),
      ...renamed(
        mapValues(outputs, () => null),
        ONNX_NAMES.output,
      ),
    });
    this.#state = mapValues(state, (_, name) => results[ONNX_NAMES.nextState(name)] as Tensor);
    if (this.#where === 'memory') this.#spare = before;
    else Object.values(before).forEach((tensor) => tensor.dispose());
    return collect(outputs, (name) => results[ONNX_NAMES.output(name)] as Tensor);
  }

  async state(): Promise<NamedData> {
    const tensors = this.#requireState();
    return collect(this.#compiled.state, (name) => tensors[name] as Tensor);
  }

  async close(): Promise<void> {
    this.#dispose();
    await this.#session.release();
  }

  #requireState(): Tensors {
    if (this.#state === undefined) throw new InvalidInput('the step has no state yet: call setState first');
    return this.#state;
  }

  #dispose(): void {
    Object.values(this.#state ?? {}).forEach((tensor) => tensor.dispose());
    this.#state = undefined;
  }
}

function toTensor({ shape, data }: TensorData): Tensor {
  return data instanceof Float32Array ? new Tensor('float32', data, shape) : new Tensor('int32', data, shape);
}

function copyOf(tensor: TensorData): TensorData {
  return { ...tensor, data: tensor.data.slice() };
}

function emptyTensors(specs: TensorSpecs): Tensors {
  return mapValues(specs, ({ shape, dtype }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return toTensor({ shape, dtype, data: dtype === 'float32' ? new Float32Array(size) : new Int32Array(size) });
  });
}

/** Copies of the values, read from the device where they are there. */
async function collect(specs: TensorSpecs, tensorOf: (name: string) => Tensor): Promise<NamedData> {
  const entries = Object.entries(specs).map(async ([name, spec]) => {
    const data = (await tensorOf(name).getData()) as Float32Array | Int32Array;
    return [name, copyOf({ ...spec, data })] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function renamed<T>(record: Readonly<Record<string, T>>, rename: (name: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [rename(name), value]));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
