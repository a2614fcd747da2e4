import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridNumber } from '../../../src/claims/instances.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import {
  IMPORTANCE_NAMES,
  IMPORTANCES,
  namedImportance,
  normalised,
  PARAMETER_SYMBOLS,
} from '../../../src/theory/losses/importances.js';
import { simplexProjection } from '../../../src/theory/losses/simplex-projection.js';
import { mirrorDescent } from '../../../proofs-checks/oracles/mirror-descent.js';

const distances = fc.array(gridNumber(0, 4), { minLength: 1, maxLength: 20 }).map((r) => Float64Array.from(r));
const parameter = gridNumber(0.1, 3);
const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

describe.each(IMPORTANCE_NAMES)('%s', (name) => {
  it('puts no less weight on the closer of two samples', () => {
    fc.assert(
      fc.property(distances, (r) => {
        const weights = namedImportance(name)(r);
        r.forEach((near, j) => {
          r.forEach((far, k) => {
            if (near < far) expect(weights[j]).toBeGreaterThanOrEqual(weights[k] as number);
          });
        });
      }),
    );
  });

  it('gives weights that are not negative and not all zero', () => {
    fc.assert(
      fc.property(distances, (r) => {
        const weights = namedImportance(name)(r);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        expect(sum(normalised(weights))).toBeCloseTo(1, 12);
      }),
    );
  });
});

it.each(IMPORTANCE_NAMES)('%s takes more distances than a function takes arguments', (name) => {
  const many = Float64Array.from({ length: 200_000 }, (_, k) => (k % 1000) / 500);
  expect(namedImportance(name)(many).every((weight) => weight >= 0)).toBe(true);
});

describe.each(['entropy', 'power', 'square'] as const)('the min player of %s', (name) => {
  const key = name === 'power' ? 'gamma' : 'temperature';

  it('stays on the simplex', () => {
    fc.assert(
      fc.property(distances, parameter, (r, value) => {
        expect(sum(namedImportance(name, { [key]: value })(r))).toBeCloseTo(1, 12);
      }),
    );
  });

  it('does not see a constant added to all distances', () => {
    fc.assert(
      fc.property(distances, parameter, gridNumber(-10, 10), (r, value, shift) => {
        const importance = namedImportance(name, { [key]: value });
        const [here, there] = [importance(r), importance(r.map((entry) => entry + shift))];
        here.forEach((weight, j) => expect(there[j]).toBeCloseTo(weight, 8));
      }),
    );
  });

  it('meets the KKT conditions: the gradient is equal on the support and no lower off it', () => {
    const regulariser = {
      entropy: (a: number, tau: number) => tau * (Math.log(a) + 1),
      power: (a: number, gamma: number) => -(a ** -gamma),
      square: (a: number, tau: number) => tau * a,
    }[name];
    fc.assert(
      fc.property(distances, parameter, (r, value) => {
        const weights = namedImportance(name, { [key]: value })(r);
        const gradient = weights.map((weight, j) => (r[j] as number) + regulariser(weight, value));
        const onSupport = gradient.filter((_, j) => (weights[j] as number) > 0);
        const level = Math.min(...onSupport);
        // The power's gradient is as large as α^(−γ): its digits are relative to that.
        const size = Math.max(
          1,
          ...gradient.map(Math.abs),
          ...weights.map((a) => (a > 0 ? Math.abs(regulariser(a, value)) : 0)),
        );
        expect(Math.max(...onSupport) - level).toBeLessThanOrEqual(1e-9 * size);
        expect(Math.min(...gradient)).toBeGreaterThanOrEqual(level - 1e-9 * size);
      }),
    );
  });
});

it('entropy is what mirror descent finds', () => {
  fc.assert(
    fc.property(distances, parameter, (r, temperature) => {
      const found = mirrorDescent({ distances: r, temperature, mass: 1 });
      namedImportance('entropy', { temperature })(r).forEach((weight, j) =>
        expect(weight).toBeCloseTo(found[j] as number, 12),
      );
    }),
  );
});

