import { beforeAll, describe, expect, it } from 'vitest';
import { tf } from '../../../src/training/compile/tfjs.js';
import { CPU } from '../../../src/training/engines/cpu.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { TFJS } from '../../../src/training/engines/tfjs.js';
import { tryOut } from '../../../src/training/engines/trial.js';
import { IMAGE_CASES } from '../compile/kernel-cases/images.js';
import { expectImageKernel, TENSORFLOW, WITHOUT_TENSORFLOW } from './tensorflow.js';
import { excessDifference, TINY_TRAINING, train } from './tiny-training.js';

describe.skipIf(WITHOUT_TENSORFLOW)(`the engine tfjs on ${TENSORFLOW}`, () => {
  let engine: Engine;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    engine = await TFJS.open();
    expect(engine.device).toMatch(/\(TensorFlow/);
  });

  it.each(Object.keys(IMAGE_CASES))('gives what tfjs gives in JavaScript of %s', async (kernel) =>
    expectImageKernel(engine, kernel),
  );

  it('trains a convolutional net as the engine cpu does', async () => {
    const [onTensorFlow, onCpu] = [await engine.start(TINY_TRAINING), await (await CPU.open()).start(TINY_TRAINING)];
    expect(excessDifference(await train(onTensorFlow, 3), await train(onCpu, 3))).toBeLessThanOrEqual(1);
    await onTensorFlow.close();
    await onCpu.close();
  });

  it('passes the trial of alpha-cl engines', async () => {
    expect(await tryOut(engine)).toBeGreaterThan(0);
  });
});
