import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compiled, FIRM, point } from './ball.js';
import { BROKEN_DISTANCE_TWINS } from './broken-distance-twins.js';
import { BROKEN_TWINS, NO_COUNTEREXAMPLE, NO_REFUTATION } from './broken-twins.js';
import { lossAt } from './generate.js';
import { preciseLogSlope, preciseWitness } from './precise.js';
import { isKnown, jumpAt, profileOf } from './profile.js';
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

describe('the judge with many digits', () => {
  const anywhere = { lower: -Infinity, upper: Infinity };
  it.each([
    ['ψ″(x)', 'x - 0.25*x^2', { x: 1 }, 'fails'],
    ['ψ″(x)', 'exp(x/tau)', { x: 1, tau: 0.0005 }, 'holds'],
    ['ψ″(x)', '-exp(x/tau)', { x: 1, tau: 0.0005 }, 'fails'],
    ['the jump of the slope', 'x - 0.5*abs(x)', { x: 0 }, 'fails'],
    ['the jump of the slope', 'x + 0.5*abs(x)', { x: 0 }, 'holds'],
    ['the jump of the slope', 'exp(x) - x^2', { x: 0.3 }, 'holds'],
    ['along (1, −1), 2φ′(ξ) times ψ″(x)', '(x - 0.25*abs(x + 2))^3', { x: -2, negatives: 32, others: 2 }, 'fails'],
    ['no quantity', 'x', { x: 0 }, 'unknown'],
  ] as const)('knows whether %s of %s at %j refutes convexity: it %s', (quantity, psi, place, right) => {
    const witness = { at: place, quantity, value: anywhere };
    const statement = { id: 'convex', claim: '', outcome: 'fails', evidence: {}, witness } as unknown as Parameters<
      typeof preciseWitness
    >[0];
    expect(preciseWitness(statement, { phi: parseTree('max(x, 2)'), psi: parseTree(psi) })).toBe(right);
  });

  it('agrees with float64 where that is sure', () => {
    let compared = 0;
    for (let index = 0; index < 60; index++) {
      const { psi, parameters } = lossAt(5, index);
      const values = Object.fromEntries(
        Object.entries(parameters).map(([name, range]) => [name, typeof range === 'number' ? range : range.lower]),
      );
      const { d, s, ed, es } = compiled(parseTree(psi))(point(0.7171), values);
      if (!isKnown(d, ed) || !isKnown(s, es) || Math.abs(d) < 1e-6 || es > 1e-6 * Math.abs(s)) continue;
      compared++;
      const room = FIRM * (es / Math.abs(d) + (Math.abs(s) * ed) / (d * d)) + 1e-12 * Math.abs(s / d);
      expect(Math.abs(preciseLogSlope(parseTree(psi), 0.7171, values) - s / d), psi).toBeLessThanOrEqual(room);
    }
    expect(compared).toBeGreaterThan(15);
  });
});

describe('the broken twins', () => {
  it('break what stands in the analysis, once each', () => {
    for (const { module, from } of [...BROKEN_TWINS, NO_REFUTATION, ...BROKEN_DISTANCE_TWINS, NO_COUNTEREXAMPLE]) {
      const text = readFileSync(path.join('src', 'theory', 'analysis', `${module}.ts`), 'utf8');
      expect(text.split(from).length - 1, `${module}: ${from}`).toBe(1);
    }
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
