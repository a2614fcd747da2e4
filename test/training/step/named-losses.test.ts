/** One scale: a loss by name and the same loss as formulae are one step. */
import { beforeAll, expect, it } from 'vitest';
import { lossNames, namedFormulae } from '../../../src/theory/losses/named-losses.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { sgd } from '../../../src/training/step/sgd.js';
import type { StepObjective } from '../../../src/training/step/batch-loss.js';
import { contrastiveStep } from '../../../src/training/step/contrastive-step.js';
import { initialState } from '../../../src/training/step/initial-state.js';
import { namedObjective } from '../../../src/training/train/named-objectives.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';
import { IMAGE_SIZE, runStep, SMALL_NET, smallBatch, smallNetWeights, type RunResult } from './small-net.js';

beforeAll(() => tf.setBackend('cpu'));

function firstStep(objective: StepObjective): RunResult {
  const step = contrastiveStep({ model: SMALL_NET, objective, optimiser: sgd(), pairs: 6, imageSize: IMAGE_SIZE });
  return runStep(step, initialState(step, smallNetWeights(1)), smallBatch(step, 5, 0.01));
}

it.each(lossNames())('--loss %s takes the first step of its formulae, to rounding of float32', (name) => {
  const config = resolveConfig({ flags: { data: 'somewhere', loss: name } });
  const [named, given] = [
    firstStep(namedObjective(name, config)),
    firstStep({ kind: 'formulae', ...namedFormulae(name) }),
  ];
  for (const [tensor, { data }] of Object.entries(named.state)) {
    const other = given.state[tensor]?.data ?? [];
    const entries = [...data].map(Number);
    const largest = Math.max(1e-30, ...entries.map(Math.abs));
    entries.forEach((entry, k) => expect(Math.abs(entry - Number(other[k]))).toBeLessThanOrEqual(1e-5 * largest));
  }
  expect(named.outputs['loss']?.data[0]).toBeCloseTo(given.outputs['loss']?.data[0] ?? NaN, 4);
});
