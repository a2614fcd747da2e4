import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseLoss, type LossAnalysis } from '../../../src/theory/analysis/analyse-loss.js';
import { anchorImportance, anchorLoss } from '../../../src/theory/losses/loss.js';
import { lossFromFormulae } from '../../../src/theory/losses/loss-from-formulae.js';

type Hazard = LossAnalysis['numerics']['hazards'][number];

/** ψ as it is typed, in one precision. */
function naive(precision: Hazard['precision'], rate: number, shift: number, x: number): number {
  const value = Math.exp(rate * x + shift);
  return precision === 'float32' ? Math.fround(value) : value;
}

const RATES = fc.integer({ min: 2, max: 3000 }).map((k) => k / 2);
const SHIFTS = fc.integer({ min: -20, max: 20 });

describe('the hazards of an exponential ψ', () => {
  it('begin where they are said to: beyond, ψ is ∞ or 0 as written, inside it is neither, and the library is finite', () => {
    fc.assert(
      fc.property(RATES, SHIFTS, (rate, shift) => {
        const given = { phi: 'log(1 + x)', psi: 'exp(k*x + m)', parameters: { k: rate, m: shift } };
        const { hazards, safeForm } = analyseLoss(given).numerics;
        expect(hazards.map(({ precision, kind }) => `${precision} ${kind}`)).toEqual([
          'float32 overflow',
          'float32 underflow',
          'float64 overflow',
          'float64 underflow',
        ]);
        expect(safeForm).toMatch(/log Σ exp.*softmax/);
        const loss = lossFromFormulae(given);
        for (const { precision, kind, beyond, reached } of hazards) {
          const outwards = kind === 'overflow' ? 1 : -1;
          // A hundredth of an exponent: far more than the rounding of the limits.
          const [outside, inside] = [1, -1].map((side) => beyond + (side * outwards * 0.01) / rate) as [number, number];
          const fault = kind === 'overflow' ? Infinity : 0;
          expect(naive(precision, rate, shift, outside)).toBe(fault);
          expect(naive(precision, rate, shift, inside)).not.toBe(fault);
          const margins = Float64Array.of(outside, inside, 0);
          expect(Number.isFinite(anchorLoss(loss, margins))).toBe(true);
          expect(anchorImportance(loss, margins).every((weight) => Number.isFinite(weight) && weight >= 0)).toBe(true);
          // Reached by unit vectors: some sum of up to 4,095 terms with margins in [−2, 2].
          const worst = naive(precision, rate, shift, 2 * outwards);
          const sum = kind === 'overflow' ? 4095 * worst : worst;
          expect(reached).toBe((precision === 'float32' ? Math.fround(sum) : sum) === fault);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are none for what is bounded, and are said of what is not, with the precision', () => {
    const bounded = analyseLoss({ phi: 'x', psi: 'max(0, x + 1)' }).numerics;
    expect(bounded.hazards).toEqual([]);
    expect(bounded.safeForm).toMatch(/none is needed/);
    const steep = analyseLoss({ phi: 'x', psi: 'exp(50*x) + x' }).numerics;
    expect(steep.hazards).toMatchObject([{ precision: 'float32', kind: 'overflow', reached: true }]);
    expect(Math.fround(4095 * (Math.exp(100) + 2))).toBe(Infinity);
    expect(4095 * (Math.exp(100) + 2)).toBeLessThan(Infinity);
    expect(steep.safeForm).not.toMatch(/none is needed/);
  });
});
