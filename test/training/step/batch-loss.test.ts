import fc, { type Arbitrary } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { views } from '../../../src/claims/instances.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { add, generate, maxAbs, norm, row, type Rows } from '../../../src/theory/algebra/matrix.js';
import {
  IMPORTANCE_NAMES,
  namedImportance,
  type ImportanceName,
  type SeparableName,
} from '../../../src/theory/losses/importances.js';
import { viewBatchLoss, type BatchObjective } from '../../../src/theory/losses/view-batch.js';
import { batchLoss } from '../../../src/training/step/batch-loss.js';
import type { NamedStepObjective } from './official-objective.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { floatLoss, rounded, tensorOf, UNIT_ROUNDOFF } from './float-views.js';

const SHORTEST = 0.3;
/** Far from r = 0, where roots have no derivative; far above float32's rounding of r. */
const NEAREST = 1e-3;
/** No distance so close to the border of a support that rounding, or a finite difference, could move it across. */
const BORDER = 1e-3;

const someViews = views({ samples: 6, features: 5 })
  .map(({ z, zPrime }) => ({ z: rounded(z), zPrime: rounded(zPrime) }))
  .filter(({ z, zPrime }) => [z, zPrime].every(longRows));

const positive = (min: number, max: number): Arbitrary<number> => fc.double({ min, max, noNaN: true });
const temperature = positive(0.1, 2);

interface ImportanceCase {
  readonly parameters: Arbitrary<Record<string, number>>;
  /** A bound of |dα/dr| relative to the largest weight. */
  readonly steepness: (parameters: Record<string, number>) => number;
}

/** What is an importance by its formula alone is tried as one. */
const IMPORTANCE_CASES: Readonly<
  Record<Exclude<ImportanceName, SeparableName>, ImportanceCase> & Partial<Record<SeparableName, ImportanceCase>>
> = {
  entropy: { parameters: fc.record({ temperature }), steepness: ({ temperature: τ = 1 }) => 2 / τ },
  // λ moves with r as fast as r itself, and r + λ ≥ min r + λ ≥ 1.
  power: { parameters: fc.record({ gamma: positive(0.2, 4) }), steepness: ({ gamma = 1 }) => 2 / gamma },
  'shifted-power': {
    parameters: fc.record({
      exponent: fc.constantFrom(1, 1.5, 2),
      temperature,
      inverseExponent: fc.constantFrom(0.5, 1, 2, 3),
    }),
    steepness: ({ exponent: a = 1, temperature: τ = 1, inverseExponent: g = 1 }) => (g * a * 2 ** (a - 1)) / τ,
  },
  square: { parameters: fc.record({ temperature }), steepness: ({ temperature: τ = 1 }) => 2 / τ },
  'square-as-coded': {
    parameters: fc.record({ exponent: fc.constantFrom(1, 1.5, 2), temperature }),
    steepness: ({ exponent: a = 1, temperature: τ = 1 }) => (2 * a * 2 ** (a - 1)) / τ,
  },
  direct: {
    parameters: fc.record({ power: fc.constantFrom(2, 3, 4, 6), temperature }),
    steepness: ({ power: p = 2, temperature: τ = 1 }) => ((p / 2) * 2 ** (p / 2 - 1)) / τ,
  },
};

interface AlphaCase {
  readonly objective: Extract<NamedStepObjective, { kind: 'alpha-cl' }>;
  readonly steepness: number;
}

function alphaCase(name: ImportanceName, { parameters, steepness }: ImportanceCase): Arbitrary<AlphaCase> {
  return fc
    .record({
      parameters,
      normalise: fc.constantFrom('row', 'none', 'anchor'),
      slack: fc.constantFrom(0, 0.1),
      positiveWeight: fc.constantFrom(0, 0.4),
    })
    .map(({ parameters: chosen, ...options }) => ({
      objective: { kind: 'alpha-cl', importance: { name, parameters: chosen }, ...options },
      steepness: steepness(chosen),
    }));
}

