import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import {
  add,
  dot,
  fromNested,
  inner,
  map,
  row,
  toNested,
  zeros,
  type Rows,
} from '../../../src/theory/algebra/matrix.js';
import { unitRows } from '../../../src/theory/losses/unit-rows.js';
import { endToEnd } from '../../../src/theory/networks/deep-linear.js';
import { layerNorm, layerNormGradient, rowsCentred } from '../../../src/theory/networks/layer-norm.js';
import {
  networkGradient,
  networkPass,
  type NormalisedNetwork,
  type OutputNorm,
} from '../../../src/theory/networks/normalised-network.js';
import { twoLayerForward, twoLayerGradient } from '../../../src/theory/networks/two-layer.js';
import { multiplyTransposed, transposedMultiply } from '../../../src/theory/algebra/multiply.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const count = fc.integer({ min: 1, max: 5 });
const features = fc.integer({ min: 2, max: 6 });

/** Rows whose entries differ by 0.3 at least somewhere: the gradient grows like 1/σ. */
function spreadOut(rows: Rows): boolean {
  return toNested(rows).every((entries) => Math.max(...entries) - Math.min(...entries) > 0.3);
}

describe('layerNorm', () => {
  it('gives every row mean 0 and variance 1 for any shift and scale', () => {
    fc.assert(
      fc.property(count, features, fc.nat(), (N, d, seed) => {
        const z = normalMatrix(randomStream(seed), N, d);
        fc.pre(spreadOut(z));
        const { value } = layerNorm(z);
        const moved = layerNorm(map(z, (entry) => 3 * entry + 2)).value;
        for (let i = 0; i < N; i++) {
          const own = row(value, i);
          expect(own.reduce((sum, y) => sum + y, 0)).toBeCloseTo(0, 12);
          expect(dot(own, own) / d).toBeCloseTo(1, 12);
        }
        value.data.forEach((y, k) => expect(moved.data[k]).toBeCloseTo(y, 11));
      }),
    );
  });

  it('keeps the order of the entries', () => {
    expect(toNested(layerNorm(fromNested([[1, 3]])).value)[0]).toEqual([-1, 1].map((y) => expect.closeTo(y, 15)));
  });

  it('has a gradient orthogonal to constants and to the row, and that of its values (slope 2)', () => {
    fc.assert(
      fc.property(count, features, fc.nat(), (N, d, seed) => {
        const random = randomStream(seed);
        const [z, target, direction] = [0, 1, 2].map(() => normalMatrix(random, N, d)) as [Rows, Rows, Rows];
        fc.pre(spreadOut(z));
        const gradient = layerNormGradient(layerNorm(z), target);
        for (let i = 0; i < N; i++) {
          expect(row(gradient, i).reduce((sum, g) => sum + g, 0)).toBeCloseTo(0, 10);
          expect(dot(row(gradient, i), row(z, i))).toBeCloseTo(0, 10);
        }
        const along = (t: number): number => inner(layerNorm(add(z, direction, t)).value, target);
        expect(taylorSlope(along, inner(gradient, direction), 1e-3).slope).toBeGreaterThan(1.5);
      }),
    );
  });

  it('refuses a constant row by name and number, even where its mean is rounded', () => {
    const constant = fromNested([
      [1, 2, 3],
      [0.1, 0.1, 0.1],
    ]);
    expect(() => layerNorm(constant)).toThrow('row 1 of z, [2, 3], is constant');
    expect(() => layerNorm(constant, 'views')).toThrow('row 1 of views');
    expect(() => layerNorm(zeros(1, 1))).toThrow('at least 2 features that differ');
  });

  it('refuses entries that are not finite', () => {
    expect(() => layerNorm(fromNested([[1, Infinity]]), 'views')).toThrow('views less its mean');
  });
});

it('rows centred have sum 0, and differ from the rows by a constant', () => {
  const centred = rowsCentred(
    fromNested([
      [1, 2, 6],
      [0, 0, 3],
    ]),
  );
  expect(toNested(centred)).toEqual([
    [-2, -1, 3],
    [-1, -1, 2],
  ]);
});

