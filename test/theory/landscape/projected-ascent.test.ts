import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../../src/theory/algebra/decompositions.js';
import { at, fromNested, generate, norm, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../../src/theory/algebra/multiply.js';
import { projectedAscent, tangentialGradient } from '../../../src/theory/landscape/projected-ascent.js';
import { deepLinearEnergy, randomLayers } from '../../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

/** A symmetric matrix with the given eigenvalues and random eigenvectors. */
function withSpectrum(values: readonly number[], seed: number): Matrix {
  const half = normalMatrix(randomStream(seed, 'spectrum'), values.length, values.length);
  const { vectors } = symmetricEigen(multiplyTransposed(half, half));
  const scaled = generate(values.length, values.length, (i, j) => at(vectors, i, j) * (values[j] as number));
  return multiplyTransposed(scaled, vectors);
}

const widths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 });

describe('projectedAscent', () => {
  it('never lowers the energy, keeps every norm at 1 and ends where the tangential gradient vanishes', () => {
    const eigenvalues = fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        eigenvalues.filter((values) => values.some((value) => value !== 0)),
        widths,
        fc.nat(),
        (values, hidden, seed) => {
          const covariance = withSpectrum(values, seed);
          const start = randomLayers([values.length, ...hidden], randomStream(seed));
          const { energies, layers, stationarity, converged } = projectedAscent(start, covariance, { sweeps: 200 });
          const scale = Math.max(...values.map(Math.abs));
          energies
            .slice(1)
            .forEach((energy, k) => expect(energy).toBeGreaterThanOrEqual((energies[k] as number) - 1e-13 * scale));
          for (const layer of layers) expect(norm(layer)).toBeCloseTo(1, 13);
          expect(tangentialGradient(layers, covariance) / scale).toBeCloseTo(stationarity, 12);
          expect(converged).toBe(stationarity <= 1e-8);
        },
      ),
    );
  });

  it('reaches ½λ_max where the top eigenvalue stands out, from every start at depth 1 and 2, and with E > 0 beyond', () => {
    fc.assert(
      fc.property(widths, fc.nat(), (hidden, seed) => {
        const covariance = withSpectrum([2, 1.2, -0.5, -3], seed);
        const start = randomLayers([4, ...hidden], randomStream(seed));
        // From depth 3 on there are local maxima at E = 0, and a start below them may end there.
        fc.pre(hidden.length <= 2 || deepLinearEnergy(start, covariance) > 0);
        const { energies, converged } = projectedAscent(start, covariance);
        expect(converged).toBe(true);
        expect(energies.at(-1)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('says that a zero covariance has no direction to find', () => {
    const layers = randomLayers([2, 1], randomStream(1));
    expect(() =>
      projectedAscent(
        layers,
        fromNested([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toThrow('the covariance is zero');
  });

  it('refuses a covariance that is not symmetric', () => {
    const skewed = multiply(
      fromNested([
        [1, 0],
        [0, 2],
      ]),
      fromNested([
        [1, 1],
        [0, 1],
      ]),
    );
    expect(() => projectedAscent(randomLayers([2, 1], randomStream(1)), skewed)).toThrow('not symmetric');
  });
});
