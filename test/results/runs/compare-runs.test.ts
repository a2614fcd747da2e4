import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Figure } from '../../../src/claims/figure.js';
import { renderFigure } from '../../../src/faces/figures/figure-files.js';
import { compareRuns } from '../../../src/results/runs/compare-runs.js';
import { evaluateRun } from '../../../src/results/runs/evaluate-run.js';
import { statistic } from '../../../src/results/runs/statistic.js';
import { trainingCurves } from '../../../src/faces/figures/training-curves.js';
import { readTrainingMetrics } from '../../../src/results/runs/training-metrics.js';
import { beginRun } from '../../../src/training/train/train.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { tinyConfig } from '../../training/train/tiny-run.js';
import { BUSY, runsData, trainedRun } from './runs-data.js';

const data = runsData();
const root = temporaryFolder();
const folder = (name: string): string => path.join(root, name);
const linear = { epochs: 2 };

beforeAll(async () => {
  await trainedRun(folder('one'), data, { seed: 1 });
  await trainedRun(folder('two'), data, { seed: 2 });
  await trainedRun(folder('direct'), data, { loss: 'alpha-cl-direct' });
  for (const name of ['one', 'two', 'direct']) await evaluateRun(folder(name), { linear, test: 'held-out' });
}, BUSY);

const losses = (name: string): number[] =>
  readFileSync(path.join(folder(name), 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { loss?: number }).loss ?? []);

describe('a comparison of runs', () => {
  it('puts seeds of one configuration together, and names what differs between configurations', () => {
    const { comparison } = compareRuns([folder('one'), folder('direct'), folder('two')]);
    expect(comparison.test).toBe('held-out');
    expect(comparison.warnings).toEqual([]);
    expect(comparison.groups.map(({ label, seeds }) => [label, seeds])).toEqual([
      ['NT-Xent, τ = 0.5', [1, 2]],
      ['α-CL-direct, τ = 0.5', [1]],
    ]);
    expect(comparison.groups[1]?.differing).toMatchObject({ loss: 'alpha-cl-direct', power: 4 });
    expect(comparison.groups[0]?.differing).toMatchObject({ loss: 'nt-xent', power: null });
  });

  it('gives mean and sample deviation of each metric; the loss is the mean of the last epoch', async () => {
    const { comparison } = compareRuns([folder('one'), folder('two')]);
    const last = ['one', 'two'].map(
      (name) =>
        losses(name)
          .slice(-4)
          .reduce((sum, loss) => sum + loss, 0) / 4,
    );
    const { finalLoss, linearBest } = comparison.groups[0]?.statistics ?? {};
    expect(finalLoss?.n).toBe(2);
    expect(finalLoss?.mean).toBeCloseTo(((last[0] as number) + (last[1] as number)) / 2, 12);
    expect(finalLoss?.deviation).toBeCloseTo(Math.abs((last[0] as number) - (last[1] as number)) / Math.SQRT2, 12);
    const accuracies = await Promise.all(
      ['one', 'two'].map(async (name) => (await evaluateRun(folder(name), { test: 'held-out' })).encoder.linear.best),
    );
    expect(linearBest?.mean).toBeCloseTo(accuracies.reduce((sum, best) => sum + best.testAccuracy, 0) / 2, 12);
  });

  it('gives the difference from the first configuration, paired by the seeds that both have', async () => {
    const accuracy = async (name: string): Promise<number> =>
      (await evaluateRun(folder(name), { test: 'held-out' })).encoder.linear.last.testAccuracy;
    const [difference, ...others] = compareRuns(['one', 'two', 'direct'].map(folder)).comparison.differences;
    expect(others).toEqual([]);
    expect(difference).toMatchObject({ label: 'α-CL-direct, τ = 0.5', reference: 'NT-Xent, τ = 0.5', seeds: [1] });
    const { linearLast, finalLoss } = difference?.metrics ?? {};
    expect(linearLast?.mean).toBeCloseTo((await accuracy('direct')) - (await accuracy('one')), 12);
    expect([linearLast?.halfWidth, finalLoss]).toEqual([null, undefined]);
    expect(compareRuns(['two', 'direct'].map(folder)).comparison.differences).toMatchObject([
      { seeds: [], metrics: {} },
    ]);
  });

  it('warns of other training images, other test images, unfinished and repeated runs', async () => {
    await beginRun(folder('fewer'), tinyConfig(data, { subset: 24, epochs: 4 }));
    await evaluateRun(folder('fewer'), { linear, test: 'held-out' });
    cpSync(folder('one'), folder('again'), { recursive: true });
    cpSync(folder('two'), folder('cut'), { recursive: true });
    const metrics = path.join(folder('cut'), 'metrics.jsonl');
    const lines = readFileSync(metrics, 'utf8').split('\n');
    // Five steps, and what was observed before them.
    const end = lines.findIndex((line) => line.startsWith('{"step":6,'));
    writeFileSync(metrics, `${lines.slice(0, end).join('\n')}\n`);
    rmSync(path.join(folder('cut'), 'evaluation.json'));
    const { warnings } = compareRuns(['one', 'again', 'fewer', 'cut'].map(folder)).comparison;
    expect(warnings).toEqual([
      expect.stringMatching(/not comparable: training images differ: .*32 of 50,000.*; .*24 of 50,000/),
      expect.stringMatching(/not comparable: test images differ: .*16 held-out.*; .*24 held-out/),
      expect.stringMatching(/cut is at step 5 of 12/),
      expect.stringMatching(/cut is not evaluated: npx alpha-cl eval .*cut --test held-out/),
      expect.stringMatching(/seed 1 is there twice/),
    ]);
  });

  it('refuses no run, one given twice, and a folder without one', () => {
    expect(() => compareRuns([])).toThrow('no runs given: pass one or more run folders');
    expect(() => compareRuns([folder('one'), `${folder('one')}/`])).toThrow(/given twice/);
    expect(() => compareRuns([root])).toThrow(/holds no run/);
  });
});

