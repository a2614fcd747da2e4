import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alignedStack,
  alignedValues,
  criticalEnergies,
  subsets,
} from '../../../src/theory/landscape/aligned-stacks.js';
import { inputTurn, reawakening, weightShift } from '../../../src/theory/landscape/ascent-direction.js';
import { boxAround, curvatureEnclosure } from '../../../src/theory/landscape/certified-curvature.js';
import {
  constrainedHessian,
  curvatureAlong,
  greatCircle,
  tangentDirection,
} from '../../../src/theory/landscape/constrained-hessian.js';
import { gradientAscent } from '../../../src/theory/landscape/gradient-ascent.js';
import { alignedIndex, alignedSpectrum } from '../../../src/theory/landscape/index-formula.js';
import { flatRadius, severedAt, spuriousCuts, spuriousMaximum } from '../../../src/theory/landscape/spurious-maxima.js';
import { symmetricEigen } from '../../../src/theory/algebra/decompositions.js';
import { at, generate, identity, inner, maxAbs, norm, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { orthonormalColumns } from '../../../src/theory/algebra/orthonormal-columns.js';
import { deepLinearEnergy, endToEnd, randomLayers, type Layers } from '../../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

function diagonal(values: readonly number[]): Matrix {
  return generate(values.length, values.length, (i, j) => (i === j ? (values[i] as number) : 0));
}

function unit(size: number, k: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => (i === k ? 1 : 0));
}

/** A random stack of depth 1 to 4 with C of one negative and two positive eigenvalues, and a unit tangent direction. */
const points = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }), fc.nat())
  .map(([widths, seed]) => {
    const random = randomStream(seed);
    const layers = randomLayers([3, ...widths], random);
    const size = layers.reduce((sum, { data }) => sum + data.length - 1, 0);
    const coordinates = Float64Array.from({ length: size }, () => random.normal());
    return { layers, coordinates, covariance: diagonal([2, 0.5, -1]) };
  });

