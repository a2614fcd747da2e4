import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradientSteps } from '../../../proofs-checks/deep-linear/gradient-steps.js';
import { severedAt } from '../../../src/theory/landscape/spurious-maxima.js';
import { fromNested, map, norm } from '../../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, randomLayers } from '../../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';

const COVARIANCE = fromNested([
  [1, 0, 0],
  [0, 0.25, 0],
  [0, 0, -0.5],
]);
const widths = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 });
const STATIONARITY = 1e-8;

describe('gradientSteps', () => {
  it('keeps the norms, never lowers E, and reports the energy of the layers it returns', () => {
    fc.assert(
      fc.property(widths, fc.nat(), (sizes, seed) => {
        const start = randomLayers([3, ...sizes], randomStream(seed));
        const { layers, energies } = gradientSteps(start, COVARIANCE, STATIONARITY);
        for (const layer of layers) expect(norm(layer)).toBeCloseTo(1, 14);
        energies.slice(1).forEach((energy, k) => expect(energy).toBeGreaterThan((energies[k] as number) - 1e-15));
        expect(energies[0]).toBeCloseTo(deepLinearEnergy(start, COVARIANCE), 14);
        expect(energies.at(-1)).toBe(deepLinearEnergy(layers, COVARIANCE));
      }),
      { numRuns: 20 },
    );
  });

  it('ends at ½λ_max from a start above 0, sooner for a coarser tolerance', () => {
    const start = [fromNested([[0.6, 0.8, 0]]), fromNested([[1], [0]])];
    const fine = gradientSteps(start, COVARIANCE, STATIONARITY);
    expect(fine.converged).toBe(true);
    expect(fine.stationarity).toBeLessThanOrEqual(STATIONARITY);
    expect(fine.energies.at(-1)).toBeCloseTo(0.5, 14);
    expect(gradientSteps(start, COVARIANCE, 1e-3).energies.length).toBeLessThan(fine.energies.length);
  });

  it('does not see the scale of C or of the layers', () => {
    const start = randomLayers([3, 2, 2], randomStream(3));
    const [own, scaled] = [
      gradientSteps(start, COVARIANCE, STATIONARITY),
      gradientSteps(
        start.map((layer) => map(layer, (entry) => 2 * entry)),
        map(COVARIANCE, (entry) => 4 * entry),
        STATIONARITY,
      ),
    ];
    expect(scaled.energies.length).toBe(own.energies.length);
    expect(scaled.energies.at(-1)).toBeCloseTo(4 * (own.energies.at(-1) ?? Number.NaN), 12);
  });

  it('stays at a local maximum with E = 0, where the dynamics end', () => {
    const [, second, third] = randomLayers([3, 1, 2, 2], randomStream(1));
    const lowest = fromNested([[0, 0, 1]]);
    const severed = severedAt([lowest, second ?? lowest, third ?? lowest], 2);
    const { energies, converged } = gradientSteps(severed, COVARIANCE, STATIONARITY);
    expect(converged).toBe(true);
    expect(energies.at(-1)).toBe(0);
  });
});
