import { describe, expect, it } from 'vitest';
import { compiled, FIRM, point } from './ball.js';
import { lossAt } from './generate.js';
import { jumpAt, profileOf } from './profile.js';
import { parseTree, textOf } from './tree.js';

const at = (text: string, x: number) => compiled(parseTree(text))(point(x), {});

const grid = Array.from({ length: 65 }, (_, k) => -2 + k / 16);
const cornersOf = (text: string) =>
  profileOf((x) => at(text, x), grid).switches.flatMap((one) => {
    const found = jumpAt(one);
    return found !== undefined && Math.abs(found.jump) > found.error ? [{ at: one.left, jump: found.jump }] : [];
  });

describe('the dense evaluator', () => {
  it.each([
    ['exp(2*x)', 0.5, Math.E, 2 * Math.E, 4 * Math.E],
    ['log(1 + exp(x))', 0, Math.LN2, 0.5, 0.25],
    ['softplus(x)', 0, Math.LN2, 0.5, 0.25],
    ['tanh(x)', 0, 0, 1, 0],
    ['sigmoid(4*x)', 0, 0.5, 1, 0],
    ['x^3 - 2*x', 2, 4, 10, 12],
    ['x^0.5', 4, 2, 0.25, -1 / 32],
    ['1/(1 + x)', 1, 0.5, -0.25, 0.25],
    ['2^x', 0, 1, Math.LN2, Math.LN2 ** 2],
    ['max(0, x - 1)^2', 2, 1, 2, 2],
    ['min(x, 3)*abs(x - 5)', 1, 4, 3, -2],
    ['log(3 + exp(1000*x))', 1, 1000, 1000, 0],
  ])('knows %s at %f with two derivatives, within the errors that it says', (text, x, v, d, s) => {
    const found = at(text, x);
    expect(Math.abs(found.v - v)).toBeLessThanOrEqual(FIRM * found.ev + 1e-15 * Math.abs(v));
    expect(Math.abs(found.d - d)).toBeLessThanOrEqual(FIRM * found.ed + 1e-15 * Math.abs(d));
    expect(Math.abs(found.s - s)).toBeLessThanOrEqual(FIRM * found.es + 1e-15 * Math.abs(s));
    expect(Math.max(found.ev, found.ed, found.es)).toBeLessThan(1e-11 * (1 + Math.abs(s)));
  });

  it.each([
    [
      'min(1, max(0, x + 0.5))',
      [
        [-0.5, 1],
        [0.5, -1],
      ],
    ],
    ['x - 0.5*abs(x)', [[0, -1]]],
    ['max(0, x) + max(0, x)', [[0, 2]]],
    ['max(0, x) - max(0, x)', []],
    ['min(x, 2*x)', [[0, -1]]],
    ['max(0, x - 0.3)^2', []],
    [
      'abs(abs(x - 0.1) - 1)',
      [
        [-0.9, 2],
        [0.1, -2],
        [1.1, 2],
      ],
    ],
    ['exp(max(x, 1/3))', [[1 / 3, Math.exp(1 / 3)]]],
  ] as const)('finds the corners of %s, each with its jump', (text, corners) => {
    const found = cornersOf(text);
    expect(found.length).toBe(corners.length);
    corners.forEach(([place, jump], k) => {
      expect(found[k]?.at).toBeCloseTo(place, 10);
      expect(found[k]?.jump).toBeCloseTo(jump, 6);
    });
  });

  it('tells that a formula has no value', () => {
    expect(at('log(x)', -1).undefined).toBe(true);
    expect(at('x^0.5', -1).undefined).toBe(true);
    expect(at('1/x', 0).undefined).toBe(true);
    expect(at('log(x)', 1).undefined).toBe(false);
  });
});

describe('the generator', () => {
  it('draws a loss from its seed and index alone, and reads what it writes', () => {
    for (let index = 0; index < 500; index++) {
      const loss = lossAt(3, index);
      expect(lossAt(3, index)).toEqual(loss);
      for (const text of [loss.phi, loss.psi]) expect(textOf(parseTree(text))).toBe(text);
      if (loss.smooth) expect(loss.phi + loss.psi).not.toMatch(/max|min|abs/);
    }
    expect(lossAt(4, 1)).not.toEqual(lossAt(3, 1));
  });
});
