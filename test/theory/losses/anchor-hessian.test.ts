import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridNumber } from '../../../src/claims/instances.js';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import { at, fromNested, toNested } from '../../../src/theory/algebra/matrix.js';
import { anchorHessian } from '../../../src/theory/losses/anchor-hessian.js';
import { lossFromFormulae } from '../../../src/theory/losses/loss-from-formulae.js';
import { anchorImportance } from '../../../src/theory/losses/loss.js';
import { lossNames, namedLoss } from '../../../src/theory/losses/named-losses.js';

describe.each(lossNames())('the Hessian of %s', (name) => {
  it('is the derivative of α, entry by entry, where none jumps', () => {
    fc.assert(
      fc.property(fc.array(gridNumber(-1, 1), { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), (x, a, b) => {
        const loss = namedLoss(name);
        const margins = Float64Array.from(x);
        const xi = margins.reduce((sum, margin) => sum + loss.psi.value(margin), 0);
        fc.pre(loss.psi.kinks.every((kink) => margins.every((margin) => Math.abs(margin - kink.at) > 0.1)));
        fc.pre(loss.phi.kinks.every((kink) => Math.abs(xi - kink.at) > 0.1 * xi));
        const [j, k] = [a % x.length, b % x.length];
        const along = (t: number): number =>
          anchorImportance(
            loss,
            margins.map((m, l) => (l === k ? m + t : m)),
          )[j] as number;
        expect(taylorSlope(along, at(anchorHessian(loss, margins), j, k), 0.01).slope).toBeGreaterThan(1.5);
      }),
    );
  });
});

it('is flat on both sides of the corner of Triplet', () => {
  const hessian = anchorHessian(namedLoss('triplet'), Float64Array.of(-2, 2));
  expect(toNested(hessian)).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

it('of MINE is that of log-sum-exp', () => {
  const third = 1 / 3;
  const expected = fromNested([
    [2 * third * third, -2 * third * third],
    [-2 * third * third, 2 * third * third],
  ]);
  anchorHessian(namedLoss('mine'), Float64Array.of(Math.log(2), 0)).data.forEach((entry, k) =>
    expect(entry).toBeCloseTo(expected.data[k] as number, 14),
  );
});

it('is right where one ψ has no logarithm', () => {
  // ψ is 1.5 and 0, and φ″ = −1/(1 + 1.5)².
  const loss = lossFromFormulae({ phi: 'log(1 + x)', psi: 'max(0, 1 + x)' });
  for (const [margins, expected] of [
    [
      [0.5, -2],
      [
        [-0.16, 0],
        [0, 0],
      ],
    ],
    [
      [-2, 0.5],
      [
        [0, 0],
        [0, -0.16],
      ],
    ],
    [
      [-2, -2],
      [
        [0, 0],
        [0, 0],
      ],
    ],
  ] as const) {
    const hessian = toNested(anchorHessian(loss, Float64Array.from(margins)));
    hessian.forEach((row, j) => row.forEach((entry, k) => expect(entry).toBeCloseTo(expected[j]?.[k] as number, 14)));
  }
});
