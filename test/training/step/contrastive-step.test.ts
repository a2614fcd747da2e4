import { beforeAll, describe, expect, it } from 'vitest';
import type { NamedData, Step, TensorSpecs } from '../../../src/training/compile/step.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { IMPORTANCE_NAMES } from '../../../src/theory/losses/importances.js';
import { adam } from '../../../src/training/step/adam.js';
import type { StepObjective } from '../../../src/training/step/batch-loss.js';
import { contrastiveStep, type ContrastiveStepOptions } from '../../../src/training/step/contrastive-step.js';
import { initialState } from '../../../src/training/step/initial-state.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { IMAGE_SIZE, runStep, SMALL_NET, smallBatch, smallNetWeights, type RunResult } from './small-net.js';

const INFONCE: StepObjective = { kind: 'cross-entropy', temperature: 0.5 };

const OBJECTIVES: readonly (readonly [string, StepObjective])[] = [
  ['infonce', INFONCE],
  ['quadratic', { kind: 'quadratic' }],
  ...IMPORTANCE_NAMES.flatMap((name) =>
    (['stop', 'back-propagate'] as const).map((gradient): [string, StepObjective] => [
      `alpha-cl ${name} ${gradient}`,
      { kind: 'alpha-cl', importance: { name }, gradient },
    ]),
  ),
];

beforeAll(() => tf.setBackend('cpu'));

function build(options: Partial<ContrastiveStepOptions> = {}): Step {
  return contrastiveStep({
    model: SMALL_NET,
    objective: INFONCE,
    optimiser: adam(),
    pairs: 6,
    imageSize: IMAGE_SIZE,
    ...options,
  });
}

function withBuffers(weights: NamedData): NamedData {
  return { ...weights, untouched: { shape: [2], dtype: 'float32', data: Float32Array.of(3, 4) } };
}

function start(step: Step, seed = 1): NamedData {
  return initialState(step, withBuffers(smallNetWeights(seed)));
}

/** Steps on new noise of new images each time. */
function train(step: Step, steps: number, seed = 1): RunResult[] {
  const results: RunResult[] = [];
  let state = start(step, seed);
  for (let k = 0; k < steps; k++) {
    const result = runStep(step, state, smallBatch(step, 1000 * seed + k, 0.01));
    results.push(result);
    state = result.state;
  }
  return results;
}

/** InfoNCE of the network in this state, over fresh images. */
function contrast(state: NamedData): number {
  const step = build({ pairs: 24 });
  return output(runStep(step, { ...start(step), ...state }, smallBatch(step, 99, 0)), 'loss');
}

function output(result: RunResult | undefined, name: string): number {
  return result?.outputs[name]?.data[0] ?? Number.NaN;
}

