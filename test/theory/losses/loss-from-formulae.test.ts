import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossChoice } from '../../../proofs-checks/players/loss-instances.js';
import { anchorImportance, anchorLoss, lossGradient, pairwiseImportance } from '../../../src/theory/losses/loss.js';
import { lossByHand } from '../../../bench/losses-by-hand.js';
import { lossNames, namedLoss } from '../../../src/theory/losses/named-losses.js';
import { views } from '../../../src/claims/instances.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { compiledLoss, formulaeOfLoss, lossFromFormulae } from '../../../src/theory/losses/loss-from-formulae.js';

/** The largest difference, of each entry's own size. */
function relativeError(given: Float64Array, expected: Float64Array): number {
  return given.reduce((worst, entry, k) => {
    const right = expected[k] as number;
    return Math.max(worst, entry === right ? 0 : Math.abs(entry - right) / Math.abs(right));
  }, 0);
}

describe.each(lossNames())('%s, made of its formulae,', (name) => {
  it('has the importance of the one written by hand to 1e-12, at 10,000 margins', () => {
    const random = randomStream(7, 'formulae', name);
    for (const parameters of [
      {},
      ...fc.sample(lossChoice([name]), { seed: 3, numRuns: 19 }).map((choice) => choice.parameters),
    ]) {
      const [byHand, given] = [lossByHand(name, parameters), namedLoss(name, parameters)];
      const margins = Float64Array.from({ length: 500 }, () => 4 * random.normal());
      // Lifted structured and others see ξ, so anchors have few or many negatives.
      for (const few of [margins, margins.subarray(0, 2)]) {
        expect(relativeError(anchorImportance(given, few), anchorImportance(byHand, few))).toBeLessThan(1e-12);
        const [value, right] = [anchorLoss(given, few), anchorLoss(byHand, few)];
        expect(Math.abs(value - right)).toBeLessThanOrEqual(1e-12 * Math.abs(right));
      }
    }
  });

  it('has its gradient, second derivatives and kinks', () => {
    fc.assert(
      fc.property(lossChoice([name]), views({ features: 3 }), ({ parameters }, { z, zPrime }) => {
        const [byHand, given] = [lossByHand(name, parameters), namedLoss(name, parameters)];
        const [right, own] = [lossGradient(byHand, z, zPrime), lossGradient(given, z, zPrime)];
        const scale = pairwiseImportance(byHand, z, zPrime).data.reduce((sum, weight) => sum + weight, 1e-300);
        own.z.data.forEach((entry, k) => {
          expect(Math.abs(entry - (right.z.data[k] as number))).toBeLessThanOrEqual(1e-9 * scale);
        });
        for (const part of ['phi', 'psi'] as const) {
          expect(given[part].kinks.map(({ order }) => order)).toEqual(byHand[part].kinks.map(({ order }) => order));
          given[part].kinks.forEach(({ at }, k) => expect(at).toBeCloseTo(byHand[part].kinks[k]?.at ?? NaN, 12));
          expect(given[part].lowerBound).toBeCloseTo(byHand[part].lowerBound, 9);
          for (const x of [0.25, 0.75, 1.5, 3]) {
            const curvature = byHand[part].secondDerivative(x);
            const error = Math.abs(given[part].secondDerivative(x) - curvature);
            expect(error).toBeLessThanOrEqual(1e-12 * Math.abs(curvature));
          }
        }
        expect(given.psi.logLine === undefined).toBe(byHand.psi.logLine === undefined);
        expect(given.phi.ofExponent === undefined).toBe(byHand.phi.ofExponent === undefined);
      }),
      { numRuns: 30 },
    );
  });
});

