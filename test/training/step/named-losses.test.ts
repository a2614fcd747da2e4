/** One scale: a loss by name and the same loss as formulae are one step. */
import { beforeAll, expect, it } from 'vitest';
import {
  distanceLossNames,
  largerLossNames,
  namedDistanceLoss,
} from '../../../src/theory/distance-losses/named-distance-losses.js';
import { namedFormulae, lossNames } from '../../../src/theory/losses/named-losses.js';
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

/** Both as formulae: of margins for the paper's family, else of distances. */
function givenObjective(name: string): StepObjective {
  if (lossNames().includes(name)) return { kind: 'formulae', ...namedFormulae(name) };
  const { formulae, anchors, negatives, keys } = namedDistanceLoss(name);
  return { kind: 'distances', ...formulae, anchors, negatives, keys };
}

it.each(distanceLossNames())('--loss %s takes the first step of its formulae, to rounding of float32', (name) => {
  // The formulae of distances have each sample as a class of its own.
  const labels = largerLossNames().includes(name) ? { labels: 'without' } : {};
  const config = resolveConfig({ flags: { data: 'somewhere', loss: name, ...labels } });
  expectSameStep(firstStep(namedObjective(name, config)), firstStep(givenObjective(name)));
});

it.each(lossNames())('%s in p and n takes the first step that it takes in margins', (name) => {
  const { formulae } = namedDistanceLoss(name);
  expectSameStep(firstStep({ kind: 'distances', ...formulae }), firstStep(givenObjective(name)));
});

it.each(largerLossNames())('knows %s by other names, whatever the case', (name) => {
  const typed = name.toUpperCase().replaceAll('-', ' ');
  const config = resolveConfig({ flags: { data: 'somewhere', loss: typed } });
  expect(config).toEqual(resolveConfig({ flags: { data: 'somewhere', loss: name } }));
});

function expectSameStep(named: RunResult, given: RunResult): void {
  for (const [tensor, { data }] of Object.entries(named.state)) {
    const other = given.state[tensor]?.data ?? [];
    const entries = [...data].map(Number);
    const largest = Math.max(1e-30, ...entries.map(Math.abs));
    entries.forEach((entry, k) => expect(Math.abs(entry - Number(other[k]))).toBeLessThanOrEqual(1e-5 * largest));
  }
  expect(named.outputs['loss']?.data[0]).toBeCloseTo(given.outputs['loss']?.data[0] ?? NaN, 4);
}
