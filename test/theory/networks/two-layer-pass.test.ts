import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import { add, at, generate, inner, map, zeros } from '../../../src/theory/algebra/matrix.js';
import { batchNorm, batchNormGradient } from '../../../src/theory/networks/batch-norm.js';
import { twoLayerForward, twoLayerGradient } from '../../../src/theory/networks/two-layer.js';
import { passGradient, twoLayerPass, type HiddenNormalised } from '../../../src/theory/networks/two-layer-pass.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const batch = fc.integer({ min: 3, max: 7 });
const width = fc.integer({ min: 1, max: 5 });

describe('batchNorm', () => {
  it('gives every column mean 0 and variance σ²/(σ² + ε) for any shift', () => {
    fc.assert(
      fc.property(batch, width, fc.nat(), (N, n, seed) => {
        const rows = normalMatrix(randomStream(seed), N, n);
        const { value, scales } = batchNorm(rows, 0.5);
        const shifted = batchNorm({ ...rows, data: rows.data.map((x) => x + 3) }, 0.5).value;
        for (let j = 0; j < n; j++) {
          const column = Array.from({ length: N }, (_, i) => at(value, i, j));
          const squares = column.reduce((sum, y) => sum + y * y, 0) / N;
          expect(column.reduce((sum, y) => sum + y, 0)).toBeCloseTo(0, 12);
          expect(squares).toBeCloseTo(1 - 0.5 * (scales[j] as number) ** 2, 12);
        }
        value.data.forEach((y, k) => expect(shifted.data[k]).toBeCloseTo(y, 11));
      }),
    );
  });

  it('makes zeros of a constant column', () => {
    expect([...batchNorm(generate(4, 1, () => 7)).value.data]).toEqual([0, 0, 0, 0]);
  });

  it('has the gradient that its values have (slope 2 of the remainder)', () => {
    fc.assert(
      fc.property(batch, width, fc.nat(), (N, n, seed) => {
        const random = randomStream(seed);
        const [rows, target, direction] = [0, 1, 2].map(() => normalMatrix(random, N, n)) as [never, never, never];
        const along = (t: number): number => inner(batchNorm(add(rows, direction, t), 0.3).value, target);
        const slope = inner(batchNormGradient(batchNorm(rows, 0.3), target), direction);
        expect(taylorSlope(along, slope, 1e-2).slope).toBeGreaterThan(1.5);
      }),
    );
  });

  it('makes zeros of a single row', () => {
    expect([...batchNorm(generate(1, 2, () => 7)).value.data]).toEqual([0, 0]);
  });

  it('refuses an empty batch and a floor of 0', () => {
    expect(() => batchNorm(zeros(0, 2))).toThrow('at least 1 row');
    expect(() => batchNorm(zeros(2, 2), 0)).toThrow('above 0');
  });
});

describe.each(['none', 'batch'] as const)('a batch through the two-layer network, hidden norm %s', (hiddenNorm) => {
  it.each(['linear', 'tanh', 'relu'] as const)('has the gradient that its output has, with %s', (activation) => {
    fc.assert(
      fc.property(batch, width, width, width, fc.nat(), (N, d, n, m, seed) => {
        const random = randomStream(seed);
        const x = normalMatrix(random, N, d);
        const weights = { first: normalMatrix(random, n, d), second: normalMatrix(random, m, n) };
        const direction = { first: normalMatrix(random, n, d), second: normalMatrix(random, m, n) };
        const network = (t: number): HiddenNormalised => ({
          activation,
          hiddenNorm,
          first: add(weights.first, direction.first, t),
          second: add(weights.second, direction.second, t),
        });
        const pass = twoLayerPass(network(0), x);
        // ReLU is differentiable where no unit is at its corner.
        fc.pre(activation !== 'relu' || pass.before.data.every((entry) => Math.abs(entry) > 0.1));
        // A column that is nearly constant makes batch statistics steep.
        fc.pre((pass.normalised?.scales ?? new Float64Array()).every((scale) => scale < 10));
        const target = normalMatrix(random, N, m);
        const gradient = passGradient(pass, target);
        const slope = inner(gradient.first, direction.first) + inner(gradient.second, direction.second);
        const along = (t: number): number => inner(twoLayerPass(network(t), x).output, target);
        expect(taylorSlope(along, slope, 1e-3).slope).toBeGreaterThan(1.5);
      }),
    );
  });
});

describe('with batch normalisation of the hidden units', () => {
  it('does not see how long the rows of W₁ are', () => {
    const random = randomStream(6);
    const [x, first, second] = [normalMatrix(random, 8, 3), normalMatrix(random, 4, 3), normalMatrix(random, 2, 4)];
    const output = (scale: number): Float64Array =>
      twoLayerPass({ activation: 'tanh', hiddenNorm: 'batch', first: map(first, (w) => scale * w), second }, x).output
        .data;
    // Up to the floor ε under the variance.
    output(1000).forEach((entry, k) => expect(entry).toBeCloseTo(output(10)[k] as number, 5));
  });
});

describe('without hidden norm', () => {
  it('is the plain two-layer network', () => {
    const random = randomStream(5);
    const [x, target] = [normalMatrix(random, 6, 3), normalMatrix(random, 6, 2)];
    const plain = {
      activation: 'relu',
      first: normalMatrix(random, 4, 3),
      second: normalMatrix(random, 2, 4),
    } as const;
    const pass = twoLayerPass({ ...plain, hiddenNorm: 'none' }, x);
    expect(pass.output).toEqual(twoLayerForward(plain, x));
    expect(passGradient(pass, target)).toEqual(twoLayerGradient(plain, x, target));
  });
});
