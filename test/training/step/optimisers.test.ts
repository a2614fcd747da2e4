/** Every optimiser over 20 steps, against its formula in float64 and against PyTorch where that is installed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { adam } from '../../../src/training/step/adam.js';
import { lars } from '../../../src/training/step/lars.js';
import type { Optimiser } from '../../../src/training/step/optimiser.js';
import { sgd } from '../../../src/training/step/sgd.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { UNIT_ROUNDOFF } from './float-views.js';
import { askPyTorch, PYTORCH, WITHOUT_PYTORCH } from './pytorch.js';

const STEPS = 20;
const SHAPES = { weight: [3, 4], bias: [4] } as const;
type Name = keyof typeof SHAPES;
const NAMES = Object.keys(SHAPES) as Name[];
type Values = Readonly<Record<Name, readonly number[]>>;

/** Single precision, so that every implementation sees the same numbers. */
function draw(...position: (number | string)[]): Values {
  const random = randomStream(5, ...position);
  const values = (size: number, scale: number): number[] =>
    Array.from({ length: size }, () => Math.fround(scale * random.normal()));
  // Gradients of the size that networks have, where ε and the corrections count.
  return { weight: values(12, 0.1), bias: values(4, 1e-6) };
}

const rateAt = (step: number): number => Math.fround(0.01 / (1 + step));

function floatCourse(optimiser: Optimiser): Values {
  const specs = Object.fromEntries(NAMES.map((name) => [name, { shape: SHAPES[name], dtype: 'float32' as const }]));
  const tensors = (values: Values): Record<string, tf.Tensor> =>
    Object.fromEntries(NAMES.map((name) => [name, tf.tensor([...values[name]], [...SHAPES[name]])]));
  let parameters = tensors(draw('start')) as Readonly<Record<string, tf.Tensor>>;
  let state: Readonly<Record<string, tf.Tensor>> = Object.fromEntries(
    Object.entries(optimiser.state(specs)).map(([name, { shape }]) => [name, tf.zeros([...shape])]),
  );
  for (let step = 0; step < STEPS; step++) {
    const rate = tf.scalar(rateAt(step));
    ({ parameters, state } = optimiser.update(parameters, tensors(draw('gradient', step)), state, rate));
  }
  const read = (name: Name): number[] => [...(parameters[name]?.dataSync() ?? [])];
  return { weight: read('weight'), bias: read('bias') };
}

/** One tensor's update in float64: the textbook formula, element by element or over the whole tensor. */
type Rule = () => (parameter: number[], gradient: number[], step: number, axes: number) => number[];

function exactCourse(rule: Rule): Values {
  const course = (name: Name): number[] => {
    const update = rule();
    let parameter = [...draw('start')[name]];
    for (let step = 0; step < STEPS; step++) {
      parameter = update(parameter, [...draw('gradient', step)[name]], step, SHAPES[name].length);
    }
    return parameter;
  };
  return { weight: course('weight'), bias: course('bias') };
}

const adamRule =
  (weightDecay: number): Rule =>
  () => {
    const [m, v] = [new Float64Array(12), new Float64Array(12)];
    return (parameter, gradient, step) =>
      parameter.map((p, k) => {
        const g = (gradient[k] as number) + weightDecay * p;
        const first = (m[k] = 0.9 * (m[k] as number) + 0.1 * g);
        const second = (v[k] = 0.999 * (v[k] as number) + 0.001 * g * g);
        const corrected = second / (1 - 0.999 ** (step + 1));
        return p - (rateAt(step) * first) / (1 - 0.9 ** (step + 1)) / (Math.sqrt(corrected) + 1e-8);
      });
  };

const sgdRule =
  (weightDecay: number): Rule =>
  () => {
    const v = new Float64Array(12);
    return (parameter, gradient, step) =>
      parameter.map((p, k) => {
        v[k] = 0.9 * (v[k] as number) + (gradient[k] as number) + weightDecay * p;
        return p - rateAt(step) * v[k];
      });
  };

const larsRule =
  (weightDecay: number): Rule =>
  () => {
    const v = new Float64Array(12);
    return (parameter, gradient, step, axes) => {
      const decayed = gradient.map((g, k) => (axes > 1 ? g + weightDecay * (parameter[k] as number) : g));
      const trust = axes > 1 ? (0.001 * Math.hypot(...parameter)) / Math.hypot(...decayed) : 1;
      return parameter.map((p, k) => {
        v[k] = 0.9 * (v[k] as number) + rateAt(step) * trust * (decayed[k] as number);
        return p - v[k];
      });
    };
  };

