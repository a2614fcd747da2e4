import { describe, expect, it } from 'vitest';
import type { NamedData, Step, TensorData } from '../../../src/training/compile/step.js';
import { CPU } from '../../../src/training/engines/cpu.js';
import { tfjsEngine } from '../../../src/training/engines/tfjs-engine.js';
import { TFJS } from '../../../src/training/engines/tfjs.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { excessDifference, initialState, pairsOfViews, TINY_TRAINING, train } from './tiny-training.js';

const ENGINE = tfjsEngine({ backend: 'cpu', device: 'test' });

function one(value: number): TensorData {
  return { shape: [1], dtype: 'float32', data: Float32Array.of(value) };
}

class IdleBackend extends tf.KernelBackend {
  override dispose(): void {}
}

describe('a step on TensorFlow.js', () => {
  it('does as the cpu engine does', async () => {
    const [onTfjs, onCpu] = [await ENGINE.start(TINY_TRAINING), await (await CPU.open()).start(TINY_TRAINING)];
    expect(excessDifference(await train(onTfjs, 3), await train(onCpu, 3))).toBeLessThanOrEqual(1);
    await onTfjs.close();
    await onCpu.close();
  });

  it('keeps no tensors from one step to the next, and none when it is closed', async () => {
    const before = tf.memory().numTensors;
    const running = await ENGINE.start(TINY_TRAINING);
    running.setState(initialState());
    const views = pairsOfViews();
    await running.run(views);
    const held = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) await running.run(views);
    expect(tf.memory().numTensors).toBe(held);
    running.setState(initialState());
    expect(tf.memory().numTensors).toBe(held);
    await running.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('hands out copies, also of what a step passes through', async () => {
    const through: Step = {
      state: { kept: { shape: [1], dtype: 'float32' } },
      inputs: { given: { shape: [1], dtype: 'float32' } },
      run: ({ kept }, { given }) => ({
        state: { kept: given as tf.Tensor },
        outputs: { old: kept as tf.Tensor, again: kept as tf.Tensor },
      }),
    };
    const running = await ENGINE.start(through);
    const inputs: NamedData = { given: one(2) };
    running.setState({ kept: one(1) });
    const outputs = await running.run(inputs);
    expect(outputs).toEqual({ old: one(1), again: one(1) });
    inputs['given']?.data.fill(7);
    (await running.state())['kept']?.data.fill(7);
    expect(await running.state()).toEqual({ kept: one(2) });
    await running.close();
  });

  it('leaves the backend of the caller as it was, also when the step fails', async () => {
    tf.registerBackend('another', () => new IdleBackend());
    await tf.setBackend('another');
    const failing: Step = {
      state: {},
      inputs: {},
      run: () => {
        throw new Error(tf.getBackend());
      },
    };
    const running = await (await TFJS.open()).start(failing);
    running.setState({});
    await expect(running.run({})).rejects.toThrow('cpu');
    expect(tf.getBackend()).toBe('another');
    await tf.setBackend('cpu');
    tf.removeBackend('another');
  });
});
