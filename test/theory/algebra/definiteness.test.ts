import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certifiedPositiveDefinite, certifiedSignature } from '../../../src/theory/algebra/definiteness.js';
import { generateIntervals } from '../../../src/theory/algebra/interval-matrix.js';
import { at, fromNested, map } from '../../../src/theory/algebra/matrix.js';
import { integerSpectrum } from './integer-spectrum.js';

const spectra = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 8 });

describe('certifiedSignature', () => {
  it('counts the signs of a known spectrum and leaves zeros open', () => {
    fc.assert(
      fc.property(spectra, fc.nat(), (spectrum, seed) => {
        expect(certifiedSignature(integerSpectrum(spectrum, seed))).toEqual({
          positive: spectrum.filter((value) => value > 0).length,
          negative: spectrum.filter((value) => value < 0).length,
          open: spectrum.filter((value) => value === 0).length,
        });
      }),
    );
  });

  it('never claims more signs than every member of an interval matrix has', () => {
    fc.assert(
      fc.property(spectra, fc.nat(), fc.double({ min: 0, max: 8, noNaN: true }), (spectrum, seed, slack) => {
        const member = integerSpectrum(spectrum, seed);
        const around = generateIntervals(member.rows, member.columns, (i, j) => ({
          lower: at(member, i, j) - slack / 2,
          upper: at(member, i, j) + slack,
        }));
        const { positive, negative } = certifiedSignature(around);
        expect(positive).toBeLessThanOrEqual(spectrum.filter((value) => value > 0).length);
        expect(negative).toBeLessThanOrEqual(spectrum.filter((value) => value < 0).length);
      }),
    );
  });
});

describe('certifiedPositiveDefinite', () => {
  it('proves what is positive definite and disproves what has a negative eigenvalue', () => {
    fc.assert(
      fc.property(spectra, fc.nat(), (spectrum, seed) => {
        const lowest = Math.min(...spectrum);
        expect(certifiedPositiveDefinite(integerSpectrum(spectrum, seed))).toBe(
          lowest > 0 ? 'proven' : lowest < 0 ? 'disproven' : 'open',
        );
      }),
    );
  });

  it('tells an eigenvalue of 1e-12 from one of −1e-12, and leaves 0 and what rounding hides open', () => {
    const almostSingular = (entry: number): string =>
      certifiedPositiveDefinite(
        fromNested([
          [1, 1 - entry],
          [1 - entry, 1],
        ]),
      );
    expect(almostSingular(1e-12)).toBe('proven');
    expect(almostSingular(-1e-12)).toBe('disproven');
    expect(almostSingular(0)).toBe('open');
    expect(almostSingular(Number.EPSILON / 2)).toBe('open');
  });

  it('says of an interval matrix what holds for all of it', () => {
    const around = (slack: number): string =>
      certifiedPositiveDefinite(
        generateIntervals(2, 2, (i, j) => ({ lower: (i === j ? 2 : 0) - slack, upper: (i === j ? 2 : 0) + slack })),
      );
    expect(around(0.9)).toBe('proven');
    expect(around(1.1)).toBe('open');
    expect(certifiedPositiveDefinite(generateIntervals(1, 1, () => ({ lower: 1, upper: Infinity })))).toBe('open');
  });

  it('does not depend on the size of the numbers while products do not leave the range of doubles', () => {
    for (const exponent of [-300, -100, 100, 300]) {
      const scaled = map(integerSpectrum([1, 2, 3, 4], 1), (entry) => entry * 10 ** exponent);
      expect(certifiedPositiveDefinite(scaled)).toBe('proven');
    }
  });

  it('refuses what is not symmetric', () => {
    const skewed = fromNested([
      [1, 1],
      [0, 1],
    ]);
    expect(() => certifiedPositiveDefinite(skewed)).toThrow('not symmetric');
  });
});
