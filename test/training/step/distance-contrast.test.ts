/** Losses of distances in float32 against the same in float64. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { views } from '../../../src/claims/instances.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { fromNested, generate, maxAbs, norm, row, type Matrix } from '../../../src/theory/algebra/matrix.js';
import {
  distanceLoss,
  distanceWeights,
  gradientOfWeights,
  type DistanceLoss,
} from '../../../src/theory/distance-losses/distance-loss.js';
import { distanceLossNames, namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { unitRows, unitRowsGradient } from '../../../src/theory/losses/unit-rows.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { distanceContrast, type DistanceObjective } from '../../../src/training/step/distance-contrast.js';
import { floatLoss, rounded, tensorOf, UNIT_ROUNDOFF } from './float-views.js';

beforeAll(() => tf.setBackend('cpu'));

function objectiveOf({ formulae, anchors, negatives, keys }: DistanceLoss): DistanceObjective {
  return { kind: 'distances', ...formulae, anchors, negatives, keys };
}

interface Views {
  readonly z: Matrix;
  readonly zPrime: Matrix;
}

/** Value and gradient in float64, of rows that are normalised first, and the sum of all weights; undefined where there is no value. */
function exact(
  loss: DistanceLoss,
  { z, zPrime }: Views,
  labels: readonly number[] | undefined,
): { value: number; z: Matrix; zPrime: Matrix; weights: number } | undefined {
  const [first, second] = [unitRows(z), unitRows(zPrime)];
  try {
    const weights = distanceWeights(loss, first.unit, second.unit, labels === undefined ? {} : { labels });
    const gradient = gradientOfWeights(loss, weights, first.unit, second.unit);
    return {
      value: weights.value,
      z: unitRowsGradient(first, gradient.z),
      zPrime: unitRowsGradient(second, gradient.zPrime),
      weights: [weights.alpha, weights.beta].flatMap(({ data }) => [...data]).reduce((sum, w) => sum + Math.abs(w), 0),
    };
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

/** How often a distance's rounding, of a few units, may stand in a sum. */
const ROUNDINGS = 64;

/**
 * Expects the value and the gradient of float64, to rounding. A distance is off by some units of rounding: the value by its weight
 * times that, and a weight by the loss's steepness times that, which is of the size of its parameters, their inverses and that of the
 * smallest distance. Both may be differences of numbers as large as the steepness.
 */
function expectRounded(loss: DistanceLoss, both: Views, labels?: readonly number[]): void {
  const wanted = exact(loss, both, labels);
  if (wanted === undefined) return;
  const found = floatLoss(objectiveOf(loss), both.z, both.zPrime, labels);
  const parameters = Object.values(loss.formulae.parameters ?? {}).map(Math.abs);
  const steepness = Math.max(1, ...parameters, ...parameters.filter((x) => x > 0).map((x) => 1 / x));
  const lengths = [both.z, both.zPrime].flatMap((z) => Array.from({ length: z.rows }, (_, i) => norm(row(z, i))));
  const unit = ROUNDINGS * UNIT_ROUNDOFF;
  const curve = Math.max(steepness, 1 / smallestDistance(both));
  expect(Math.abs(found.value - wanted.value)).toBeLessThanOrEqual(
    unit * (Math.abs(wanted.value) + wanted.weights + steepness),
  );
  for (const [ours, theirs] of [
    [found.gradients.z, wanted.z],
    [found.gradients.zPrime, wanted.zPrime],
  ] as const) {
    const off = maxAbs(ours.data.map((entry, k) => entry - (theirs.data[k] as number)));
    expect(off).toBeLessThanOrEqual((unit * (curve * wanted.weights + steepness)) / Math.min(...lengths));
  }
}

/** The smallest of all distances that are not 0, or 1. */
function smallestDistance({ z, zPrime }: Views): number {
  const rows = [z, zPrime].flatMap((one) => {
    const { unit } = unitRows(one);
    return Array.from({ length: unit.rows }, (_, i) => [...row(unit, i)]);
  });
  const distances = rows.flatMap((a, i) =>
    rows.slice(i + 1).map((b) => a.reduce((sum, x, k) => sum + (x - (b[k] as number)) ** 2 / 2, 0)),
  );
  return Math.min(1, ...distances.filter((distance) => distance > 1e-12));
}

function remembers({ program }: DistanceLoss): boolean {
  return program.parts.some(({ kind }) => kind === 'average');
}

const someViews = fc
  .constantFrom(2, 3, 8)
  .chain((samples) => views({ samples, features: 4 }))
  .map(({ z, zPrime }) => ({ z: rounded(z), zPrime: rounded(zPrime) }))
  .filter(({ z, zPrime }) => [z, zPrime].every(({ data }) => data.every((entry) => Math.abs(entry) > 0.1)));

describe.each(distanceLossNames())('%s in float32', (name) => {
  it('has the value and gradient that it has in float64', () => {
    const loss = namedDistanceLoss(name);
    fc.assert(
      fc.property(someViews, (both) => expectRounded(loss, both)),
      { numRuns: 15 },
    );
  });

  it.skipIf(remembers(namedDistanceLoss(name)))('has with labels the value and gradient that it has in float64', () => {
    const labels = [3, 0, 0, 3, 1, 0, 3, 2];
    fc.assert(
      fc.property(someViews, (both) => expectRounded(namedDistanceLoss(name), both, labels.slice(0, both.z.rows))),
      { numRuns: 6 },
    );
  });

  it('is finite, with a finite gradient, where samples coincide and where all rows do', () => {
    const loss = objectiveOf(namedDistanceLoss(name));
    const twice = fromNested([
      [1, 2, 0.5],
      [1, 2, 0.5],
      [-1, 0.5, 2],
    ]);
    for (const z of [twice, generate(4, 3, (_, j) => j + 1)]) {
      const { value, gradients } = floatLoss(loss, z, z);
      expect(value).toSatisfy(Number.isFinite);
      for (const { data } of [gradients.z, gradients.zPrime]) expect([...data].every(Number.isFinite)).toBe(true);
    }
  });
});

it.each([
  ['max(0, @ - n)/tau', 0.02],
  ['max(0, @ - n)/tau', 0.5],
  ['max(0, n - @)^(-1/gamma)', 2],
])(
  'a level of %s has the value and gradient in float32 that it has in float64, with labels and without',
  (form, value) => {
    const [level, weight] = [form.replace('@', 'x'), form.replace('@', 'mu')];
    const sums = { mu: `level(${level})`, weights: weight };
    const parameters = { [form.includes('tau') ? 'tau' : 'gamma']: value };
    const loss = distanceLoss({ anchor: `sum(detach(${weight}/weights)*(p - n))`, sums, parameters });
    fc.assert(
      fc.property(someViews, (both) => {
        expectRounded(loss, both);
        expectRounded(loss, both, [3, 0, 0, 3, 1, 0, 3, 2].slice(0, both.z.rows));
      }),
      { numRuns: 4 },
    );
  },
);

describe.each([
  ['exp(-n)', 'kept as logarithms', Math.exp],
  ['n', 'kept as they are', Number],
  // e⁵⁰⁰ is none in float32.
  ['exp((1-n)/0.002)', 'too large for float32', (log: number) => log],
])('averages of each sample, of %s, %s', (averaged, _way, plain) => {
  const isLarge = averaged.includes('/');
  const anchor = isLarge ? `p*log(average(sum(${averaged}), r))` : `p*average(sum(${averaged}), r)`;
  const moving = distanceLoss({ anchor, parameters: { r: 0.25 } });
  const kept = (x: number | undefined): number => (isLarge ? Math.log(x ?? Number.NaN) : (x ?? Number.NaN));
  const digits = isLarge ? 2 : 5;
  const of = (seed: number): Views => {
    const [first, second] = [1, 2].map((view) =>
      rounded(generate(3, 4, (i, j) => Math.sin(seed + 7 * i + 3 * j + view))),
    ) as [Matrix, Matrix];
    return { z: unitRows(first).unit, zPrime: unitRows(second).unit };
  };

  it('are those of float64, of samples that come again and of new ones', () => {
    const { averages, compute } = distanceContrast(objectiveOf(moving));
    expect(averages).toBe(1);
    const [before, now] = [of(1), of(2)];
    const stored = distanceWeights(moving, before.z, before.zPrime).averages;
    const first = distanceWeights(moving, now.z, now.zPrime).averages[0] as Float64Array;
    const again = distanceWeights(moving, now.z, now.zPrime, { averages: stored });
    tf.tidy(() => {
      const empty = { averages: tf.zeros<tf.Rank.R2>([5, 1]), seen: tf.zeros<tf.Rank.R1>([5]) };
      const step = (both: Views, state: typeof empty, samples: number[]) =>
        compute(tensorOf(both.z), tensorOf(both.zPrime), {
          memory: { ...state, samples: tf.tensor1d(samples, 'int32') },
        });
      const { memory = empty } = step(before, empty, [4, 0, 2]);
      expect([...memory.seen.dataSync()]).toEqual([1, 0, 1, 0, 1]);
      const same = step(now, memory, [4, 0, 2]);
      expect(same.loss.dataSync()[0]).toBeCloseTo(again.value, digits);
      const after = (same.memory ?? empty).averages.dataSync();
      [4, 0, 2].forEach((sample, k) =>
        expect(plain(after[sample] as number)).toBeCloseTo(kept(again.averages[0]?.[k]), digits),
      );
      const other = (step(now, memory, [1, 3, 0]).memory ?? empty).averages.dataSync();
      expect(plain(other[1] as number)).toBeCloseTo(kept(first[0]), digits);
      expect(plain(other[4] as number)).toBeCloseTo(kept(stored[0]?.[0]), digits);
    });
  });
});
