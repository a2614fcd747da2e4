import { describe, expect, it } from 'vitest';
import type { NamedData, Step, TensorData } from '../../../src/training/compile/step.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { EngineFailure, guarded } from '../../../src/training/engines/guarded.js';
import { onnxEngine } from '../../../src/training/engines/onnx-engine.js';
import { tfjsEngine } from '../../../src/training/engines/tfjs-engine.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { tf } from '../../../src/training/compile/tfjs.js';

const ENGINES = [
  onnxEngine({ name: 'cpu', device: 'test', provider: 'cpu' }),
  tfjsEngine({ backend: 'cpu', device: 'test' }),
].map((engine) => [engine.name, engine] as const);

function numbers(...values: number[]): TensorData {
  return { shape: [values.length], dtype: 'float32', data: Float32Array.from(values) };
}

/** Halves x each time; `root` is √(x − level). */
const STEP: Step = {
  state: { x: { shape: [2], dtype: 'float32' } },
  inputs: { level: { shape: [2], dtype: 'float32' } },
  run: ({ x }, { level }) => ({
    state: { x: tf.mul(x as tf.Tensor, 0.5) },
    outputs: { root: tf.sqrt(tf.sub(x as tf.Tensor, level as tf.Tensor)), double: tf.mul(x as tf.Tensor, 2) },
  }),
};

describe.each(ENGINES)('a step on the engine %s', (_, engine) => {
  it('tells which output is NaN after which step since the state was set', async () => {
    const running = await engine.start(STEP);
    const level: NamedData = { level: numbers(2, 0) };
    running.setState({ x: numbers(100, 1) });
    for (let step = 1; step <= 6; step++) await running.run(level);
    const error: unknown = await running.run(level).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInput);
    expect((error as InvalidInput).message).toMatch(/^root is not a number after step 7: .*learning rate/);
    running.setState({ x: numbers(1, 1) });
    await expect(running.run(level)).rejects.toThrow('after step 1');
    await running.close();
  });

  it('lets infinite outputs pass', async () => {
    const running = await engine.start(STEP);
    running.setState({ x: numbers(Infinity, 1) });
    const { root } = await running.run({ level: numbers(0, 0) });
    expect([...(root as TensorData).data]).toEqual([Infinity, 1]);
    await running.close();
  });

  it('needs a state first, and inputs and states that fit', async () => {
    const running = await engine.start(STEP);
    await expect(running.run({ level: numbers(0, 0) })).rejects.toThrow('setState');
    await expect(running.state()).rejects.toThrow('setState');
    expect(() => running.setState({ x: numbers(1) })).toThrow('state: x is float32 [1], float32 [2] is expected');
    running.setState({ x: numbers(1, 1) });
    await expect(running.run({})).rejects.toThrow('inputs: level is missing');
    await running.close();
  });
});

describe('an engine whose library fails', () => {
  const failing = (reason: unknown): Engine =>
    guarded({
      name: 'broken',
      device: 'test',
      precisions: ['float32'],
      start: async () => ({
        setState: () => undefined,
        run: () => Promise.reject(reason),
        state: async () => ({ x: numbers(1, 1) }),
        close: async () => undefined,
      }),
    });

  async function failure(reason: unknown): Promise<unknown> {
    const running = await failing(reason).start(STEP);
    running.setState({ x: numbers(1, 1) });
    return running.run({ level: numbers(0, 0) }).catch((error: unknown) => error);
  }

  it('is named, with what the library said and what to do', async () => {
    const error = await failure(new Error('the device was lost\n'));
    expect(error).toBeInstanceOf(EngineFailure);
    expect((error as Error).message).toMatch(
      /the engine broken could not run a step: the device was lost\. .*alpha-cl engines/,
    );
  });

  it.each([new InvalidInput('given wrongly'), new TypeError('a defect')])('passes %s on as it is', async (error) => {
    expect(await failure(error)).toBe(error);
  });
});