function reference(objective: NamedStepObjective): BatchObjective {
  if (objective.kind !== 'alpha-cl') return objective;
  const { importance, gradient: _gradient, ...options } = objective;
  return { ...options, importance: namedImportance(importance.name, importance.parameters) };
}

/**
 * A similarity is off by at most (d + 5)·u (d + 1 for the sum of products, 2 for each normalised row). α turns an error δ
 * of r into `steepness`·δ of its largest weight, in each of at most `total` weights' worth; sums of 4N² terms add their
 * own rounding, which grows like log₂ of their number. |s_j − s⁺ + β(1 − s⁺)| ≤ 2(1 + β).
 */
function valueBound(z: Rows, steepness: number, total = 1): number {
  const similarity = (z.columns + 5) * UNIT_ROUNDOFF;
  return (2 + 3 * steepness) * (similarity + 8 * UNIT_ROUNDOFF) * Math.max(1, total);
}

/** The sum of a row of α cannot exceed this. */
function largestTotal({ importance, normalise }: AlphaCase['objective'], z: Rows): number {
  if (normalise !== 'none') return 1;
  const largest = namedImportance(importance.name, importance.parameters)(Float64Array.of(0))[0] as number;
  return largest * (2 * z.rows - 2);
}

/** The gradient in z has four similarities' worth of slopes a view, divided by the view's length. */
const GRADIENT_FACTOR = 4 / SHORTEST;

beforeAll(() => tf.setBackend('cpu'));

describe.each(Object.entries(IMPORTANCE_CASES))('α-CL with importance %s', (key, importanceCase) => {
  const name = key as ImportanceName;

  it('has the value and the gradient of the float64 reference', () => {
    fc.assert(
      fc.property(alphaCase(name, importanceCase), someViews, ({ objective, steepness }, { z, zPrime }) => {
        fc.pre(name !== 'square-as-coded' || clearOfBorders(objective, z, zPrime, BORDER));
        const bound = valueBound(z, steepness, largestTotal(objective, z));
        const [float, exact] = [floatLoss(objective, z, zPrime), viewBatchLoss(reference(objective), z, zPrime)];
        expect(Math.abs(float.value - exact.value)).toBeLessThanOrEqual(bound);
        expectClose(float.gradients.z, exact.gradients.z, GRADIENT_FACTOR * bound);
        expectClose(float.gradients.zPrime, exact.gradients.zPrime, GRADIENT_FACTOR * bound);
      }),
      { numRuns: 60 },
    );
  });

  it('differentiates through α if asked to: the gradient of the value itself', () => {
    const step = 1e-5;
    fc.assert(
      fc.property(alphaCase(name, importanceCase), someViews, ({ objective, steepness }, { z, zPrime }) => {
        fc.pre(z.columns > 1 && nearestNegative(z, zPrime) > NEAREST);
        fc.pre(!name.startsWith('square') || clearOfBorders(objective, z, zPrime, BORDER));
        const valueAt = (first: Rows): number => viewBatchLoss(reference(objective), first, zPrime).value;
        const slopes = generate(z.rows, z.columns, (i, j) => {
          const along = generate(z.rows, z.columns, (k, l) => (k === i && l === j ? 1 : 0));
          return (valueAt(add(z, along, step)) - valueAt(add(z, along, -step))) / (2 * step);
        });
        const { gradients } = floatLoss({ ...objective, gradient: 'back-propagate' }, z, zPrime);
        // A derivative of α is as steep again as α; its error counts once more.
        const bound = (1 + steepness) * valueBound(z, steepness, largestTotal(objective, z));
        // The difference quotient: h²/6 of the third derivative, and rounding over h.
        const quotient = (step / SHORTEST) ** 2 * (1 + steepness) ** 3 * largestTotal(objective, z) + 1e-15 / step;
        expectClose(gradients.z, slopes, GRADIENT_FACTOR * (bound + quotient));
      }),
      { numRuns: 30 },
    );
  });
});

