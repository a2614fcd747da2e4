import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridNumber } from '../../../src/claims/instances.js';
import { at, dot, fromNested, generate, type Matrix } from '../../../src/theory/algebra/matrix.js';
import {
  anchorFunction,
  distanceLoss,
  distanceLossGradient,
  distanceWeights,
  type BatchOptions,
  type DistanceLoss,
} from '../../../src/theory/distance-losses/distance-loss.js';
import {
  distanceLossNames,
  namedDistanceLoss,
  ofMargins,
} from '../../../src/theory/distance-losses/named-distance-losses.js';
import { lossGradient, lossValue, pairwiseImportance } from '../../../src/theory/losses/loss.js';
import { lossNames, namedFormulae, namedLoss } from '../../../src/theory/losses/named-losses.js';
import { unitRows } from '../../../src/theory/losses/unit-rows.js';

const matrixOf = (samples: number, features: number): fc.Arbitrary<Matrix> =>
  fc
    .array(gridNumber(-1, 1), { minLength: samples * features, maxLength: samples * features })
    .map((entries) => ({ rows: samples, columns: features, data: Float64Array.from(entries) }));

const views = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 3 }))
  .chain(([samples, features]) => fc.tuple(matrixOf(samples, features), matrixOf(samples, features)));

/** Unit rows in general position, the second view a little off the first. */
function someViews(samples: number): [Matrix, Matrix] {
  const first = generate(samples, 3, (i, j) => Math.sin(1 + 7 * i + 3 * j));
  const second = generate(samples, 3, (i, j) => at(first, i, j) + 0.3 * Math.cos(2 * i - 5 * j));
  return [unitRows(first).unit, unitRows(second).unit];
}

describe("a loss of the paper's family", () => {
  it.each(lossNames())('has the value, α and gradient that it has as φ and ψ: %s', (name) => {
    const [loss, distances] = [
      namedLoss(name),
      distanceLoss(ofMargins(namedFormulae(name)), { anchors: 'first', negatives: 'same' }),
    ];
    fc.assert(
      fc.property(views, ([z, zPrime]) => {
        const { value, alpha, beta } = distanceWeights(distances, z, zPrime);
        const N = z.rows;
        const close = (x: number, y: number): void =>
          expect(Math.abs(x - y)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(y)));
        close(N * value, lossValue(loss, z, zPrime));
        const right = pairwiseImportance(loss, z, zPrime);
        for (let i = 0; i < N; i++) {
          let sum = 0;
          for (let j = 0; j < N; j++) {
            close(N * at(alpha, i, j), at(right, i, j));
            sum += at(alpha, i, j);
          }
          // The margin form: what attracts the positive is what repels the negatives.
          close(at(beta, i, N + i), sum);
        }
        const [ours, theirs] = [distanceLossGradient(distances, z, zPrime), lossGradient(loss, z, zPrime)];
        ours.z.data.forEach((entry, k) => close(N * entry, theirs.z.data[k] as number));
        ours.zPrime.data.forEach((entry, k) => close(N * entry, theirs.zPrime.data[k] as number));
      }),
    );
  });
});

describe('the weights of a loss of distances', () => {
  /** The change of the loss along a direction, by central differences. */
  function changeAlong(
    loss: DistanceLoss,
    z: Matrix,
    zPrime: Matrix,
    direction: Matrix,
    options: BatchOptions,
  ): number {
    const h = 1e-5;
    const moved = (t: number): Matrix => generate(z.rows, z.columns, (i, j) => at(z, i, j) + t * at(direction, i, j));
    const valueAt = (t: number): number => distanceWeights(loss, moved(t), zPrime, options).value;
    return (valueAt(h) - valueAt(-h)) / (2 * h);
  }

  const FREE = distanceLossNames().filter(
    (name) => !/detach|average/.test(JSON.stringify(namedDistanceLoss(name).formulae)),
  );

  it.each(FREE)('are the slopes of the loss: %s', (name) => {
    const loss = namedDistanceLoss(name);
    if (loss.keys === 'held') return;
    const [z, zPrime] = someViews(5);
    const direction = generate(5, 3, (i, j) => Math.cos(i + 2 * j));
    for (const options of [{}, { labels: [0, 1, 0, 2, 1] }]) {
      const slope = dot(distanceLossGradient(loss, z, zPrime, options).z.data, direction.data);
      const change = changeAlong(loss, z, zPrime, direction, options);
      expect(Math.abs(slope - change)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(change)));
    }
  });

  it('are those of the loss with its detached parts held fixed', () => {
    const [z, zPrime] = someViews(4);
    const held = distanceLoss({ anchor: 'sum(detach(exp(-n))*(p - n))' });
    const { alpha } = distanceWeights(held, z, zPrime);
    const n = 1 - dot(z.data.subarray(0, 3), z.data.subarray(3, 6));
    expect(at(alpha, 0, 1)).toBeCloseTo(Math.exp(-n) / 8, 12);
  });

  it.each(['nt-xent', 'dcl', 'rince', 'supcon', 'clip', 'debiased', 'hcl', 'sogclr'])(
    'stay finite where exponentials overflow: %s',
    (name) => {
      const { formulae, anchors, negatives } = namedDistanceLoss(name);
      const sharp = Object.fromEntries(
        Object.entries(formulae.parameters ?? {}).map(([key, value]) => [
          key,
          key === 'tau' ? 5e-4 : key === 't' ? 2000 : value,
        ]),
      );
      const [z, zPrime] = someViews(6);
      const loss = distanceLoss({ ...formulae, parameters: sharp }, { anchors, negatives });
      const { value, alpha, beta } = distanceWeights(loss, z, zPrime);
      expect(Number.isFinite(value)).toBe(true);
      for (const weight of [...alpha.data, ...beta.data]) expect(Number.isFinite(weight)).toBe(true);
    },
  );
});