function catching(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('lossFromFormulae', () => {
  it('stays finite where ξ is beyond every double, however the logarithm is written', () => {
    const margins = Float64Array.of(900, 899, -900);
    for (const phi of ['log(1 + x)', 'log(x + 1)', '2*log(3*x + eps)/2', 'log((1 + x)/2)', 'log(sqrt(eps + x))']) {
      const loss = lossFromFormulae({ phi, psi: '2*exp(3*x - 1)', parameters: { eps: 1 } });
      expect(Number.isFinite(anchorLoss(loss, margins))).toBe(true);
      const alpha = anchorImportance(loss, margins);
      expect(alpha.every((weight) => Number.isFinite(weight) && weight >= 0)).toBe(true);
      expect(alpha[0]).toBeGreaterThan(0.5);
    }
  });

  it.each(['max(0, x)^1.3', 'max(x, 0)^1.5', 'max(0, exp(x) - 1)^1.3', 'max(tanh(x), 0)^1.05'])(
    'is level with its derivatives where the positive part of ψ = %s is 0',
    (psi) => {
      const { value, derivative, secondDerivative } = lossFromFormulae({ phi: 'x', psi }).psi;
      for (const x of [-2, -0.5, -1e-9])
        expect([value(x), derivative(x), secondDerivative(x)].map(Math.abs)).toEqual([0, 0, 0]);
    },
  );

  it.each([
    ['x', '-x', 'ψ, column 1: it falls: ψ′(-2) = -1, and φ and ψ must increase'],
    ['x', 'x^2', 'ψ, column 2: it falls: ψ′(-2) = -4, and φ and ψ must increase'],
    ['x', 'exp(-x)', 'ψ, column 1: it falls: ψ′(-2) = -7.389, and φ and ψ must increase'],
    ['log(x)', 'exp(-x)', 'ψ, column 1: it falls: ψ′(0) = -1, and φ and ψ must increase'],
    ['x', 'log(x)', 'ψ, column 1: log(x) has no real value at x = -2, which'],
    ['x', '1 + sqrt(-1 - x^2)', 'ψ, column 5: sqrt(-1 - x^2) has no real value at x = -2, which'],
    ['log(x)', 'x', 'φ, column 1: log(x) has no real value at x = -2, which'],
    ['x', 'x + 1/0', 'ψ, column 6: 1/0 has no finite value at x = -2, which'],
    ['x', 'exp(exp(exp(9 + x)))', 'ψ, column 5: exp(exp(9 + x)) has no finite value at x = -2, which'],
    ['1', 'x', 'φ, column 1: it is constant for views of length 1'],
    // φ falls where log ξ is near 9, which 512 negatives reach, or ψ with a factor.
    ['log(x) - 3*tanh(log(x) - 8)', 'exp(x)', 'φ, column 8: it falls: φ′('],
    ['log(x) - 3*tanh(log(x) - 12)', 'exp(x + 11)', 'φ, column 8: it falls: φ′('],
    ['(1 - x)^3 + x^3', 'exp(x)', 'φ, column 11: it falls: φ′(0.1353) = -2.188, and φ and ψ must increase'],
  ])('refuses φ = %s, ψ = %s', (phi, psi, words) => {
    expect(() => lossFromFormulae({ phi, psi })).toThrow(InvalidInput);
    expect(() => lossFromFormulae({ phi, psi })).toThrow(words);
  });

  it.each([
    ['log(x) - 3*tanh(log(x) - 12)', -12],
    ['log(x) - 3*tanh(log(x) + 9)', 9],
  ])('takes φ = %s, which falls where no sum of ψ is', (phi, shift) => {
    expect(lossFromFormulae({ phi, psi: 'exp(x)' }).phi.value(1)).toBeCloseTo(-3 * Math.tanh(shift), 9);
  });

  it('says where φ falls, as ξ', () => {
    const refused = (): unknown => lossFromFormulae({ phi: 'log(x) - 3*tanh(log(x) - 12)', psi: 'exp(x + 11)' });
    const [, xi] = /φ′\(([\d,.e]+)\) = -/.exec(String(catching(refused))) ?? [];
    expect(Math.log(Number(xi?.replaceAll(',', '')))).toBeCloseTo(11, 0);
  });

  it('is called by its formulae, and holds its parameters', () => {
    const loss = lossFromFormulae({ phi: 'x', psi: 'exp(x/s)', parameters: { s: 2 } });
    expect(loss).toMatchObject({ name: 'formulae', title: 'φ = x, ψ = exp(x/s)', parameters: { s: 2 } });
  });

  it('has φ(eˡ) as a formula where φ can follow an exponential, and not else', () => {
    expect(formulaeOfLoss({ phi: 'log(1 + x)', psi: 'x + 3' }).composed?.text).toBe('log(1 + exp(x))');
    for (const phi of ['x', '-1/x', 'sqrt(log(1 + x))']) {
      const { loss, composed } = formulaeOfLoss({ phi, psi: 'exp(x)' });
      expect(composed).toBeUndefined();
      expect(loss.phi).not.toHaveProperty('ofExponent');
    }
  });

  it.each([
    ['3', {}],
    ['exp(x/tau)', { tau: 0 }],
    ['c*exp(x)', { c: 0 }],
    ['x + 5', {}],
  ])('ψ = %s has no exponent that is a line in x', (psi, parameters) => {
    const { logLine } = compiledLoss({ name: 'of a test', title: '', parameters }, { phi: 'x', psi, parameters }).psi;
    expect(logLine).toBeUndefined();
  });

  it('knows the exponent of ψ that is a line in x', () => {
    const { logLine } = lossFromFormulae({ phi: 'log(x)', psi: '2*exp(3*x - 1)' }).psi;
    expect(logLine?.rate).toBeCloseTo(3, 14);
    expect(logLine?.shift).toBeCloseTo(Math.log(2) - 1, 14);
  });

  it('has the second derivative from the right at a corner, and its own everywhere else', () => {
    const { secondDerivative } = lossFromFormulae({ phi: 'x', psi: 'max(100*x, x^3) + 0*exp(x)' }).psi;
    // The corners are −10, 0 and 10; x³ is above from −10 to 0 and beyond 10.
    expect(secondDerivative(10)).toBeCloseTo(60, 9);
    expect(secondDerivative(-10)).toBeCloseTo(-60, 9);
    for (const x of [11, 20, -3, -9]) expect(secondDerivative(x)).toBe(6 * x);
    for (const x of [-20, -11, 0, 1, 9]) expect(secondDerivative(x)).toBeCloseTo(0, 9);
    const formulae = { phi: 'x', psi: 'max(1000*x, x^2)', parameters: {} };
    const far = compiledLoss({ name: 'of a test', title: '', parameters: {} }, formulae).psi;
    expect(far.secondDerivative(1000)).toBe(2);
    expect(far.secondDerivative(999)).toBe(0);
    // Differentiated as it stands, this has the second derivative from the left at 100.
    const { psi } = lossFromFormulae({ phi: 'x', psi: 'max(0, x - 100)^2 + max(0, x) + 0.1*x' });
    expect([99, 100, 101].map(psi.secondDerivative)).toEqual([0, 2, 2]);
  });

  it('simplifies derivatives where nothing is exponential: what cancels is gone', () => {
    const { derivative, secondDerivative } = lossFromFormulae({ phi: 'x', psi: 'x^3 - x^3 + 2*x' }).psi;
    expect([derivative(1e200), secondDerivative(1e200)]).toEqual([2, 0]);
  });

  it('remembers the last 256 losses, and no more', () => {
    const made = (k: number): unknown => lossFromFormulae({ phi: 'x', psi: `x + ${k}` }).psi.value;
    const first = made(1000);
    expect(made(1000)).toBe(first);
    for (let k = 1; k < 256; k++) made(1000 + k);
    expect(made(1000)).toBe(first);
    made(2000);
    expect(made(1000)).not.toBe(first);
  });

  it('knows where ψ begins to have a value', () => {
    const bound = (psi: string): number =>
      compiledLoss({ name: 'of a test', title: '', parameters: {} }, { phi: 'x', psi, parameters: {} }).psi.lowerBound;
    expect(bound('log(x - 0.3)')).toBeCloseTo(0.3, 14);
    expect(bound('log(x + 700)')).toBeCloseTo(-700, 11);
    expect(bound('sqrt(x)')).toBe(0);
    expect(bound('exp(x)')).toBe(-Infinity);
    expect(bound('log(-1 - x^2)')).toBe(Infinity);
  });
});
