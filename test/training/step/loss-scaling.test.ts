import { beforeAll, expect, it } from 'vitest';
import type { NamedData, Step } from '../../../src/training/compile/step.js';
import { adam } from '../../../src/training/step/adam.js';
import { contrastiveStep } from '../../../src/training/step/contrastive-step.js';
import { initialState } from '../../../src/training/step/initial-state.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { IMAGE_SIZE, runStep, SMALL_NET, smallBatch, smallNetWeights } from './small-net.js';

beforeAll(() => tf.setBackend('cpu'));

function build(lossScaling: 'none' | 'dynamic'): Step {
  return contrastiveStep({
    model: SMALL_NET,
    objective: { kind: 'cross-entropy', temperature: 0.5 },
    optimiser: adam(),
    pairs: 4,
    imageSize: IMAGE_SIZE,
    lossScaling,
    report: 'gradients',
  });
}

function scalars(scale: number, goodSteps: number): NamedData {
  const scalar = (value: number) => ({ shape: [], dtype: 'float32' as const, data: Float32Array.of(value) });
  return { 'lossScale.scale': scalar(scale), 'lossScale.goodSteps': scalar(goodSteps) };
}

it('starts at 2¹⁶ and changes nothing in float32: a power of two rounds nothing', () => {
  const [plain, scaled] = [build('none'), build('dynamic')];
  const inputs = smallBatch(plain, 1, 0.01);
  const expected = runStep(plain, initialState(plain, smallNetWeights(1)), inputs);
  const actual = runStep(scaled, initialState(scaled, smallNetWeights(1)), inputs);
  expect(actual.outputs).toEqual(expected.outputs);
  expect(actual.state).toEqual({ ...expected.state, ...scalars(2 ** 16, 1) });
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])('skips the whole step and halves when a pixel is %f', (pixel) => {
  const step = build('dynamic');
  const state = { ...initialState(step, smallNetWeights(1)), ...scalars(1024, 17) };
  const inputs = smallBatch(step, 1, 0.01);
  inputs['first']?.data.set([pixel], 5);
  const before = tf.memory().numTensors;
  expect(runStep(step, state, inputs).state).toEqual({ ...state, ...scalars(512, 0) });
  expect(tf.memory().numTensors).toBe(before);
});

it.each([
  [1024, 1998, 1024, 1999],
  [1024, 1999, 2048, 0],
  [2 ** 24, 1999, 2 ** 24, 0],
])('doubles after 2,000 finite steps in a row, up to 2²⁴: %i after %i', (scale, good, nextScale, nextGood) => {
  const step = build('dynamic');
  const state = { ...initialState(step, smallNetWeights(1)), ...scalars(scale, good) };
  const next = runStep(step, state, smallBatch(step, 1, 0.01)).state;
  expect(next).toMatchObject(scalars(nextScale, nextGood));
  expect(next['hidden.bias']).not.toEqual(state['hidden.bias']);
});
