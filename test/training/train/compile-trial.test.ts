import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { compilationPays, withCompilation } from '../../../src/training/train/compile-trial.js';
import { trainingPlan } from '../../../src/training/train/training-step.js';
import { tinyConfig, tinyData } from './tiny-run.js';

const data = tinyData();
const images = loadDataset('cifar10', { data, split: 'train' });
const cpu = await chooseEngine('cpu');

/** An engine with a compiler that is faster or slower, and changes the loss or not. */
function withCompiler({ pause = 5, factor = 1, fails = false } = {}): Engine {
  return {
    ...cpu,
    onCard: true,
    compiles: true,
    start: async (step, { compiled = false, ...options } = {}) => {
      if (compiled && fails) throw new Error('stride mismatch');
      const running = await cpu.start(step, options);
      return {
        setState: (state) => running.setState(state),
        state: () => running.state(),
        close: () => running.close(),
        run: async (inputs) => {
          // Some times what a step takes, so that a busy machine does not decide.
          await new Promise((resolve) => setTimeout(resolve, compiled ? pause : 60));
          const { loss, ...rest } = await running.run(inputs);
          const first = loss?.data[0] ?? Number.NaN;
          return {
            ...rest,
            loss: { shape: [], dtype: 'float32', data: Float32Array.of(compiled ? factor * first : first) },
          };
        },
      };
    },
  };
}

async function tried(engine: Engine, epochs = 3): Promise<{ pays: boolean; notices: string[]; stored: unknown }> {
  const config = tinyConfig(data, { epochs });
  const notices: string[] = [];
  const options = { config, images, plan: trainingPlan(config, images), engine };
  const pays = await compilationPays(options, (text) => notices.push(text));
  return { pays, notices, stored: (await withCompilation(options, () => undefined)).compile };
}

describe('the trial of a compiler', () => {
  it('takes it where the step is the same and faster, in a run of at least 1,000 steps', async () => {
    const { pays, notices, stored } = await tried(withCompiler());
    expect(pays).toBe(true);
    expect(notices).toEqual([
      expect.stringMatching(/^the step is compiled: it takes [\d.]+ ms compiled and [\d.]+ ms as it is$/),
    ]);
    expect(stored).toBe('off');
    expect((await tried(withCompiler(), 250)).stored).toBe('on');
    expect((await tried({ ...withCompiler(), onCard: false }, 250)).stored).toBe('off');
  }, 60_000);

  it('says why it does not', async () => {
    expect(await tried(withCompiler({ pause: 300 }))).toMatchObject({
      pays: false,
      notices: [expect.stringMatching(/^the step is not compiled: it takes/)],
    });
    expect(await tried(withCompiler({ factor: 1.1 }))).toMatchObject({
      pays: false,
      notices: [expect.stringMatching(/as it is, but with the loss [\d.]+ in place of [\d.]+$/)],
    });
    expect(await tried(withCompiler({ fails: true }))).toMatchObject({
      pays: false,
      notices: ['the step is not compiled, since the compiler failed: stride mismatch'],
    });
  }, 60_000);

  it('is left out where an engine has no compiler, which is asked for none', async () => {
    expect((await tried(cpu)).stored).toBeUndefined();
    const { step } = trainingPlan(tinyConfig(data), images);
    await expect(cpu.start(step, { compiled: true })).rejects.toThrow('the engine cpu has no compiler for steps');
  });
});
