/** A traced step on PyTorch: written as a Python file, and run by a process that keeps the state on its device. */
import { mapKeys, mapValues } from '../../../base/map-values.js';
import { sizeOf, type NamedData, type Step, type TensorData, type TensorSpecs } from '../../compile/step.js';
import { STEP_NAMES, traceStep, type TracedStep } from '../../compile/compile-step.js';
import { lowerToPyTorch, type TorchProgram } from '../../compile/pytorch/lower-to-pytorch.js';
import type { ConstantData, TracedSpec } from '../../compile/trace.js';
import type { Engine, RunningStep, StartOptions } from '../engine.js';
import { guarded } from '../guarded.js';
import type { Answer, PythonProcessOptions } from './python-process.js';
import { ReplicaProcesses, type Request } from './replica-processes.js';

/** The oldest PyTorch that has the operators, as [major, minor]. */
const OLDEST = [1, 13] as const;

/** The options of opening the engine. */
export interface PyTorchOptions extends PythonProcessOptions {
  /** The number of replicas that take a step together. Default 1. */
  readonly devices?: number;
}

/**
 * Starts PyTorch and makes an engine of it.
 *
 * @throws Error (rejects) when Python cannot load PyTorch, it is too old, or there is no such device
 */
export async function pytorchEngine({ devices = 1, ...options }: PyTorchOptions): Promise<Engine> {
  const processes = await ReplicaProcesses.start(options, devices);
  const [hello] = (await processes.hello()) as [Answer];
  const { torch, device, name, executable } = hello.header as Record<string, string>;
  const [major = 0, minor = 0] = (torch ?? '').split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    processes.end();
    throw new Error(`${executable} has PyTorch ${torch}, and ${OLDEST.join('.')} is the oldest that will do`);
  }
  const times = devices === 1 ? '' : `${devices} × `;
  const nodes = processes.nodes.length > 1 ? ` on ${processes.nodes.length} nodes` : '';
  return guarded({
    name: 'pytorch',
    device: `${times}${name === 'cpu' ? 'CPU' : name}${nodes} (PyTorch ${torch} on ${device}, ${executable})`,
    precisions: [
      'float32',
      ...(device?.startsWith('cuda') ? (['tf32'] as const) : []),
      'bfloat16',
      ...(device === 'cpu' ? [] : (['float16'] as const)),
    ],
    onCard: device !== 'cpu',
    compiles: true,
    replicas: devices,
    start: async (step, chosen) => startPyTorch(processes, step, chosen),
  });
}

/** Starts a step as `pytorchEngine` does, but without checks of its state, inputs and outputs. */
export async function startPyTorch(
  processes: ReplicaProcesses,
  step: Step,
  { precision = 'float32', compiled = false }: StartOptions = {},
): Promise<RunningStep> {
  const traced = traceStep(step);
  const convolutionType = precision === 'tf32' ? 'float32' : precision;
  const { source, constants } = lowerToPyTorch(traced.trace, { convolutionType });
  const running = new PyTorchStep(processes, step, traced);
  await running.load({ source, constants }, { precision, compiled });
  return running;
}

let nextId = 0;

/** A state cannot be handed over at once: it is sent with the next request. */
class PyTorchStep implements RunningStep {
  readonly #processes: ReplicaProcesses;
  readonly #id = nextId++;
  readonly #step: Step;
  readonly #traced: TracedStep;
  #state: NamedData | undefined;
  #slowest = 0;
  #way: string | undefined;

  constructor(processes: ReplicaProcesses, step: Step, traced: TracedStep) {
    this.#processes = processes;
    this.#step = step;
    this.#traced = traced;
  }

  async load({ source, constants }: TorchProgram, options: Required<StartOptions>): Promise<void> {
    const { state, inputs, outputs } = this.#traced;
    const header = {
      source,
      tf32: options.precision === 'tf32',
      compile: options.compiled,
      constants: constants.map(({ name, ...spec }) => specRow(name, spec)),
      state: rowsOf(state),
      inputs: rowsOf(mapKeys(inputs, STEP_NAMES.input)),
      outputs: Object.keys(outputs).map(STEP_NAMES.output),
    };
    await this.#ask('load', () => constants.map(({ data }) => bytesOf(data)), header);
  }

