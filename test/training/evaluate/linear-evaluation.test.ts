/** Linear evaluation: what it must find, what it must not find, and PyTorch's own course where that is installed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { epochOrder } from '../../../src/training/data/batches/sample-order.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { tfjsEngine } from '../../../src/training/engines/tfjs-engine.js';
import type { LabelledFeatures } from '../../../src/training/evaluate/feature-rows.js';
import { linearEvaluation, type LinearEvaluation } from '../../../src/training/evaluate/linear-evaluation.js';
import { classifierWeights } from '../../../src/training/evaluate/logistic-regression.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { askPyTorch, PYTORCH, WITHOUT_PYTORCH } from '../step/pytorch.js';
import { clouds, withRandomLabels } from './clouds.js';

let cpu: Engine;
beforeAll(async () => {
  cpu = await chooseEngine('cpu');
});

const CLASSES = 4;
/** 1000 rows are 7 full minibatches of 128 and a smaller one: one full run of 8 updates. */
const ROWS = 1000;

const cloudsOf = (split: 'train' | 'test', noise: number, rows = ROWS): LabelledFeatures =>
  clouds({ rows, columns: 20, classes: CLASSES, noise, seed: 3, split });

const weightsOf = ({ classifier }: LinearEvaluation): number[] =>
  Object.values(classifier).flatMap(({ data }) => [...data]);

