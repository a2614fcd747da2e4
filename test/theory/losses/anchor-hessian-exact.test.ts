/** Second derivatives against decimal arithmetic of 330 digits, where plain formulae overflow, vanish or cancel. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { anchorHessian } from '../../../src/theory/losses/anchor-hessian.js';
import type { Loss } from '../../../src/theory/losses/loss.js';
import type { LossFormulae } from '../../../src/theory/losses/loss-formulae.js';
import { lossEntry, lossNames, namedLoss } from '../../../src/theory/losses/named-losses.js';
import { lossFromFormulae } from '../../../src/theory/losses/loss-from-formulae.js';
import { exactHessian } from './exact-hessian.js';

/** Exponents of up to 700 carry 700 roundings; what is beyond the doubles in the exact value is 0 in both. */
const [RELATIVE, VANISHED] = [1e-12, 1e-300];

function expectExact(loss: Loss, margins: Float64Array): void {
  const { phi, psi, parameters: values } = loss.formulae as Required<LossFormulae>;
  const right = exactHessian({ phi, psi }, values, margins);
  anchorHessian(loss, margins).data.forEach((entry, k) => {
    const exact = right[k] as number;
    expect(Math.abs(entry - exact)).toBeLessThanOrEqual(RELATIVE * Math.abs(exact) + VANISHED);
  });
}

const temperatures = fc.constantFrom(1, 0.5, 0.07, 0.01, 0.005, 0.002, 0.001);

/** Margins of up to ±700/τ, some a temperature or less apart. */
function marginsAt(temperature: number): fc.Arbitrary<Float64Array> {
  const near = fc.integer({ min: -2000, max: 2000 }).map((k) => (k / 1000) * temperature);
  const place = fc.oneof(
    fc.integer({ min: -700, max: 700 }).map((k) => k * temperature),
    fc.integer({ min: -2000, max: 2000 }).map((k) => k / 1000),
    fc.integer({ min: -700, max: 700 }).map((k) => k / temperature),
  );
  return fc
    .tuple(
      place,
      fc.array(fc.oneof({ weight: 2, arbitrary: near }, { weight: 1, arbitrary: place }), {
        minLength: 0,
        maxLength: 2,
      }),
    )
    .map(([first, gaps]) => Float64Array.from([first, ...gaps.map((gap) => first + gap)]));
}

describe.each(lossNames())('the Hessian of %s', (name) => {
  it('is exact to rounding at any temperature and margin', () => {
    const { parameters } = lossEntry(name);
    fc.assert(
      fc.property(
        temperatures.chain((temperature) => fc.tuple(fc.constant(temperature), marginsAt(temperature))),
        ([temperature, margins]) => {
          const loss = namedLoss(name, {
            ...('temperature' in parameters && { temperature }),
            ...('steepness' in parameters && { steepness: 1 / temperature }),
          });
          fc.pre(loss.psi.kinks.every(({ at }) => margins.every((x) => x !== at)));
          expectExact(loss, margins);
        },
      ),
      { numRuns: 8 },
    );
  });
});

it.each([
  ['x', 'softplus(x/tau)'],
  ['x', 'tanh(x/tau)'],
  ['x', 'exp(x/tau)/(1 + exp(x/tau))'],
  ['x', '1/(1 + exp(-x/tau))'],
  ['x', 'x + exp(x/tau)'],
  ['x', 'sqrt(1 + exp(x/tau))'],
  ['sqrt(x)', 'exp(x/tau)'],
  ['x/(1 + x)', 'exp(x/tau)'],
  ['log(1 + x)^2', 'exp(x/tau)'],
  ['x^2', 'sigmoid(x/tau)'],
  ['log(x)', 'exp(x/tau) + exp(2*x/tau)'],
  ['log(1 + x)', 'softplus(x/tau)'],
  ['tau*log(1 + x)', 'exp(x/tau)/(1 + exp(x/tau))'],
])('the Hessian of φ = %s, ψ = %s is exact to rounding', (phi, psi) => {
  const loss = lossFromFormulae({ phi, psi, parameters: { tau: 0.01 } });
  for (const margins of [
    [1.9, 1.899],
    [3, 0, -3],
    [-3, -3.005, -2.99],
    [0.3, 0.31, -0.2],
    [0.3, -0.4, -0.8],
  ]) {
    expectExact(loss, Float64Array.from(margins));
  }
});

it.each([
  ['mine', {}, [400, 399], [0.19661193324148185, -0.19661193324148185]],
  ['infonce', { temperature: 0.005 }, [1.9, 1.899], [49.50331454237199, -49.50331454237199]],
] as const)('of %s %j at %j has the entries of diag p − ppᵀ', (name, parameters, margins, [own, other]) => {
  const { data } = anchorHessian(namedLoss(name, parameters), Float64Array.from(margins));
  [own, other, other, own].forEach((entry, k) => expect(Math.abs((data[k] as number) - entry)).toBeLessThan(1e-9));
});

it('is refused where it is beyond the largest double', () => {
  const loss = lossFromFormulae({ phi: 'x', psi: 'exp(x)' });
  expect(() => anchorHessian(loss, Float64Array.of(800))).toThrow(InvalidInput);
  expect(() => anchorHessian(loss, Float64Array.of(800))).toThrow('scale them down or change its parameters');
});
