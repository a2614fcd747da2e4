/** A step run op by op on a TensorFlow.js backend: slow, but wherever TensorFlow.js runs. */
import { requireSameState } from '../compile/compile-step.js';
import type { NamedData, NamedTensors, Step, TensorData } from '../compile/step.js';
import { tf } from '../compile/tfjs.js';
import type { Engine, RunningStep } from './engine.js';
import { guarded } from './guarded.js';
import { mapValues } from '../../base/map-values.js';

export interface TfjsEngineOptions {
  /** A backend that is registered with TensorFlow.js, and starts at once (`cpu`, `tensorflow`). */
  readonly backend: string;
  readonly device: string;
}

export function tfjsEngine({ backend, device }: TfjsEngineOptions): Engine {
  const start = async (step: Step): Promise<RunningStep> => new TfjsRunningStep(step, backend);
  return guarded({ name: 'tfjs', device, precisions: ['float32'], start });
}

class TfjsRunningStep implements RunningStep {
  readonly #step: Step;
  readonly #backend: string;
  #state: NamedTensors = {};

  constructor(step: Step, backend: string) {
    this.#step = step;
    this.#backend = backend;
  }

  setState(state: NamedData): void {
    tf.dispose(this.#state);
    this.#state = onBackend(this.#backend, () => mapValues(state, toTensor));
  }

  async run(inputs: NamedData): Promise<NamedData> {
    const before = this.#state;
    const { state, outputs } = onBackend(this.#backend, () =>
      tf.tidy(() => {
        const result = this.#step.run(before, mapValues(inputs, toTensor));
        requireSameState(this.#step.state, result.state);
        // A tensor may be handed out twice, or be what came in: each gets a handle of its own (the numbers are shared).
        const handedOut = {
          state: mapValues(result.state, (tensor) => tensor.clone()),
          outputs: mapValues(result.outputs, (tensor) => tensor.clone()),
        };
        // What a step makes inside tf.valueAndGrads it has to tf.keep, and no tidy frees that.
        tf.dispose([result.state, result.outputs]);
        return handedOut;
      }),
    );
    tf.dispose(before);
    this.#state = state;
    try {
      return await read(outputs);
    } finally {
      tf.dispose(outputs);
    }
  }

  async state(): Promise<NamedData> {
    return read(this.#state);
  }

  async close(): Promise<void> {
    tf.dispose(this.#state);
  }
}

/** Runs `work` on a backend, and restores the earlier one, if there was one. */
function onBackend<T>(backend: string, work: () => T): T {
  const before = tf.getBackend();
  // Backends that start at once are set before the promise resolves.
  void tf.setBackend(backend);
  try {
    return work();
  } finally {
    if (before) void tf.setBackend(before);
  }
}

/** Copies data into a tensor: the backends keep the array they are given. */
function toTensor({ data, shape, dtype }: TensorData): tf.Tensor {
  return tf.tensor(data.slice(), [...shape], dtype);
}

async function read(tensors: NamedTensors): Promise<NamedData> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => {
    const data = (await tensor.data()) as Float32Array | Int32Array;
    const { shape, dtype } = tensor as { shape: number[]; dtype: 'float32' | 'int32' };
    return [name, { shape, dtype, data: data.slice() }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
