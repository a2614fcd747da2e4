/**
 * WebGPU on a graphics card or, where none is, on SwiftShader. Without either these tests are skipped, and fail when
 * ALPHA_CL_REQUIRE_WEBGPU is set, as the gate does. Vitest gives each file a process: the driver's environment stays here.
 */
import { describe, expect, it } from 'vitest';
import type { NamedData, Step } from '../../src/compile/step.js';
import { CPU } from '../../src/engines/cpu.js';
import { WEBGPU } from '../../src/engines/webgpu.js';
import { tf } from '../../src/tfjs.js';
import { LONGEST_SUM, TINY_TRAINING, train, TRAINING_STEPS } from './tiny-training.js';
import { missingWebgpuDevice } from './vulkan-driver.js';

const missing = missingWebgpuDevice();
const required = (process.env['ALPHA_CL_REQUIRE_WEBGPU'] ?? '') !== '';

/** Half the distance of neighbouring float32 numbers, relative. */
const UNIT_ROUNDOFF = 2 ** -24;

/**
 * A sum of n numbers in another order differs by at most n roundings of its size, and a gradient moves the loss less than
 * its own size: to first order, the differences of all steps before add up.
 */
const RELATIVE_TOLERANCE = TRAINING_STEPS * LONGEST_SUM * UNIT_ROUNDOFF;

it.runIf(required)('has a WebGPU device, as ALPHA_CL_REQUIRE_WEBGPU demands', () => {
  expect(missing).toBeUndefined();
});

describe.skipIf(missing !== undefined)(`webgpu${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  it('trains a small net as the cpu engine does, and to the same bits when it trains again', async () => {
    const [cpu, webgpu] = [await CPU.open(), await WEBGPU.open()];
    const [onCpu, onWebgpu] = [await cpu.start(TINY_TRAINING), await webgpu.start(TINY_TRAINING)];
    const [expected, trained] = [await train(onCpu), await train(onWebgpu)];
    const first = expected.losses[0] as number;
    expect(expected.losses.at(-1)).toBeLessThan(first / 2);
    expected.losses.forEach((loss, step) => {
      expect(Math.abs((trained.losses[step] as number) - loss)).toBeLessThanOrEqual(RELATIVE_TOLERANCE * first);
    });
    expect(await train(onWebgpu)).toEqual(trained);
    await onCpu.close();
    await onWebgpu.close();
  });

  it('frees what the state was: memory stays flat', async () => {
    const side = 1024;
    const halving: Step = {
      state: { weights: { shape: [side, side], dtype: 'float32' } },
      inputs: {},
      run: ({ weights }) => ({
        state: { weights: tf.mul(weights as tf.Tensor, 0.5) },
        outputs: { mean: (weights as tf.Tensor).mean() },
      }),
    };
    const webgpu = await WEBGPU.open();
    const running = await webgpu.start(halving);
    running.setState({
      weights: { shape: [side, side], dtype: 'float32', data: new Float32Array(side * side).fill(1) },
    });
    const run = async (steps: number): Promise<NamedData> => {
      let outputs: NamedData = {};
      for (let step = 0; step < steps; step++) outputs = await running.run({});
      return outputs;
    };
    await run(20);
    const before = process.memoryUsage.rss();
    expect((await run(100))['mean']?.data[0]).toBeCloseTo(2 ** -119, 40);
    // 100 states of 4 MB would be 400 MB (seen here where the device's memory is the process's own, as SwiftShader's is).
    expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
    await running.close();
  });
});
