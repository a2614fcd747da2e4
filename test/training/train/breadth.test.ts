/** Every data set, optimiser and protocol trains, is interrupted, and goes on to the same bits. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { flagOf, type ConfigSources } from '../../../src/training/train/run-config.js';
import { beginRun, resumeRun } from '../../../src/training/train/train.js';
import type { TrainOutcome } from '../../../src/training/train/train-steps.js';
import {
  patternRecords,
  stl10Pixels,
  temporaryFolder,
  writeDataFile,
  writeTinyDatasets,
} from '../data/tiny-dataset.js';
import { startCli } from './kill.js';
import { checkpointBytes, tinyConfig, tinyFlags } from './tiny-run.js';

/** Some seconds each, but on a busy machine, in milliseconds. */
const ENGINES_TIME = 300_000;

const data = temporaryFolder();
writeTinyDatasets(data, 6);
writeDataFile(data, 'stl10', 'unlabeled_X.bin', stl10Pixels(patternRecords(3, 96)));
const root = temporaryFolder();
let runs = 0;

/** 4 steps: 2 epochs of 2 batches of 3. Interrupted after the first, resumed, and compared with the undisturbed run. */
async function trained(flags: ConfigSources['flags']): Promise<TrainOutcome> {
  const run = path.join(root, `run-${runs++}`);
  const config = tinyConfig(data, { batch: 3, epochs: 2, ...flags });
  const whole = await beginRun(`${run}-whole`, config);
  const controller = new AbortController();
  const onProgress = (): void => controller.abort();
  await beginRun(run, config, { signal: controller.signal, onProgress });
  const resumed = await resumeRun(run, { flags: {} });
  expect(resumed).toMatchObject({ status: 'finished', step: whole.steps, dataset: whole.dataset });
  expect(checkpointBytes(run, whole.steps)).toBe(checkpointBytes(`${run}-whole`, whole.steps));
  return whole;
}

describe('a run', () => {
  it.each<[string, ConfigSources['flags']]>([
    ['CIFAR-100', { dataset: 'cifar100' }],
    ['the protocol of the authors, sgd', { protocol: 'authors', optimiser: 'sgd', momentum: 0.8, weightDecay: 1e-4 }],
    ['lars with a warm-up', { optimiser: 'lars', warmUpEpochs: 1, weightDecay: 1e-6 }],
    ['a back-propagated importance', { loss: 'alpha-cl-direct', gradient: 'back-propagate' }],
  ])('trains with %s, and is resumed to the same bits', async (_, flags) => {
    expect(await trained(flags)).toMatchObject({ status: 'finished', steps: 4 });
  });

  it('takes the unlabeled images of STL-10 as the authors do, and says how many of all it had', async () => {
    const outcome = await trained({ dataset: 'stl10', protocol: 'authors', epochs: 1 });
    expect(outcome).toMatchObject({
      steps: 3,
      dataset: { name: 'STL-10 train+unlabeled', images: 9, officialImages: 105_000 },
    });
  });

  /** Through the command line: engines that may end their process are first tried in another, from built files. */
  async function lossBy(engine: string): Promise<number> {
    const flags = tinyFlags(data, { batch: 3, epochs: 2, engine });
    const given = Object.entries(flags).flatMap(([name, value]) => [flagOf(name), String(value)]);
    const { code, stdout, stderr } = await startCli(['train', '--json', '--out', `${root}/${engine}`, ...given]).ended;
    expect(code, stderr).toBe(0);
    const outcome = JSON.parse(stdout) as { loss: number; engine: { name: string } };
    if (engine !== 'auto') expect(outcome.engine.name).toBe(engine);
    return outcome.loss;
  }

  it(
    'trains by whichever engine auto finds the fastest, and on TensorFlow.js, to a like loss',
    async () => {
      const expected = await lossBy('cpu');
      // `auto` tries all of them, and test/training/engines/webgpu.test.ts trains on WebGPU.
      for (const engine of ['tfjs', 'auto']) expect(await lossBy(engine), engine).toBeCloseTo(expected, 3);
    },
    ENGINES_TIME,
  );
});