describe('a logarithm of max or min of exponentials', () => {
  const text = 'log(1 + max((sum(exp((p - n)/tau)) - c*M)/(1 - c), min(M*exp((p - 2)/tau), 3)))';
  const weightsAt = (tau: number, p: number, n: readonly number[]): ReturnType<ReturnType<typeof anchorFunction>> =>
    anchorFunction(distanceLoss({ anchor: text, parameters: { tau, c: 0.1 } }))(p, n);

  it('is what it is word for word where its exponentials are numbers', () => {
    fc.assert(
      fc.property(gridNumber(0, 2), fc.array(gridNumber(0, 2), { minLength: 1, maxLength: 4 }), (p, n) => {
        const [tau, M] = [0.3, n.length];
        const total = n.reduce((sum, x) => sum + Math.exp((p - x) / tau), 0);
        const inside = Math.max((total - 0.1 * M) / 0.9, Math.min(M * Math.exp((p - 2) / tau), 3));
        expect(weightsAt(tau, p, n).value).toBeCloseTo(Math.log1p(inside), 12);
      }),
    );
  });

  it('has value and weights where they are none', () => {
    const { value, alpha, beta } = weightsAt(5e-4, 1.5, [0, 0.001, 2]);
    expect(value).toBeCloseTo(3000 + Math.log((1 + Math.exp(-2)) / 0.9), 9);
    expect([...alpha, beta].map((x) => x * 5e-4)).toEqual(
      [1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(2)), 0, 1].map((x) => expect.closeTo(x, 9)),
    );
  });
});

describe('a level', () => {
  const FORMS = ['max(0, x - n)/tau', 'max(0, (x - n)/tau)^2', 'max(0, n - x)^(-1/tau)', 'exp((x - n)/tau)'];
  const distances = fc.array(gridNumber(0, 2), { minLength: 1, maxLength: 40 });

  it.each(FORMS)('of %s makes weights of sum 1', (form) => {
    const anchor = `sum(detach(${form.replace(/\bx\b/, 'mu')})*(p - n))`;
    const of = (tau: number): ReturnType<typeof anchorFunction> =>
      anchorFunction(distanceLoss({ anchor, sums: { mu: `level(${form})` }, parameters: { tau } }));
    fc.assert(
      fc.property(fc.constantFrom(0.03, 0.5, 2, 5), distances, (tau, n) => {
        const { alpha, beta } = of(tau)(0.5, n);
        expect(beta).toBeCloseTo(1, 11);
        for (const weight of alpha) expect(weight).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('lies above a step of its sum, and is none where there is none', () => {
    const levelOf = (form: string): number =>
      anchorFunction(distanceLoss({ anchor: `level(${form})` }))(0.5, [0.25, 1]).value;
    const atStep = levelOf('max(0, x - n)*1e30');
    expect(atStep).toBeGreaterThan(0.25);
    expect(atStep).toBeCloseTo(0.25, 12);
    for (const form of ['sigmoid(x - n)/3', 'exp(n - x)', '1 + max(0, x - n)']) expect(levelOf(form)).toBeNaN();
  });
});

describe('labels', () => {
  const [z, zPrime] = someViews(4);

  it('of which each sample has its own change nothing', () => {
    const loss = namedDistanceLoss('supcon');
    expect(distanceWeights(loss, z, zPrime, { labels: [3, 1, 4, 7] })).toEqual(distanceWeights(loss, z, zPrime));
  });

  it('make positives of samples that share one', () => {
    const { beta, alpha } = distanceWeights(namedDistanceLoss('supcon'), z, zPrime, { labels: [0, 1, 0, 2] });
    expect([2, 4, 6].every((row) => at(beta, 0, row) !== 0)).toBe(true);
    expect([1, 3, 5, 7].every((row) => at(alpha, 0, row) > 0 && at(beta, 0, row) === 0)).toBe(true);
  });

  it.each([
    [[0, 1], '2 labels for 4 samples: give one for each'],
    [[5, 5, 5, 5], 'sample 0 has no negative: all samples have its label; give others too'],
  ])('%j are refused', (labels, message) => {
    expect(() => distanceWeights(namedDistanceLoss('supcon'), z, zPrime, { labels })).toThrow(message);
  });
});

it('averages go on from what they held', () => {
  const [z, zPrime] = someViews(3);
  const loss = namedDistanceLoss('sogclr', { gamma: 0.25 });
  const first = distanceWeights(loss, z, zPrime);
  const again = distanceWeights(loss, z, zPrime, { averages: first.averages });
  again.averages[0]?.forEach((u, i) => expect(u).toBeCloseTo(first.averages[0]?.[i] as number, 9));
  const zero = distanceWeights(loss, z, zPrime, { averages: [new Float64Array(3)] });
  zero.averages[0]?.forEach((u, i) => expect(u / (first.averages[0]?.[i] as number)).toBeCloseTo(0.25, 9));
});

it('fewer than two samples are refused', () => {
  const one = fromNested([[1, 0]]);
  expect(() => distanceWeights(namedDistanceLoss('siglip'), one, one)).toThrow('a contrast needs at least 2 samples');
});
