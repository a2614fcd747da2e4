/** Inspections against the exact library, against sums over all anchors, and on rows that must be left out. */
import { describe, expect, it } from 'vitest';
import { drawnAnchors } from '../../../src/results/inspect/anchor-blocks.js';
import { anchorWeighing } from '../../../src/results/inspect/anchor-weighing.js';
import { inspectEmbeddings } from '../../../src/results/inspect/inspect-embeddings.js';
import { lossCovariance } from '../../../src/results/inspect/loss-covariance.js';
import { symmetricEigen } from '../../../src/theory/algebra/decompositions.js';
import { generate, row, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { contrastiveCovariance } from '../../../src/theory/losses/contrastive-covariance.js';
import { energy } from '../../../src/theory/losses/energy.js';
import { IMPORTANCE_NAMES, namedImportance, normalised } from '../../../src/theory/losses/importances.js';
import { pairwiseImportance } from '../../../src/theory/losses/loss.js';
import { lossNames, namedLoss } from '../../../src/theory/losses/named-losses.js';
import { unitRows } from '../../../src/theory/losses/unit-rows.js';
import { DISTANCE_LOSSES } from '../../../src/theory/distance-losses/distance-loss-table.js';
import { distanceWeights } from '../../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { alignment, uniformity } from '../../../src/training/evaluate/alignment-uniformity.js';
import type { NumberRows } from '../../../src/training/evaluate/feature-rows.js';
import { spectrum } from '../../../src/training/evaluate/spectrum.js';
import { cloud } from './clouds.js';

/** `ALPHA_CL_TRIALS=200` takes half a minute. */
const TRIALS = Number(process.env['ALPHA_CL_TRIALS'] ?? 40);

/** Losses whose anchors share or remember a sum. */
const SHARED = new Set(['dclw', 'sogclr', 'uniformity', 'alignment-uniformity']);

/** Relative error of products in float32 against sums in float64. */
const SINGLE = 2e-5;

const unit = ({ rows, columns, data }: NumberRows): Matrix =>
  unitRows({ rows, columns, data: Float64Array.from(data) }).unit;

function near(found: number | undefined, exact: number, scale = Math.abs(exact)): void {
  expect(Math.abs((found ?? Number.NaN) - exact)).toBeLessThan(SINGLE * Math.max(scale, 1e-9));
}

/** α of all pairs by the library. */
const EXACT: Record<string, (u: Matrix, v: Matrix) => Matrix> = {
  'nt-xent': (u, v) => pairwiseImportance(namedLoss('nt-xent', { temperature: 0.2 }), u, v),
  triplet: (u, v) => pairwiseImportance(namedLoss('triplet'), u, v),
  'alpha-cl-direct': (u) => {
    const importance = namedImportance('direct');
    return generateRows(u, (distances) => normalised(importance(distances)));
  },
};

function generateRows(u: Matrix, weights: (distances: Float64Array) => Float64Array): Matrix {
  const alpha = generate(u.rows, u.rows, () => 0);
  for (let i = 0; i < u.rows; i++) {
    const others = [...Array(u.rows).keys()].filter((j) => j !== i);
    const distances = Float64Array.from(
      others,
      (j) => row(u, i).reduce((sum, x, k) => sum + (x - (row(u, j)[k] as number)) ** 2, 0) / 2,
    );
    const found = weights(distances);
    others.forEach((j, k) => (alpha.data[i * u.rows + j] = found[k] as number));
  }
  return alpha;
}

describe('inspectEmbeddings', () => {
  it('agrees with the exact library on every anchor', async () => {
    const { first, second } = cloud({ rows: 90, columns: 7, seed: 3, classes: 5 });
    const [u, v] = [unit(first), unit(second)];
    const losses = [
      anchorWeighing('nt-xent', { temperature: 0.2 }),
      anchorWeighing('triplet'),
      anchorWeighing('alpha-cl-direct'),
    ];
    const found = await inspectEmbeddings({ first, second }, { losses });
    near(found.pairs.alignment, alignment(first, second));
    near(found.pairs.uniformity.value, uniformity(first));
    near(found.geometry.effectiveRank, spectrum(first).effectiveRank);
    for (const loss of found.losses) {
      const alpha = (EXACT[loss.name] as (typeof EXACT)[string])(u, v);
      const total = alpha.data.reduce((sum, weight) => sum + weight, 0);
      near(loss.weight.value, total / u.rows);
      near(loss.energy.value, energy(alpha, u, v) / total);
      const { values } = symmetricEigen(contrastiveCovariance(alpha, u, v));
      loss.covariance.eigenvalues.forEach((value, k) =>
        near(value, (values[k] as number) / total, (values[0] as number) / total),
      );
      const spreads = [...Array(u.rows).keys()].flatMap((i) => {
        const shares = normalised(row(alpha, i));
        const entropy = shares.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0);
        return shares.some((share) => share > 0) ? [Math.exp(entropy)] : [];
      });
      near(loss.effectiveNegatives.value, spreads.reduce((sum, one) => sum + one, 0) / spreads.length);
      expect(loss.idle).toBe(u.rows - spreads.length);
      expect(loss.tenths.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 9);
    }
  });

  it('divides the weight among tenths of the rows by distance to a ten-thousandth', async () => {
    const { first } = cloud({ rows: 3000, columns: 6, seed: 5, classes: 5 });
    const u = unit(first);
    const loss = anchorWeighing('nt-xent', { temperature: 0.05 });
    const anchors = drawnAnchors(u.rows, 64, 0);
    const { losses } = await inspectEmbeddings({ first }, { losses: [loss], anchors: anchors.length });
    const tenths = new Float64Array(10);
    for (const i of anchors) {
      const own = row(u, i);
      const distances = Float64Array.from({ length: u.rows }, (_, j) =>
        own.reduce((sum, x, k) => sum + (x - (u.data[j * u.columns + k] as number)) ** 2 / 2, 0),
      );
      const others = distances.filter((_, j) => j !== i).toSorted();
      const { alpha } = loss.weigh(others, 0);
      const total = alpha.reduce((sum, weight) => sum + weight, 0);
      // 2,999 negatives: the edges of the tenths cut a row.
      alpha.forEach((weight, j) => {
        for (let tenth = 0; tenth < 10; tenth++) {
          const [from, to] = [(tenth * others.length) / 10, ((tenth + 1) * others.length) / 10];
          const inside = Math.max(0, Math.min(j + 1, to) - Math.max(j, from));
          tenths[tenth] = (tenths[tenth] as number) + (inside * weight) / total / anchors.length;
        }
      });
    }
    expect(Math.max(...tenths)).toBeGreaterThan(0.9);
    losses[0]?.tenths.forEach(({ value }, k) => expect(Math.abs(value - (tenths[k] as number))).toBeLessThan(1e-4));
  });

  it('weighs the pairs of every loss in blocks as it does those of one anchor in float64', async () => {
    const { first, second } = cloud({ rows: 50, columns: 6, seed: 4, classes: 3 });
    const [u, v] = [unit(first), unit(second)];
    const names = [
      ...lossNames(),
      ...IMPORTANCE_NAMES.map((name) => `alpha-cl-${name}`),
      ...Object.keys(DISTANCE_LOSSES),
    ];
    const losses = names.filter((name) => !SHARED.has(name)).map((name) => anchorWeighing(name));
    const found = await inspectEmbeddings({ first, second }, { losses });
    const apart = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, x, k) => sum + (x - (b[k] as number)) ** 2, 0) / 2;
    for (const [k, { name, weigh }] of losses.entries()) {
      let [total, repelled, attracted] = [0, 0, 0];
      for (let i = 0; i < u.rows; i++) {
        const others = [...Array(u.rows).keys()].filter((j) => j !== i);
        const distances = Float64Array.from(others, (j) => apart(row(u, i), row(u, j)));
        const positive = apart(row(u, i), row(v, i));
        const { alpha, beta = alpha.reduce((sum, weight) => sum + weight, 0) } = weigh(distances, positive);
        total += alpha.reduce((sum, weight) => sum + weight, 0);
        repelled += alpha.reduce((sum, weight, j) => sum + weight * (distances[j] as number), 0);
        attracted += beta * positive;
      }
      const loss = found.losses[k] as (typeof found.losses)[number];
      expect(Math.abs(loss.weight.value * u.rows - total), name).toBeLessThanOrEqual(SINGLE * total);
      if (total === 0) continue;
      expect(Math.abs(loss.energy.value - (repelled - attracted) / total), name).toBeLessThan(
        (SINGLE * (repelled + Math.abs(attracted))) / total,
      );
    }
  });

  it('weighs losses of distances as their own steps do', () => {
    const { first, second } = cloud({ rows: 12, columns: 4, seed: 5 });
    const [u, v] = [unit(first), unit(second)];
    // One that weighs each pair alone, and one that does not.
    for (const name of ['siglip', 'debiased']) {
      const loss = namedDistanceLoss(name, {}, { anchors: 'first', negatives: 'same' });
      const { alpha, beta } = distanceWeights(loss, u, v);
      const { weigh } = anchorWeighing(name);
      const at = (a: Float64Array, b: Float64Array) =>
        a.reduce((sum, x, k) => sum + (x - (b[k] as number)) ** 2, 0) / 2;
      for (let i = 0; i < 12; i++) {
        const others = [...Array(12).keys()].filter((j) => j !== i);
        const found = weigh(
          Float64Array.from(others, (j) => at(row(u, i), row(u, j))),
          at(row(u, i), row(v, i)),
        );
        others.forEach((j, k) => expect(found.alpha[k]).toBeCloseTo(12 * (row(alpha, i)[j] as number), 9));
        expect(found.beta ?? 0).toBeCloseTo(12 * (row(beta, i)[12 + i] as number), 9);
      }
    }
    expect(() => anchorWeighing('sogclr')).toThrow(/anchors share or remember a sum/);
    expect(() => anchorWeighing('ntxnet')).toThrow(/nt-xent|ntxent/);
  });

  it('covers the values of all anchors in at least 95 % of samples', async () => {
    const { first, second, labels } = cloud({ rows: 260, columns: 6, seed: 9, classes: 6, spread: 0.8 });
    const losses = [anchorWeighing('nt-xent', { temperature: 0.2 })];
    const exact = await inspectEmbeddings({ first, second, labels }, { losses });
    const truth: Record<string, { value: number }> = valuesOf(exact);
    const covered: Record<string, number> = {};
    for (let seed = 0; seed < TRIALS; seed++) {
      const found = await inspectEmbeddings({ first, second, labels }, { losses, anchors: 96, seed });
      for (const [name, { from, to }] of Object.entries(valuesOf(found))) {
        const { value } = truth[name] as { value: number };
        covered[name] = (covered[name] ?? 0) + (from - 1e-6 <= value && value <= to + 1e-6 ? 1 : 0);
      }
    }
    for (const [name, count] of Object.entries(covered)) expect(count, name).toBeGreaterThanOrEqual(0.95 * TRIALS);
  }, 60_000);

  it('leaves out rows that have no direction, and counts equal ones', async () => {
    const { first, second, labels } = cloud({ rows: 40, columns: 5, seed: 1 });
    const data = first.data.slice();
    data[3 * 5 + 2] = Number.NaN;
    data.fill(0, 7 * 5, 8 * 5);
    data.copyWithin(11 * 5, 20 * 5, 21 * 5);
    const found = await inspectEmbeddings({ first: { ...first, data }, second, labels });
    expect([found.usable, found.first.notFinite, found.first.zeros]).toEqual([38, [3], [7]]);
    expect(found.first.examples).toEqual([[20, 11]]);
    expect(found.losses[0]?.hardest[0]).toMatchObject({ distance: expect.closeTo(0, 6) });
    const { anchor, negative } = found.losses[0]?.hardest[0] ?? { anchor: 0, negative: 0 };
    expect(new Set([anchor, negative])).toEqual(new Set([11, 20]));
    const column = first.data.map((x, k) => (k % 5 === 2 ? Number.NaN : x));
    await expect(inspectEmbeddings({ first: { ...first, data: column } })).rejects.toThrow(
      /column 2 has no finite value/,
    );
  });
});