describe('a contrastive step', () => {
  // Under α-CL the loss is not the same function from step to step, so InfoNCE measures what has been learnt.
  it.each(OBJECTIVES)('teaches the network to tell samples apart within 20 steps: %s', (_name, objective) => {
    const step = build({ objective });
    const trained = train(step, 20).at(-1)?.state ?? {};
    expect(contrast(trained)).toBeLessThan(contrast(start(step)) - 0.05);
  });

  it('lowers its own loss on images that it sees again', () => {
    const step = build();
    const inputs = smallBatch(step, 1, 0.01);
    let state = start(step);
    const losses = Array.from({ length: 20 }, () => {
      const result = runStep(step, state, inputs);
      ({ state } = result);
      return output(result, 'loss');
    });
    losses.slice(1).forEach((loss, k) => expect(loss).toBeLessThan(losses[k] as number));
  });

  it('returns state of the names, shapes and types that went in', () => {
    const step = build();
    const [result] = train(step, 1);
    expect(
      Object.fromEntries(
        Object.entries(result?.state ?? {}).map(([name, { shape, dtype }]) => [name, { shape: [...shape], dtype }]),
      ),
    ).toEqual(step.state);
  });

  it('gives the same bits for the same seed', () => {
    const [one, two] = [train(build(), 5, 7), train(build(), 5, 7)];
    expect(two).toEqual(one);
    expect(train(build(), 5, 8)).not.toEqual(one);
  });

  it.each<[string, StepObjective]>([
    ['InfoNCE', INFONCE],
    ['formulae, ψ exponential', { kind: 'formulae', phi: 'log(1 + x)', psi: 'exp(x)' }],
    ['formulae, ψ not', { kind: 'formulae', phi: 'x', psi: 'softplus(x)' }],
  ])('leaves no tensors behind, and the state that it was given untouched: %s', (_name, objective) => {
    const step = build({ objective, report: 'gradients' });
    const inputs = smallBatch(step, 1, 0.01);
    const before = tf.memory().numTensors;
    let state = start(step);
    for (let k = 0; k < 3; k++) ({ state } = runStep(step, state, inputs));
    expect(tf.memory().numTensors).toBe(before);
    expect(state['untouched']?.data).toEqual(Float32Array.of(3, 4));
  });

  it('disposes of nothing that it was given, not even of buffers that the model hands through', () => {
    const step = build();
    const given = (specs: TensorSpecs): Record<string, tf.Tensor> =>
      Object.fromEntries(Object.entries(specs).map(([name, { shape, dtype }]) => [name, tf.ones([...shape], dtype)]));
    const [state, inputs] = [given(step.state), given(step.inputs)];
    const result = step.run(state, inputs);
    tf.dispose([result.state, result.outputs]);
    expect([...Object.values(state), ...Object.values(inputs)].every((tensor) => !tensor.isDisposed)).toBe(true);
    tf.dispose([state, inputs]);
  });

  it('moves running statistics once for joint views and twice for separate ones, which differ in their batch means', () => {
    const [separate] = train(build({ views: 'separate' }), 1);
    const [joint] = train(build({ views: 'joint' }), 1);
    expect(separate?.state['hidden.batches']?.data[0]).toBe(2);
    expect(joint?.state['hidden.batches']?.data[0]).toBe(1);
    expect(output(separate, 'loss')).not.toBeCloseTo(output(joint, 'loss'), 4);
  });

  it('reports gradients on request, whose norm is the gradient norm', () => {
    const [result] = train(build({ report: 'gradients' }), 1);
    const entries = Object.keys(SMALL_NET.parameters).flatMap((name) => [
      ...(result?.outputs[`gradient/${name}`]?.data ?? [Number.NaN]),
    ]);
    expect(Math.hypot(...entries)).toBeCloseTo(output(result, 'gradientNorm'), 5);
    expect(Object.keys(train(build(), 1)[0]?.outputs ?? {})).toEqual(['loss', 'gradientNorm']);
  });

  it.each(OBJECTIVES)(
    'is finite for 2 pairs of equal views, and for images that are all the same: %s',
    (_name, objective) => {
      const step = build({ objective, pairs: 2 });
      const inputs = smallBatch(step, 1, 0.01, 0);
      const flat = { ...inputs, second: { ...step.inputs['second'], data: new Float32Array(2 * IMAGE_SIZE ** 2 * 3) } };
      for (const batch of [inputs, { ...flat, first: flat.second }] as NamedData[]) {
        const result = runStep(step, start(step), batch);
        expect(output(result, 'loss')).toSatisfy(Number.isFinite);
        expect(output(result, 'gradientNorm')).toSatisfy(Number.isFinite);
        for (const { data } of Object.values(result.state)) expect([...data].every(Number.isFinite)).toBe(true);
      }
    },
  );

  it.each([
    [() => build({ pairs: 1 }), 'pairs is 1: it must be a whole number of at least 2'],
    [() => build({ imageSize: 0 }), 'imageSize is 0'],
    [() => build({ views: 'both' as 'joint' }), 'unknown views "both": choose one of separate, joint'],
    [() => build({ report: 'all' as 'losses' }), 'choose one of losses, gradients'],
    [() => build({ objective: { kind: 'cross-entropy', temperature: 0 } }), 'temperature is 0'],
    [() => build({ objective: { kind: 'mine' } as unknown as StepObjective }), 'cross-entropy, quadratic, alpha-cl'],
    [() => initialState(build(), { other: { shape: [], dtype: 'float32', data: Float32Array.of(0) } }), '"other"'],
    [
      () => initialState(build(), { 'hidden.bias': { shape: [3], dtype: 'float32', data: new Float32Array(3) } }),
      'float32 [3]: the step needs float32 [12]',
    ],
  ])('explains itself: %#', (act, words) => {
    expect(act).toThrow(InvalidInput);
    expect(act).toThrow(words);
  });
});