describe.each<OutputNorm>(['none', 'l2', 'layer'])('a network with output norm %s', (outputNorm) => {
  const sizes = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1, maxLength: 4 });

  it.each(['linear', 'tanh', 'relu'] as const)('has the gradient that its output has, with %s', (activation) => {
    fc.assert(
      fc.property(sizes, count, fc.nat(), (widths, N, seed) => {
        const random = randomStream(seed);
        const shapes = widths.map((width, l) => [l + 1 < widths.length ? width : 3, l === 0 ? 2 : widths[l - 1]]);
        const draw = (): Rows[] => shapes.map(([n, m]) => normalMatrix(random, n as number, m as number));
        const [x, target, layers, direction] = [normalMatrix(random, N, 2), normalMatrix(random, N, 3), draw(), draw()];
        const network = (t: number): NormalisedNetwork => ({
          activation,
          outputNorm,
          layers: layers.map((layer, l) => add(layer, direction[l] as Rows, t)),
        });
        const plain = networkPass({ ...network(0), outputNorm: 'none' }, x);
        // ReLU is differentiable where no unit is at its corner; a short output makes its direction steep.
        fc.pre(plain.before.slice(0, -1).every(({ data }) => data.every((entry) => Math.abs(entry) > 0.1)));
        fc.pre(spreadOut(plain.output));
        const gradient = networkGradient(networkPass(network(0), x), target);
        const slope = gradient.reduce((sum, own, l) => sum + inner(own, direction[l] as Rows), 0);
        const along = (t: number): number => inner(networkPass(network(t), x).output, target);
        expect(taylorSlope(along, slope, 1e-4).slope).toBeGreaterThan(1.5);
      }),
    );
  });
});

it('normalises what the network without output norm gives, and nothing else', () => {
  const random = randomStream(7);
  const x = normalMatrix(random, 4, 3);
  const network = { layers: [normalMatrix(random, 5, 3), normalMatrix(random, 3, 5)], activation: 'tanh' } as const;
  const [none, l2, layer] = (['none', 'l2', 'layer'] as const).map((outputNorm) =>
    networkPass({ ...network, outputNorm }, x),
  );
  expect(none?.output).toEqual(none?.before.at(-1));
  expect(l2?.output).toEqual(unitRows(none?.output as Rows).unit);
  expect(layer?.output).toEqual(layerNorm(none?.output as Rows).value);
});

describe('without output norm', () => {
  const random = randomStream(5);
  const [x, target] = [normalMatrix(random, 6, 3), normalMatrix(random, 6, 2)];
  const [first, second, third] = [
    normalMatrix(random, 4, 3),
    normalMatrix(random, 2, 4),
    normalMatrix(random, 2, 2),
  ] as const;

  it('is the two-layer network at depth 2', () => {
    const pass = networkPass({ layers: [first, second], activation: 'relu', outputNorm: 'none' }, x);
    const twin = { activation: 'relu', first, second } as const;
    expect(pass.output).toEqual(twoLayerForward(twin, x));
    const gradient = twoLayerGradient(twin, x, target);
    expect(networkGradient(pass, target)).toEqual([gradient.first, gradient.second]);
  });

  it('is the product of its layers where h is the identity', () => {
    const layers = [first, second, third];
    const { output } = networkPass({ layers, activation: 'linear', outputNorm: 'none' }, x);
    multiplyTransposed(x, endToEnd(layers)).data.forEach((z, k) => expect(output.data[k]).toBeCloseTo(z, 12));
  });

  it('applies no activation to its output, and none to what it reads', () => {
    const pass = networkPass({ layers: [first], activation: 'relu', outputNorm: 'none' }, x);
    expect(pass.output).toEqual(multiplyTransposed(x, first));
    const toOutput = normalMatrix(randomStream(6), 6, 4);
    expect(networkGradient(pass, toOutput)).toEqual([transposedMultiply(toOutput, x)]);
  });
});
