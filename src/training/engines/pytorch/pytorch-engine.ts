/** A traced step on PyTorch: written as a Python file, and run by a process that keeps the state on its device. */
import { mapKeys, mapValues } from '../../../base/map-values.js';
import { sizeOf, type NamedData, type Step, type TensorData, type TensorSpecs } from '../../compile/step.js';
import { STEP_NAMES, traceStep, type TracedStep } from '../../compile/compile-step.js';
import { lowerToPyTorch } from '../../compile/pytorch/lower-to-pytorch.js';
import type { ConstantData, TracedSpec } from '../../compile/trace.js';
import type { Engine, RunningStep, StartOptions } from '../engine.js';
import { guarded } from '../guarded.js';
import { PythonProcess, type PythonProcessOptions } from './python-process.js';

/** The oldest PyTorch that has the operators, as [major, minor]. */
const OLDEST = [1, 13] as const;

/**
 * Starts PyTorch and makes an engine of it.
 *
 * @throws Error (rejects) when Python cannot load PyTorch, it is too old, or there is no such device
 */
export async function pytorchEngine(options: PythonProcessOptions): Promise<Engine> {
  const python = new PythonProcess(options);
  const { torch, device, name, executable } = (await python.hello).header as Record<string, string>;
  const [major = 0, minor = 0] = (torch ?? '').split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    python.end();
    throw new Error(`${executable} has PyTorch ${torch}, and ${OLDEST.join('.')} is the oldest that will do`);
  }
  return guarded({
    name: 'pytorch',
    device: `${name === 'cpu' ? 'CPU' : name} (PyTorch ${torch} on ${device}, ${executable})`,
    precisions: ['float32', 'bfloat16', ...(device === 'cpu' ? [] : (['float16'] as const))],
    start: async (step, chosen) => startPyTorch(python, step, chosen),
  });
}

/** Starts a step as `pytorchEngine` does, but without checks of its state, inputs and outputs. */
export async function startPyTorch(
  python: PythonProcess,
  step: Step,
  { precision = 'float32' }: StartOptions = {},
): Promise<RunningStep> {
  const traced = traceStep(step);
  const { source, constants } = lowerToPyTorch(traced.trace, { convolutionType: precision });
  const id = nextId++;
  await python.ask(
    {
      do: 'load',
      id,
      source,
      constants: constants.map(({ name, ...spec }) => specRow(name, spec)),
      state: rowsOf(traced.state),
      inputs: rowsOf(mapKeys(traced.inputs, STEP_NAMES.input)),
      outputs: Object.keys(traced.outputs).map(STEP_NAMES.output),
    },
    constants.map(({ data }) => bytesOf(data)),
  );
  return new PyTorchStep(python, id, traced);
}

let nextId = 0;

/** A state cannot be handed over at once: it is sent with the next request. */
class PyTorchStep implements RunningStep {
  readonly #python: PythonProcess;
  readonly #id: number;
  readonly #traced: TracedStep;
  #state: NamedData | undefined;
  #slowest = 0;

  constructor(python: PythonProcess, id: number, traced: TracedStep) {
    this.#python = python;
    this.#id = id;
    this.#traced = traced;
  }

  setState(state: NamedData): void {
    this.#state = mapValues(state, (tensor) => ({ ...tensor, data: tensor.data.slice() }));
  }

  async run(inputs: NamedData): Promise<NamedData> {
    await this.#handOver();
    const began = performance.now();
    const { data } = await this.#python.ask(
      { do: 'run', id: this.#id },
      partsOf(this.#traced.inputs, inputs),
      this.#limit(),
    );
    this.#slowest = Math.max(this.#slowest, (performance.now() - began) / 1000);
    return cut(this.#traced.outputs, data);
  }

  async state(): Promise<NamedData> {
    await this.#handOver();
    const { data } = await this.#python.ask({ do: 'get_state', id: this.#id });
    return cut(this.#traced.state, data);
  }

  async close(): Promise<void> {
    await this.#python.ask({ do: 'close', id: this.#id });
  }

  async #handOver(): Promise<void> {
    const state = this.#state;
    if (state === undefined) return;
    this.#state = undefined;
    await this.#python.ask({ do: 'set_state', id: this.#id }, partsOf(this.#traced.state, state));
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