describe('InfoNCE and the quadratic loss', () => {
  const objectives: Arbitrary<Exclude<NamedStepObjective, { kind: 'alpha-cl' }>> = fc.oneof(
    fc.record({
      kind: fc.constant('cross-entropy' as const),
      temperature: positive(0.02, 2),
      positiveWeight: fc.constantFrom(0, 0.3, 2),
      constantLogit: fc.constantFrom('none' as const, 'one' as const),
    }),
    fc.constant({ kind: 'quadratic' as const }),
  );

  it('have the value and the gradient of the float64 reference', () => {
    fc.assert(
      fc.property(objectives, someViews, (objective, { z, zPrime }) => {
        // The value is as steep as 2/τ in each similarity, the gradient as its square.
        const steepness = objective.kind === 'cross-entropy' ? 2 / objective.temperature : 1;
        const bound = valueBound(z, steepness);
        const [float, exact] = [floatLoss(objective, z, zPrime), viewBatchLoss(objective, z, zPrime)];
        expect(Math.abs(float.value - exact.value)).toBeLessThanOrEqual(bound);
        expectClose(float.gradients.z, exact.gradients.z, GRADIENT_FACTOR * steepness * bound);
        expectClose(float.gradients.zPrime, exact.gradients.zPrime, GRADIENT_FACTOR * steepness * bound);
      }),
    );
  });
});

describe('at the ends of float32', () => {
  const z = rounded(generate(4, 3, (i, j) => Math.cos(3 * i + j)));
  const zPrime = rounded(generate(4, 3, (i, j) => Math.cos(3 * i + j + 0.2)));

  it.each([
    ['InfoNCE', { kind: 'cross-entropy', temperature: 0.001 }],
    ['entropy', { kind: 'alpha-cl', importance: { name: 'entropy', parameters: { temperature: 0.001 } } }],
    ['direct', { kind: 'alpha-cl', importance: { name: 'direct', parameters: { temperature: 1e-5 } } }],
    [
      'direct by anchors',
      { kind: 'alpha-cl', importance: { name: 'direct', parameters: { temperature: 1e-3 } }, normalise: 'anchor' },
    ],
    ['square', { kind: 'alpha-cl', importance: { name: 'square', parameters: { temperature: 1e-4 } } }],
    ['power, steep', { kind: 'alpha-cl', importance: { name: 'power', parameters: { gamma: 0.01 } } }],
    ['power, flat', { kind: 'alpha-cl', importance: { name: 'power', parameters: { gamma: 50 } } }],
  ] as const satisfies readonly (readonly [string, NamedStepObjective])[])(
    '%s keeps the proportions of weights that exp alone would lose',
    (_name, objective) => {
      const [float, exact] = [floatLoss(objective, z, zPrime), viewBatchLoss(reference(objective), z, zPrime)];
      expect(Math.abs(float.value - exact.value)).toBeLessThanOrEqual(1e-2 * Math.abs(exact.value));
      expect(float.gradients.z.data.every(Number.isFinite)).toBe(true);
      if (objective.kind !== 'alpha-cl') return;
      const through = floatLoss({ ...objective, gradient: 'back-propagate' }, z, zPrime);
      expect(through.gradients.z.data.every(Number.isFinite)).toBe(true);
    },
  );

  it('a row of zeros, and views that are all equal, have finite gradients', () => {
    for (const rows of [generate(3, 2, (i) => (i === 1 ? 0 : 1)), generate(3, 2, () => 0), generate(3, 2, () => 1)]) {
      for (const name of IMPORTANCE_NAMES) {
        for (const gradient of ['stop', 'back-propagate'] as const) {
          const { value, gradients } = floatLoss({ kind: 'alpha-cl', importance: { name }, gradient }, rows, rows);
          expect([value, ...gradients.z.data, ...gradients.zPrime.data].every(Number.isFinite)).toBe(true);
        }
      }
    }
  });
});

