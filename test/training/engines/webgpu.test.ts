/**
 * WebGPU on a graphics card or, where none is, on SwiftShader. Without either these tests are skipped, and fail when
 * ALPHA_CL_REQUIRE_WEBGPU is set, as the gate does. Vitest gives each file a process: the driver's environment stays here.
 */
import { describe, expect, it } from 'vitest';
import type { NamedData, Step } from '../../../src/training/compile/step.js';
import { CPU } from '../../../src/training/engines/cpu.js';
import { WEBGPU } from '../../../src/training/engines/webgpu.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { excessDifference, TINY_TRAINING, train } from './tiny-training.js';
import { missingWebgpuDevice } from './vulkan-driver.js';

const missing = missingWebgpuDevice();
const required = (process.env['ALPHA_CL_REQUIRE_WEBGPU'] ?? '') !== '';

if (missing !== undefined) process.stderr.write(`WebGPU is not tested: ${missing}\n`);

const STEPS = 20;

it.runIf(required)('has a WebGPU device, as ALPHA_CL_REQUIRE_WEBGPU demands', () => {
  expect(missing).toBeUndefined();
});

describe.skipIf(missing !== undefined)(`webgpu${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  it('trains a small net as the cpu engine does, and to the same bits when it trains again', async () => {
    const [cpu, webgpu] = [await CPU.open(), await WEBGPU.open()];
    const [onCpu, onWebgpu] = [await cpu.start(TINY_TRAINING), await webgpu.start(TINY_TRAINING)];
    const [expected, trained] = [await train(onCpu, STEPS), await train(onWebgpu, STEPS)];
    expect(expected.losses.at(-1)).toBeLessThan((expected.losses[0] as number) / 2);
    expect(excessDifference(trained, expected)).toBeLessThanOrEqual(1);
    expect(await train(onWebgpu, STEPS)).toEqual(trained);
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
        outputs: { mean: tf.mean(weights as tf.Tensor) },
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