it('entropy at a low temperature does not underflow to nothing', () => {
  expect([...namedImportance('entropy', { temperature: 0.01 })(Float64Array.of(100, 200))]).toEqual([1, 0]);
});

it('the authors’ square is no projection: its sum is not 1 (a finding)', () => {
  const r = Float64Array.of(0, 0.3, 1);
  expect(sum(namedImportance('square', { temperature: 0.5 })(r))).toBeCloseTo(1, 12);
  expect(sum(namedImportance('square-as-coded', { temperature: 0.5 })(r))).toBeCloseTo(1.8, 12);
});

it('the authors’ square reads its level at a distance that equals it', () => {
  const weights = namedImportance('square-as-coded', { temperature: 1 })(Float64Array.of(0, 1, 2));
  expect([...weights]).toEqual([1, 0, 0]);
});

it('weights of sum 0 stay as they are', () => {
  expect([...normalised(new Float64Array(3))]).toEqual([0, 0, 0]);
});

describe('simplexProjection', () => {
  const vector = fc.array(gridNumber(-3, 3), { minLength: 1, maxLength: 12 }).map((v) => Float64Array.from(v));

  it('is no further from the vector than any other point of the simplex', () => {
    fc.assert(
      fc.property(vector, fc.infiniteStream(gridNumber(0, 1)), (v, stream) => {
        const other = normalised(v.map(() => 1e-3 + (stream.next().value ?? 0)));
        const distance = (point: Float64Array): number => sum(point.map((x, j) => (x - (v[j] as number)) ** 2));
        expect(distance(simplexProjection(v))).toBeLessThanOrEqual(distance(other) + 1e-12);
      }),
    );
  });

  it('leaves points of the simplex where they are', () => {
    fc.assert(
      fc.property(vector, (v) => {
        const once = simplexProjection(v);
        simplexProjection(once).forEach((x, j) => expect(x).toBeCloseTo(once[j] as number, 12));
      }),
    );
  });
});

it.each([
  [() => namedImportance('soft'), 'unknown importance "soft": choose one of entropy, power'],
  [() => namedImportance('direct', { p: 4 }), 'unknown parameter of direct "p": choose one of power, temperature'],
  [
    () => namedImportance('square', { temperature: 0 }),
    'temperature of square is 0: it must be a positive finite number (default 0.5)',
  ],
  [() => namedImportance('direct', { power: Infinity }), 'power of direct is Infinity'],
  [() => namedImportance('power', { gamma: Number.NaN }), 'gamma of power is NaN'],
])('explains itself: %#', (act, words) => {
  expect(act).toThrow(InvalidInput);
  expect(act).toThrow(words);
});

it.each([
  ['shifted-power', { exponent: 3, temperature: 0.5, inverseExponent: 2 }],
  ['direct', { power: 3, temperature: 0.7 }],
] as const)('has the slopes of its weights: %s', (name, parameters) => {
  const importance = namedImportance(name, parameters);
  const at = Float64Array.of(0.2, 0.7, 1.3);
  const h = 1e-5;
  const [before, after] = [-h, h].map((step) => importance(at.map((r) => r + step))) as [Float64Array, Float64Array];
  importance.slopes?.(at).forEach((slope, k) => {
    expect(slope).toBeCloseTo(((after[k] as number) - (before[k] as number)) / (2 * h), 6);
  });
  expect(importance.slopes).toBeDefined();
});

it('has a symbol for every parameter, and no two of one importance share one', () => {
  for (const { defaults } of Object.values(IMPORTANCES)) {
    const symbols = Object.keys(defaults).map((key) => PARAMETER_SYMBOLS[key]);
    expect(symbols).not.toContain(undefined);
    expect(new Set(symbols).size).toBe(symbols.length);
  }
  expect(PARAMETER_SYMBOLS).toMatchObject({ temperature: 'tau', power: 'p' });
});