it.each([
  [{ kind: 'cross-entropy', temperature: -1 }, 'temperature is -1'],
  [{ kind: 'cross-entropy', temperature: 1, positiveWeight: -1 }, 'positiveWeight is -1'],
  [
    { kind: 'cross-entropy', temperature: 1, constantLogit: 'two' },
    'unknown constantLogit "two": choose one of none, one',
  ],
  [{ kind: 'alpha-cl', importance: { name: 'cubic' } }, 'unknown importance "cubic"'],
  [{ kind: 'alpha-cl', importance: { name: 'direct', parameters: { gamma: 1 } } }, 'power, temperature'],
  [{ kind: 'alpha-cl', importance: { name: 'power', parameters: { gamma: 0 } } }, 'gamma of power is 0'],
  [{ kind: 'alpha-cl', importance: { name: 'power' }, normalise: 'column' }, 'choose one of none, row, anchor'],
  [{ kind: 'alpha-cl', importance: { name: 'power' }, gradient: 'half' }, 'choose one of stop, back-propagate'],
  [{ kind: 'alpha-cl', importance: { name: 'power' }, slack: Infinity }, 'slack is Infinity'],
  [{ kind: 'triplet' }, 'unknown objective "triplet": choose one of cross-entropy, quadratic, alpha-cl'],
])('explains itself: %j', (objective, words) => {
  expect(() => batchLoss(objective as NamedStepObjective)).toThrow(InvalidInput);
  expect(() => batchLoss(objective as NamedStepObjective)).toThrow(words);
});

it('needs two samples, and views of one shape', () => {
  const loss = batchLoss({ kind: 'quadratic' });
  const [one, two, wide] = [[1, 2] as const, [2, 2] as const, [2, 3] as const].map(([rows, columns]) =>
    tensorOf(generate(rows, columns, () => 1)),
  ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  expect(() => loss(one, one)).toThrow('at least 2');
  expect(() => loss(two, wide)).toThrow('the views are [2, 2] and [2, 3]');
});

function longRows(z: Rows): boolean {
  return Array.from({ length: z.rows }, (_, i) => norm(row(z, i))).every((length) => length > SHORTEST);
}

function expectClose(actual: Rows, expected: Rows, bound: number): void {
  expect(maxAbs(actual.data.map((entry, k) => entry - (expected.data[k] as number)))).toBeLessThanOrEqual(bound);
}

/** The distances of every anchor to its negatives, a row each. */
function negativeDistances(z: Rows, zPrime: Rows): number[][] {
  const unit = [z, zPrime].flatMap((rows) =>
    Array.from({ length: rows.rows }, (_, i) => Array.from(row(rows, i), (entry) => entry / norm(row(rows, i)))),
  );
  return unit.map((u, a) =>
    unit
      .filter((_, b) => b % z.rows !== a % z.rows)
      .map((v) => 1 - u.reduce((sum, entry, k) => sum + entry * (v[k] as number), 0)),
  );
}

function nearestNegative(z: Rows, zPrime: Rows): number {
  return Math.min(...negativeDistances(z, zPrime).flat());
}

/**
 * Whether every distance is clear of the level at which it enters the support, and, since the authors' form reads the first
 * one beyond, of its neighbours.
 */
function clearOfBorders({ importance }: AlphaCase['objective'], z: Rows, zPrime: Rows, margin: number): boolean {
  const { exponent = 1, temperature: τ = 0.5 } = importance.parameters ?? {};
  return negativeDistances(z, zPrime).every((distances) => {
    const ascending = distances.map((r) => Math.max(0, r) ** exponent).toSorted((a, b) => a - b);
    let sum = τ;
    return ascending.every((r, k) => {
      sum += r;
      return Math.abs(r - sum / (k + 1)) > margin && (k === 0 || r - (ascending[k - 1] as number) > margin);
    });
  });
}