function valuesOf({ pairs, classes, losses }: Awaited<ReturnType<typeof inspectEmbeddings>>) {
  const [loss] = losses;
  if (loss === undefined || classes === undefined) throw new Error('nothing was measured');
  const {
    falseNegativeShare,
    covariance,
    energy: energyFound,
    effectiveNegatives,
    nearestShare,
    heaviestShare,
    tenths,
  } = loss;
  return {
    uniformity: pairs.uniformity,
    meanDistance: pairs.meanDistance,
    neighbours: classes.neighbours.weighted,
    energy: energyFound,
    effectiveNegatives,
    nearestShare,
    heaviestShare,
    tenth: tenths[0] as (typeof tenths)[number],
    falseNegatives: falseNegativeShare as NonNullable<typeof falseNegativeShare>,
    largest: covariance.largest,
  };
}

describe('lossCovariance', () => {
  it('is the covariance of the exact library', async () => {
    const { first, second } = cloud({ rows: 300, columns: 7, seed: 3, classes: 5 });
    const [u, v] = [unit(first), unit(second)];
    for (const [name, exactly] of Object.entries(EXACT)) {
      const loss = anchorWeighing(name, name === 'nt-xent' ? { temperature: 0.2 } : {});
      const { covariance, weights } = await lossCovariance({ first, second }, loss);
      const alpha = exactly(u, v);
      const exact = contrastiveCovariance(alpha, u, v);
      const largest = exact.data.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
      covariance.data.forEach((entry, k) => near(entry, exact.data[k] as number, largest));
      weights.forEach((weight, i) =>
        near(
          weight,
          row(alpha, i).reduce((sum, one) => sum + one, 0),
          1,
        ),
      );
    }
  });

  it('names a row without a direction', async () => {
    const first = { rows: 3, columns: 2, data: Float64Array.of(1, 0, 0, 0, 0, 1) };
    await expect(lossCovariance({ first }, anchorWeighing('infonce'))).rejects.toThrow('row 1 of first is zero');
  });
});