const COURSES: readonly (readonly [string, Optimiser, Rule])[] = [
  ['Adam', adam(), adamRule(0)],
  ['Adam with weight decay', adam({ weightDecay: 0.1 }), adamRule(0.1)],
  ['SGD with momentum', sgd(), sgdRule(0)],
  ['SGD with weight decay', sgd({ weightDecay: 0.1 }), sgdRule(0.1)],
  ['LARS', lars({ weightDecay: 0.1 }), larsRule(0.1)],
];

/**
 * Against the largest way that any parameter goes: each step rounds the parameter itself once, u·|p|, and the update to some
 * 20 roundings of its operations.
 */
function expectSame(actual: Values, exact: Values): void {
  const start = draw('start');
  for (const name of NAMES) {
    const way = Math.max(...exact[name].map((end, k) => Math.abs(end - (start[name][k] as number))));
    const size = Math.max(...start[name].map(Math.abs), ...exact[name].map(Math.abs));
    const bound = STEPS * UNIT_ROUNDOFF * size + 20 * STEPS * UNIT_ROUNDOFF * way;
    exact[name].forEach((end, k) => {
      expect(Math.abs((actual[name][k] as number) - end)).toBeLessThanOrEqual(bound);
    });
  }
}

beforeAll(() => tf.setBackend('cpu'));

it.each(COURSES)('%s follows its formula', (_name, optimiser, rule) => {
  expectSame(floatCourse(optimiser), exactCourse(rule));
});

describe('LARS', () => {
  it('moves a layer of zeros, or without gradient, with trust 1', () => {
    const [rate, optimiser] = [tf.scalar(0.5), lars({ weightDecay: 0 })];
    const state = { 'lars.velocity/w': tf.zeros([1, 2]) };
    const end = (parameter: number[], gradient: number[]): number[] => {
      const named = (values: number[]): Record<string, tf.Tensor> => ({ w: tf.tensor2d([values]) });
      const { parameters } = optimiser.update(named(parameter), named(gradient), state, rate);
      return [...(parameters['w']?.dataSync() ?? [])];
    };
    expect(end([0, 0], [1, 2])).toEqual([-0.5, -1]);
    expect(end([3, 4], [0, 0])).toEqual([3, 4]);
  });
});

const PROGRAM = String.raw`
import json, sys, torch
job = json.load(sys.stdin)
shapes = {'weight': (3, 4), 'bias': (4,)}
tensors = lambda values: {n: torch.tensor(v, dtype=torch.float64).reshape(shapes[n]) for n, v in values.items()}
ends = []
for kind, options in job['optimisers']:
    parameters = {n: torch.nn.Parameter(t) for n, t in tensors(job['start']).items()}
    optimiser = getattr(torch.optim, kind)(list(parameters.values()), lr=1.0, **options)
    for rate, gradients in zip(job['rates'], job['gradients']):
        for group in optimiser.param_groups: group['lr'] = rate
        for n, g in tensors(gradients).items(): parameters[n].grad = g
        optimiser.step()
    ends.append({n: p.detach().flatten().tolist() for n, p in parameters.items()})
print(json.dumps(ends))
`;

const PYTORCH_OPTIMISERS: readonly (readonly [Optimiser, string, Readonly<Record<string, unknown>>])[] = [
  [adam(), 'Adam', {}],
  [adam({ weightDecay: 0.1 }), 'Adam', { weight_decay: 0.1 }],
  [adam({ beta1: 0.8, beta2: 0.95, epsilon: 1e-4 }), 'Adam', { betas: [0.8, 0.95], eps: 1e-4 }],
  [sgd({ weightDecay: 0.1 }), 'SGD', { momentum: 0.9, weight_decay: 0.1 }],
  [sgd({ momentum: 0 }), 'SGD', {}],
];

describe.skipIf(WITHOUT_PYTORCH)(PYTORCH, () => {
  it('goes the same way with Adam and SGD', () => {
    const steps = Array.from({ length: STEPS }, (_, step) => step);
    const theirs = askPyTorch(PROGRAM, {
      start: draw('start'),
      rates: steps.map(rateAt),
      gradients: steps.map((step) => draw('gradient', step)),
      optimisers: PYTORCH_OPTIMISERS.map(([, kind, options]) => [kind, options]),
    }) as Values[];
    PYTORCH_OPTIMISERS.forEach(([optimiser], k) => expectSame(floatCourse(optimiser), theirs[k] as Values));
  });
});

it.each([
  [() => adam({ beta1: 1 }), 'beta1 is 1: it must be at least 0 and below 1'],
  [() => adam({ epsilon: -1 }), 'epsilon is -1'],
  [() => sgd({ momentum: Number.NaN }), 'momentum is NaN'],
  [() => lars({ trustCoefficient: -1 }), 'trustCoefficient is -1'],
])('explains itself: %#', (act, words) => {
  expect(act).toThrow(InvalidInput);
  expect(act).toThrow(words);
});