describe('statistic', () => {
  it('is that of a sample: it moves and scales with the values, and needs two for a deviation', () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 9 }), value, (values, shift) => {
        const [one, other] = [statistic(values), statistic(values.map((x) => -2 * x + shift))];
        // Sums of nine values up to 300 are off by less than 1e-12.
        expect(other?.mean).toBeCloseTo(-2 * (one?.mean ?? 0) + shift, 10);
        // A root of squares: rounding of 1e-12 shows as its root where all values are equal.
        expect(Math.abs((other?.deviation ?? 0) - 2 * (one?.deviation ?? 0))).toBeLessThan(1e-5);
        expect(statistic([...values, ...values])?.mean).toBeCloseTo(one?.mean ?? 0, 10);
      }),
    );
    expect(statistic([1, 3])).toEqual({ n: 2, mean: 2, deviation: Math.SQRT2 });
    expect(statistic([5])).toEqual({ n: 1, mean: 5, deviation: null });
    expect(statistic([])).toBeNull();
  });
});

describe('training curves', () => {
  it('reads metrics by kind, also while they are written', () => {
    const file = folder('metrics.jsonl');
    const lines = [
      { step: 0, epoch: 0, knn: { weighted: 0.25, nearest: 0.2, count: 20 } },
      { step: 0, epoch: 0, importance: {} },
      { step: 1, epoch: 0, loss: 2, learningRate: 0.1, viewsPerSecond: 9 },
    ];
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    appendFileSync(file, '{"step":2,"lo');
    expect(readTrainingMetrics(file)).toEqual({ steps: [lines[2]], knn: [lines[0]], importance: true });
    expect(readTrainingMetrics(folder('absent'))).toEqual({ steps: [], knn: [], importance: false });
  });

  it('draws loss and learning rate, neighbours only where they were followed, and every value once', async () => {
    cpSync(folder('two'), folder('followed'), { recursive: true });
    const metrics = path.join(folder('followed'), 'metrics.jsonl');
    // Whatever the training itself followed.
    const steps = readFileSync(metrics, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"loss"'));
    writeFileSync(metrics, `${steps.join('\n')}\n`);
    const figures = (): ReturnType<typeof trainingCurves> =>
      trainingCurves(compareRuns(['followed', 'direct'].map(folder)));
    appendFileSync(metrics, '{"step":12,"epoch":3,"knn":{"weighted":0.5,"nearest":0.25}}\n');
    expect(figures().map(({ id }) => id)).toEqual(['training-loss', 'training-neighbours', 'training-learning-rate']);
    const { data: drawn } = (figures()[0] as Figure).spec as unknown as {
      data: { values: { configuration: string; value: number }[] };
    };
    const { values } = drawn;
    expect(
      values.filter(({ configuration }) => configuration === 'NT-Xent, τ = 0.5').map(({ value }) => value),
    ).toEqual(losses('followed').map((value) => Number(value.toPrecision(5))));
    for (const figure of figures()) expect((await renderFigure(figure)).svg).toContain('NT-Xent');
  });
});
