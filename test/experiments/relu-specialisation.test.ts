import { describe, expect, it } from 'vitest';
import { EXPERIMENTS } from '../../experiments/index.js';
import { OURS, type Cell } from '../../experiments/relu-specialisation/configuration.js';
import { drawViews } from '../../experiments/relu-specialisation/components.js';
import {
  batchGradient,
  TEMPERATURE,
  train,
  uniformImportance,
} from '../../experiments/relu-specialisation/training.js';
import { figures } from '../../experiments/relu-specialisation/figures.js';
import { table } from '../../experiments/relu-specialisation/table.js';
import { taylorSlope } from '../../src/claims/taylor-slope.js';
import { energy } from '../../src/theory/losses/energy.js';
import { add, inner, row, type Matrix } from '../../src/theory/algebra/matrix.js';
import { lossValue } from '../../src/theory/losses/loss.js';
import { namedLoss } from '../../src/theory/losses/named-losses.js';
import { renderFigure } from '../../src/faces/figures/figure-files.js';
import { unitRows } from '../../src/theory/losses/unit-rows.js';
import { twoLayerPass } from '../../src/theory/networks/two-layer-pass.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';

const cell = {
  variant: 'ours',
  activation: 'relu',
  hiddenNorm: 'none',
  weightNorm: 'filter',
  rowLength: 0.1,
  importance: 'dynamic',
  outputs: 'unit',
  seed: 3,
  steps: 60,
} as const satisfies Cell;

describe('the gradient of a batch', () => {
  it.each(OURS.filter(({ weightNorm }) => weightNorm === 'free'))('is that of the loss: %j', (configuration) => {
    const random = randomStream(1);
    // Away from corners of ReLU: tanh has none, and the rest of the way back is the same.
    const smooth = { ...configuration, activation: 'tanh' as never };
    const weights = { first: normalMatrix(random, 10, 10), second: normalMatrix(random, 20, 10) };
    const direction = { first: normalMatrix(random, 10, 10), second: normalMatrix(random, 20, 10) };
    const views = drawViews(1, 1);
    const N = views[0].rows;
    const value = (t: number): number => {
      const moved = {
        first: add(weights.first, direction.first, t),
        second: add(weights.second, direction.second, t),
      };
      const [z, zPrime] = views.map((x) => {
        const { output } = twoLayerPass({ ...moved, activation: smooth.activation, hiddenNorm: smooth.hiddenNorm }, x);
        return smooth.outputs === 'unit' ? unitRows(output).unit : output;
      }) as [Matrix, Matrix];
      const loss =
        smooth.importance === 'dynamic'
          ? lossValue(namedLoss('infonce', { temperature: TEMPERATURE }), z, zPrime)
          : -energy(uniformImportance(N), z, zPrime);
      return loss / (N * TEMPERATURE);
    };
    const gradient = batchGradient(smooth, weights, views);
    const slope = inner(gradient.first, direction.first) + inner(gradient.second, direction.second);
    expect(taylorSlope(value, slope, 1e-4).slope).toBeGreaterThan(1.5);
  });
});

describe('views', () => {
  it('lie on the same component, with positive magnitudes half a unit from its own at most', () => {
    const [x, xPrime] = drawViews(1, 1);
    for (let i = 0; i < x.rows; i++) {
      for (const view of [row(x, i), row(xPrime, i)]) {
        const component = view.findIndex((entry) => entry !== 0);
        expect(component).toBe(row(x, i).findIndex((entry) => entry !== 0));
        expect(view.filter((entry) => entry !== 0)).toHaveLength(1);
        expect(Math.abs((view[component] as number) - (10 - component))).toBeLessThanOrEqual(0.5);
      }
    }
    expect(x).not.toEqual(xPrime);
  });
});

describe('training', () => {
  it('gives the same result for the same cell, and another for another seed', () => {
    expect(train(cell)).toEqual(train(cell));
    expect(train({ ...cell, seed: 4 })).not.toEqual(train(cell));
  });

  it('holds W₁ to its sign and norm, and keeps the course from the start to the end', () => {
    const { first, course } = train(cell);
    for (const weights of first) {
      expect(weights.every((weight) => weight >= 0)).toBe(true);
      expect(Math.hypot(...weights)).toBeCloseTo(0.1, 12);
    }
    expect([course[0]?.step, course.at(-1)?.step]).toEqual([0, 60]);
  });

  it('lets the linear network have both signs', () => {
    expect(
      train({ ...cell, activation: 'linear' })
        .first.flat()
        .some((weight) => weight < 0),
    ).toBe(true);
  });
});

describe('the table and the figures', () => {
  const runs = [1, 2].map((seed) => ({ cell: { ...cell, seed }, result: train({ ...cell, seed }) }));

  it('have a line a configuration with mean ± deviation over its seeds', () => {
    const lines = table(runs)
      .split('\n')
      .filter((line) => line.startsWith('| ReLU'));
    const [a, b] = runs.map((run) => run.result.course.at(-1)?.concentration ?? 0) as [number, number];
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${((a + b) / 2).toFixed(3)} ± ${(Math.abs(a - b) / Math.SQRT2).toFixed(3)}`);
    expect(lines[0]?.endsWith('| 2 |')).toBe(true);
  });

  it('stand side by side for a configuration that both variants have, with intervals', () => {
    const { activation, hiddenNorm, weightNorm, importance } = cell;
    const coded = [1, 2].map((seed): Cell => {
      return { variant: 'as-coded', activation, hiddenNorm, weightNorm, importance, seed, steps: 20 };
    });
    const text = table([...runs, ...coded.map((one) => ({ cell: one, result: train(one) }))]);
    const [side] = text.split('### Ours');
    expect(side).toMatch(
      /\| ReLU, W₁ ≥ 0, no BatchNorm, per filter, dynamic α \(InfoNCE\) (\| −?\d\.\d\d \[.*?\] ){6}\| 2 \|/,
    );
    expect(text).toContain('### As the authors code it');
    expect(table(runs)).not.toContain('Both variants');
  });

  it('can be drawn', async () => {
    for (const figure of figures(runs)) expect((await renderFigure(figure)).svg).toContain('<svg');
  });
});

describe('the catalogue', () => {
  it('has experiments with distinct ids, whose cells survive JSON and are all different', () => {
    expect(new Set(EXPERIMENTS.map(({ id }) => id)).size).toBe(EXPERIMENTS.length);
    for (const { cells } of EXPERIMENTS) {
      const texts = cells('full').map((entry) => JSON.stringify(entry));
      expect(new Set(texts).size).toBe(texts.length);
      expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(cells('full'));
    }
  });
});