describe('linear evaluation', () => {
  it('separates what is separable', async () => {
    const { best, last } = await linearEvaluation({
      engine: cpu,
      train: cloudsOf('train', 0.05),
      test: cloudsOf('test', 0.05),
      classes: CLASSES,
    });
    expect([best.test.accuracy, last.train.accuracy, last.test.accuracy]).toEqual([1, 1, 1]);
    expect(last.test.loss).toBeLessThan(Math.log(CLASSES) / 2);
    // Of epochs that are equally good the first counts.
    expect([best.epoch < last.epoch, last.epoch]).toEqual([true, 50]);
  });

  it('is at chance on held-out rows whose labels are random', async () => {
    const rows = 4000;
    const { last } = await linearEvaluation({
      engine: cpu,
      train: withRandomLabels(cloudsOf('train', 1), CLASSES, 1),
      test: withRandomLabels(cloudsOf('test', 1, rows), CLASSES, 2),
      classes: CLASSES,
      epochs: 10,
    });
    // Four deviations of a share of `rows` coins.
    const deviation = Math.sqrt(((1 / CLASSES) * (1 - 1 / CLASSES)) / rows);
    expect(Math.abs(last.test.accuracy - 1 / CLASSES)).toBeLessThan(4 * deviation);
  });

  it('takes features as they are where the protocol says so', async () => {
    const loss = async (scale: number, features: 'standardised' | 'plain'): Promise<number> => {
      const scaled = ({ features: own, labels }: LabelledFeatures): LabelledFeatures => ({
        labels,
        features: { ...own, data: own.data.map((value) => scale * value) },
      });
      const [train, test] = [scaled(cloudsOf('train', 0.05)), scaled(cloudsOf('test', 0.05))];
      return (await linearEvaluation({ engine: cpu, train, test, classes: CLASSES, epochs: 1, features })).last.test
        .loss;
    };
    // Features of a thousandth hardly move the logits, unless they are standardised first.
    expect(Math.abs((await loss(2 ** -10, 'plain')) - Math.log(CLASSES))).toBeLessThan(0.05);
    expect(await loss(2 ** -10, 'standardised')).toBeCloseTo(await loss(1, 'standardised'), 6);
  });

  it('ignores the scale and offset of a feature, and constant features', async () => {
    const change = ({ features, labels }: LabelledFeatures): LabelledFeatures => ({
      features: {
        ...features,
        // Powers of two: the standardised features differ by no more than roundings of the offset.
        data: features.data.map((value, k) => (k % 20 === 7 ? 0.1 : (value + 2) * 4 ** ((k % 20) % 3))),
      },
      labels,
    });
    const constant = ({ features, labels }: LabelledFeatures): LabelledFeatures => ({
      features: { ...features, data: features.data.map((value, k) => (k % 20 === 7 ? 0 : value)) },
      labels,
    });
    const sets = { train: cloudsOf('train', 1), test: cloudsOf('test', 1) };
    const run = (alter: typeof change): Promise<LinearEvaluation> =>
      linearEvaluation({
        engine: cpu,
        train: alter(sets.train),
        test: alter(sets.test),
        classes: CLASSES,
        epochs: 3,
      });
    const [plain, changed] = [await run(constant), await run(change)];
    expect(changed.last.test.loss).toBeCloseTo(plain.last.test.loss, 5);
  });

  it('reports the best epoch and the last, and the same numbers for the same seed', async () => {
    const run = (seed: number): Promise<LinearEvaluation> =>
      linearEvaluation({
        engine: cpu,
        train: cloudsOf('train', 2),
        test: cloudsOf('test', 2),
        classes: CLASSES,
        epochs: 6,
        seed,
        learningRate: 0.05,
      });
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    expect(first).toEqual(again);
    expect(weightsOf(other)).not.toEqual(weightsOf(first));
    expect(first.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(first.last).toBe(first.epochs.at(-1));
    const accuracies = first.epochs.map(({ test }) => test.accuracy);
    expect(first.best).toBe(first.epochs[accuracies.indexOf(Math.max(...accuracies))]);
  });

  it('makes the same updates on every engine', async () => {
    const run = (engine: Engine): Promise<LinearEvaluation> =>
      linearEvaluation({
        engine,
        train: cloudsOf('train', 1, 300),
        test: cloudsOf('test', 1),
        classes: CLASSES,
        batchSize: 64,
        epochs: 3,
      });
    const [here, there] = [await run(cpu), await run(tfjsEngine({ backend: 'cpu', device: 'test' }))];
    expectClose(weightsOf(here), weightsOf(there));
  });

  it.each([
    ['no epochs', { epochs: 0 }, /epochs is 0/],
    ['a label beyond the classes', { classes: 2 }, /must be a class of 0\.\.1/],
    ['another number of columns', { test: clouds({ rows: 5, columns: 3, classes: 2, noise: 1, seed: 1 }) }, /columns/],
    ['a missing label', { train: { ...cloudsOf('train', 1), labels: [0] } }, /one label a row/],
    [
      'a feature that is not finite',
      { test: { features: { rows: 1, columns: 20, data: new Float32Array(20).fill(Infinity) }, labels: [0] } },
      /value 0 of row 0 is Infinity/,
    ],
  ])('refuses %s', async (_, wrong, message) => {
    const options = { engine: cpu, train: cloudsOf('train', 1), test: cloudsOf('test', 1), classes: CLASSES };
    const refused = linearEvaluation({ ...options, ...wrong });
    await expect(refused).rejects.toThrow(InvalidInput);
    await expect(refused).rejects.toThrow(message);
  });
});

describe.skipIf(WITHOUT_PYTORCH)(PYTORCH, () => {
  // 1500 rows: 11 full minibatches and a smaller one, so that the second run of an epoch leaves updates out.
  it.each(['shuffled', 'sequential'] as const)('follows torch.optim.Adam on CrossEntropyLoss, %s', async (order) => {
    const [train, test] = [cloudsOf('train', 1.5, 1500), cloudsOf('test', 1.5)];
    const [epochs, seed] = [4, 9];
    const shape = { features: 20, classes: CLASSES };
    const ours = await linearEvaluation({ engine: cpu, train, test, classes: CLASSES, epochs, seed, order });
    const start = initialWeights({ parameters: classifierWeights(shape), buffers: {} }, seed);
    const theirs = askPyTorch(REGRESSION, {
      train: [...train.features.data],
      labels: [...(train.labels as Uint8Array)],
      test: [...test.features.data],
      testLabels: [...(test.labels as Uint8Array)],
      columns: 20,
      start: Object.values(start).map(({ data }) => [...data]),
      orders: Array.from({ length: epochs }, (_, epoch) => epochOrder({ order, seed, epoch, count: 1500 })),
    }) as { weights: number[]; losses: number[]; accuracies: number[]; trainLoss: number };
    expectClose(weightsOf(ours), theirs.weights);
    expectClose(
      ours.epochs.map(({ test: { loss } }) => loss),
      theirs.losses,
    );
    expectClose([ours.last.train.loss], [theirs.trainLoss]);
    expect(ours.epochs.map(({ test: { accuracy } }) => accuracy)).toEqual(theirs.accuracies);
  });
});

/** In float64 beyond the features, as a judge of ours in float32. */
const REGRESSION = `
import json, sys, torch
job = json.load(sys.stdin)
def rows(name): return torch.tensor(job[name], dtype=torch.float64).reshape(-1, job['columns'])
x, held = rows('train'), rows('test')
y, heldY = torch.tensor(job['labels']), torch.tensor(job['testLabels'])
mean, deviation = x.mean(0), x.std(0, unbiased=False)
x, held = (x - mean) / deviation, (held - mean) / deviation
weight, bias = job['start']
model = torch.nn.Linear(job['columns'], len(bias)).double()
with torch.no_grad():
    model.weight.copy_(torch.tensor(weight).reshape(model.weight.shape)); model.bias.copy_(torch.tensor(bias))
optimiser = torch.optim.Adam(model.parameters(), lr=3e-4, weight_decay=1e-3)
criterion = torch.nn.CrossEntropyLoss()
losses, accuracies = [], []
for order in job['orders']:
    for batch in torch.tensor(order).split(128):
        optimiser.zero_grad(); criterion(model(x[batch]), y[batch]).backward(); optimiser.step()
    with torch.no_grad():
        logits = model(held)
        losses.append(criterion(logits, heldY).item()); accuracies.append((logits.argmax(1) == heldY).double().mean().item())
print(json.dumps({'weights': model.weight.flatten().tolist() + model.bias.tolist(), 'losses': losses,
  'accuracies': accuracies, 'trainLoss': criterion(model(x), y).item()}))
`;

/** Adam divides a gradient by its size, so a rounding of 2⁻²⁴ moves a weight by up to that share of a step, each step. */
const TOLERANCE = 1e-5;

function expectClose(a: readonly number[], b: readonly number[]): void {
  expect(a.length).toBe(b.length);
  expect(Math.max(...a.map((x, k) => Math.abs(x - (b[k] as number))))).toBeLessThan(TOLERANCE);
}