  get way(): string | undefined {
    return this.#way;
  }

  setState(state: NamedData): void {
    this.#state = mapValues(state, (tensor) => ({ ...tensor, data: tensor.data.slice() }));
  }

  async run(inputs: NamedData): Promise<NamedData> {
    await this.#handOver();
    const began = performance.now();
    const { header, data } = await this.#ask('run', (rank) => this.#partsOf(inputs, rank), {}, this.#limit());
    this.#way = typeof header['way'] === 'string' ? header['way'] : undefined;
    this.#slowest = Math.max(this.#slowest, (performance.now() - began) / 1000);
    return cut(this.#traced.outputs, data);
  }

  async state(): Promise<NamedData> {
    await this.#handOver();
    const { data } = await this.#processes.first({ header: { do: 'get_state', id: this.#id } });
    return cut(this.#traced.state, data);
  }

  async close(): Promise<void> {
    await this.#ask('close');
  }

  async #handOver(): Promise<void> {
    const state = this.#state;
    if (state === undefined) return;
    this.#state = undefined;
    const parts = partsOf(this.#traced.state, state);
    await this.#ask('set_state', () => parts);
  }

  /** Asks the replicas that take the step: all, or the first where it is not for several. */
  #ask(
    deed: string,
    parts: (rank: number) => readonly Uint8Array[] = () => [],
    more: object = {},
    limit?: number,
  ): Promise<Answer> {
    const requestOf = (rank: number): Request => ({
      header: { do: deed, id: this.#id, ...more },
      parts: parts(rank),
    });
    return this.#step.replicas === undefined
      ? this.#processes.first(requestOf(0), limit)
      : this.#processes.all(requestOf, limit);
  }

  /** A replica's inputs: its rows of those that are split. */
  #partsOf(inputs: NamedData, rank: number): Uint8Array[] {
    const own = mapValues(inputs, (tensor, name) => {
      if (this.#step.replicas?.split.includes(name) !== true) return tensor;
      const size = sizeOf((this.#traced.inputs[name] as TensorData).shape);
      return { ...tensor, data: tensor.data.subarray(rank * size, (rank + 1) * size) };
    });
    return partsOf(this.#traced.inputs, own);
  }

  /** Seconds to wait for a step: far longer than any before it took; the first may compile programs for its device. */
  #limit(): number {
    return this.#slowest === 0 ? FIRST_STEP : Math.max(SHORTEST_LIMIT, 100 * this.#slowest);
  }
}

const FIRST_STEP = 1800;
const SHORTEST_LIMIT = 300;

type SpecRow = readonly [name: string, shape: readonly number[], dtype: string];

function specRow(name: string, { shape, dtype }: TracedSpec): SpecRow {
  return [name, shape, dtype];
}

function rowsOf(specs: TensorSpecs): SpecRow[] {
  return Object.entries(specs).map(([name, spec]) => specRow(name, spec));
}

function partsOf(specs: TensorSpecs, data: NamedData): Uint8Array[] {
  return Object.keys(specs).map((name) => bytesOf((data[name] as TensorData).data));
}

/** Returns the bytes of an array, up to a multiple of four. */
function bytesOf(data: ConstantData): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length % 4 === 0) return bytes;
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  return padded;
}

/** Cuts data into tensors, which share its memory. */
function cut(specs: TensorSpecs, { buffer }: Uint8Array<ArrayBuffer>): NamedData {
  const sizes = Object.values(specs).map(({ shape }) => sizeOf(shape));
  const expected = 4 * sizes.reduce((sum, size) => sum + size, 0);
  if (buffer.byteLength !== expected) {
    throw new Error(`PyTorch gave ${buffer.byteLength} bytes of results, and ${expected} were expected`);
  }
  let at = 0;
  return mapValues(specs, (spec) => {
    const size = sizeOf(spec.shape);
    const data = spec.dtype === 'float32' ? new Float32Array(buffer, at, size) : new Int32Array(buffer, at, size);
    at += 4 * size;
    return { ...spec, data };
  });
}
