import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import { views } from '../../../src/claims/instances.js';
import { coordinateWiseLoop } from '../../../src/theory/landscape/coordinate-wise-loop.js';
import { jointDescent, tangentialSlope, type InputViews } from '../../../src/theory/landscape/joint-descent.js';
import { add, inner, norm, zeros, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { multiplyTransposed } from '../../../src/theory/algebra/multiply.js';
import { lossValue } from '../../../src/theory/losses/loss.js';
import { namedLoss } from '../../../src/theory/losses/named-losses.js';
import { unitNorm } from '../../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const loss = namedLoss('infonce');

function valueAt({ x, xPrime }: InputViews, encoder: Matrix): number {
  return lossValue(loss, multiplyTransposed(x, encoder), multiplyTransposed(xPrime, encoder));
}

const problems = fc
  .tuple(views({ samples: 6, features: 3 }), fc.integer({ min: 1, max: 3 }), fc.nat())
  .map(([{ z: x, zPrime: xPrime }, rows, seed]) => {
    const random = randomStream(seed, 'descent');
    return { both: { x, xPrime }, start: normalMatrix(random, rows, x.columns), random };
  });

describe('tangentialSlope', () => {
  it('is the gradient of L on the sphere (slope 2 of the remainder), and tangent to it', () => {
    fc.assert(
      fc.property(problems, ({ both, start, random }) => {
        const encoder = unitNorm(start);
        const { gradient } = tangentialSlope(loss, both, encoder);
        expect(Math.abs(inner(gradient, encoder))).toBeLessThan(1e-10 * (1 + norm(gradient)));
        const direction = unitNorm(normalMatrix(random, start.rows, start.columns));
        const along = (t: number): number => valueAt(both, unitNorm(add(encoder, direction, t)));
        const tangent = add(direction, encoder, -inner(direction, encoder));
        expect(taylorSlope(along, inner(gradient, tangent), 0.01).slope).toBeGreaterThan(1.5);
      }),
      { numRuns: 50 },
    );
  });
});

describe('jointDescent', () => {
  it('never raises L, stays on the sphere and ends where the gradient vanishes', () => {
    fc.assert(
      fc.property(problems, ({ both, start }) => {
        const { encoder, path, losses, stationarity } = jointDescent(loss, both, start, { steps: 300 });
        expect(path).toHaveLength(losses.length);
        losses.slice(1).forEach((value, k) => expect(value).toBeLessThanOrEqual(losses[k] as number));
        path.forEach((point, k) => expect(valueAt(both, point)).toBeCloseTo(losses[k] as number, 12));
        expect(norm(encoder)).toBeCloseTo(1, 12);
        expect(encoder).toEqual(path.at(-1));
        expect(tangentialSlope(loss, both, encoder).stationarity).toBeCloseTo(stationarity, 12);
        // Rounding of L may hide the last steps: half of its digits.
        if (path.length < 300) expect(stationarity).toBeLessThan(1e-6);
      }),
      { numRuns: 50 },
    );
  });

  it('takes no step with a limit of 0 steps', () => {
    const random = randomStream(1);
    const both = { x: normalMatrix(random, 4, 2), xPrime: normalMatrix(random, 4, 2) };
    const { path } = jointDescent(loss, both, normalMatrix(random, 1, 2), { steps: 0 });
    expect(path).toHaveLength(1);
  });

  it('refuses a start that is zero: it lies on no sphere', () => {
    const both = { x: zeros(3, 2), xPrime: zeros(3, 2) };
    expect(() => jointDescent(loss, both, zeros(1, 2))).toThrow('the start is all zeros');
    expect(() => coordinateWiseLoop(loss, both, zeros(1, 2))).toThrow('the start is all zeros');
  });

  it('stands still where every encoder is as good', () => {
    const same = { x: zeros(3, 2), xPrime: zeros(3, 2) };
    const { path, stationarity } = jointDescent(loss, same, normalMatrix(randomStream(1), 1, 2));
    expect(path).toHaveLength(1);
    expect(stationarity).toBe(0);
  });
});