describe('the Hessian on the spheres', () => {
  it('has an isometric tangent basis: ⟨H_l, W_l⟩ = 0 and Σ‖H_l‖² = ‖coordinates‖²', () => {
    fc.assert(
      fc.property(points, ({ layers, coordinates }) => {
        const direction = tangentDirection(layers, coordinates);
        layers.forEach((layer, l) => expect(inner(layer, direction[l] as Matrix)).toBeCloseTo(0, 12));
        expect(Math.hypot(...direction.map(norm))).toBeCloseTo(norm(coordinates), 12);
      }),
    );
  });

  it('as a matrix and as a form are the same, and the form lies in its enclosure', () => {
    fc.assert(
      fc.property(points, ({ layers, coordinates, covariance }) => {
        const hessian = constrainedHessian(layers, covariance);
        const direction = tangentDirection(layers, coordinates);
        const form = curvatureAlong(layers, covariance, direction);
        const product = coordinates.map((_, i) => coordinates.reduce((sum, x, j) => sum + x * at(hessian, i, j), 0));
        expect(coordinates.reduce((sum, x, i) => sum + x * (product[i] as number), 0)).toBeCloseTo(form, 10);
        const boxes = layers.map((layer) => boxAround(layer, 1e-9));
        const { lower, upper } = curvatureEnclosure(boxes, boxAround(covariance, 0), direction);
        expect(lower).toBeLessThanOrEqual(form);
        expect(upper).toBeGreaterThanOrEqual(form);
      }),
    );
  });

  it('follows great circles that keep the norms', () => {
    fc.assert(
      fc.property(points, fc.double({ min: -3, max: 3, noNaN: true }), ({ layers, coordinates }, t) => {
        const moved = greatCircle(layers, tangentDirection(layers, coordinates), t);
        for (const layer of moved) expect(norm(layer)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('aligned stacks', () => {
  it('of rank 1 have E = ½λ at every depth', () => {
    expect(alignedValues([-3], 1).energy).toBe(-1.5);
    expect(alignedValues([3], 4).energy).toBeCloseTo(1.5, 14);
  });

  it('of two layers have the harmonic sum as twice the energy', () => {
    expect(2 * alignedValues([2, 3, 6], 2).energy).toBeCloseTo(1, 14);
    expect([...alignedValues([2, 3, 6], 2).singularValues].map((x) => x ** 2)).toEqual([
      expect.closeTo(1 / 2, 12),
      expect.closeTo(1 / 3, 12),
      expect.closeTo(1 / 6, 12),
    ]);
  });

  it('of one layer share equal eigenvalues evenly', () => {
    expect(alignedValues([2, 2], 1)).toMatchObject({ energy: 1 });
    expect(norm(alignedValues([2, 2], 1).singularValues)).toBeCloseTo(1, 14);
  });

  it('refuse eigenvalues of two signs, zeros, and unequal ones for one layer', () => {
    expect(() => alignedValues([1, -1], 2)).toThrow('of one sign');
    expect(() => alignedValues([0], 2)).toThrow('non-zero');
    expect(() => alignedValues([1, 2], 1)).toThrow('equal ones');
  });

  it('are listed once for each set that fits the widths', () => {
    expect(subsets([1, 2, 3], 2)).toHaveLength(6);
    // 0; λ/2 for three; and one pair of the same sign.
    expect(criticalEnergies([1, 2, -1], [2, 3]).toSorted((a, b) => a - b)).toEqual([-0.5, 0, 1 / 3, 0.5, 1]);
    expect(criticalEnergies([1, 2, -1], [1, 3])).toHaveLength(4);
    expect(criticalEnergies([1, 1], [2])).toEqual([0, 0.5, 0.5]);
  });
});

describe('the index formula', () => {
  it('says that the global maximum has no ascent direction and rank 1 on the k-th has k − 1', () => {
    const eigenvalues = [3, 2, 1];
    expect([0, 1, 2].map((k) => alignedIndex({ eigenvalues, chosen: [k], widths: [2, 3] }))).toEqual([0, 1, 2]);
    expect(alignedIndex({ eigenvalues, chosen: [2], widths: [4] })).toBe(8);
  });

  it('counts the positive numbers of the spectrum', () => {
    const choice = fc.constantFrom([0], [1], [0, 1], [2], [3], [2, 3]);
    const widths = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(choice, widths, (chosen, sizes) => {
        const point = { eigenvalues: [2, 1, -1, -2], chosen, widths: sizes };
        const spectrum = alignedSpectrum(point);
        expect(spectrum.filter((value) => value > 1e-9)).toHaveLength(alignedIndex(point));
        expect(spectrum).toHaveLength(sizes.reduce((sum, n, l) => sum + n * (sizes[l - 1] ?? 4) - 1, 0));
      }),
    );
  });
});

describe('ascent directions', () => {
  const frames = [4, 3, 2, 3].map((size, l) =>
    l === 0
      ? generate(4, 2, (i, j) => (i === j + 1 ? 1 : 0))
      : orthonormalColumns(normalMatrix(randomStream(l), size, 2)),
  );
  const covariance = diagonal([3, 2, 1, -1]);
  const { energy, singularValues } = alignedValues([2, 1], 3);
  const layers = alignedStack(frames, singularValues);

  it('have the curvatures that their formulae give', () => {
    expect(curvatureAlong(layers, covariance, inputTurn(frames, 1, unit(4, 0)))).toBeCloseTo(2 * energy * 2, 12);
    expect(curvatureAlong(layers, covariance, weightShift(frames, singularValues))).toBeCloseTo(24 * energy, 12);
  });

  it('reawaken a vanishing product of two layers, and not a stack severed above the first', () => {
    const severed = severedAt(randomLayers([4, 2, 3], randomStream(1)), 1);
    expect(curvatureAlong(severed, covariance, reawakening(severed, unit(4, 0)))).toBeGreaterThan(0.1);
    const deep = severedAt(randomLayers([4, 2, 3, 2], randomStream(1)), 2);
    expect(reawakening(deep, unit(4, 0)).every((step) => norm(step) === 0)).toBe(true);
  });
});

describe('spurious maxima', () => {
  it('need three layers, a hidden layer of two units above a narrow one, and negative eigenvalues', () => {
    expect(spuriousCuts(3, [2, 2])).toEqual([]);
    expect(spuriousCuts(3, [2, 1, 2])).toEqual([]);
    expect(spuriousCuts(0, [1, 2, 1])).toEqual([]);
    expect(spuriousCuts(1, [2, 2, 1])).toEqual([]);
    expect(spuriousCuts(1, [1, 2, 1])).toEqual([{ cut: 1, severed: 2 }]);
    expect(spuriousCuts(1, [3, 1, 2, 1])).toEqual([{ cut: 2, severed: 3 }]);
  });

  it('have E = 0, P = 0 and unit norms, and no random perturbation within the radius has E > 0', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = randomStream(seed);
        const covariance = diagonal([1, -1, -1]);
        const layers = spuriousMaximum(covariance, [2, 2, 2], { cut: 1, severed: 2 }, random);
        expect(maxAbs(endToEnd(layers).data)).toBe(0);
        for (const layer of layers) expect(norm(layer)).toBeCloseTo(1, 12);
        const radius = flatRadius(0.5, 1, 1);
        const moved: Layers = layers.map((layer) => {
          const step = normalMatrix(random, layer.rows, layer.columns);
          return generate(
            layer.rows,
            layer.columns,
            (i, j) => at(layer, i, j) + (radius * at(step, i, j)) / norm(step),
          );
        });
        expect(deepLinearEnergy(moved, covariance)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('refuse a layer of one unit and too few negative eigenvalues', () => {
    expect(() => severedAt(randomLayers([2, 1, 2], randomStream(1)), 1)).toThrow('2 units or more');
    expect(() => severedAt(randomLayers([2, 2], randomStream(1)), 1)).toThrow('2 units or more');
    const place = { cut: 1, severed: 2 };
    expect(() => spuriousMaximum(identity(2), [1, 2, 1], place, randomStream(1))).toThrow('0 negative eigenvalues');
  });
});

describe('gradientAscent', () => {
  it('raises the energy step by step and keeps the norms', () => {
    fc.assert(
      fc.property(points, ({ layers, covariance }) => {
        const ascent = gradientAscent(layers, covariance, { step: 0.05, steps: 20 });
        expect(ascent.energies).toHaveLength(21);
        ascent.energies.slice(1).forEach((e, k) => expect(e).toBeGreaterThanOrEqual((ascent.energies[k] ?? 0) - 1e-12));
        for (const layer of ascent.layers) expect(norm(layer)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('refuses a step that is not positive', () => {
    expect(() => gradientAscent([identity(1)], identity(1), { step: 0, steps: 1 })).toThrow('step is 0');
  });
});

it('every eigenvalue of the Hessian at the global maximum is at most 0', () => {
  const frames = [3, 2, 2].map((size, l) =>
    l === 0 ? generate(3, 1, (i) => (i === 0 ? 1 : 0)) : orthonormalColumns(normalMatrix(randomStream(l), size, 1)),
  );
  const hessian = constrainedHessian(alignedStack(frames, Float64Array.of(1)), diagonal([2, 1, -1]));
  expect(symmetricEigen(hessian).values[0]).toBeLessThan(1e-12);
});
