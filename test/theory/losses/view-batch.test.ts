import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeds, views } from '../../../src/claims/instances.js';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { add, fromNested, generate, inner, map, norm, row, type Rows } from '../../../src/theory/algebra/matrix.js';
import { namedImportance } from '../../../src/theory/losses/importances.js';
import { viewBatchLoss, type BatchObjective } from '../../../src/theory/losses/view-batch.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const nonZero = views({ features: 4 }).filter(({ z, zPrime }) =>
  [z, zPrime].every((rows) =>
    Array.from({ length: rows.rows }, (_, i) => norm(row(rows, i))).every((length) => length > 0.3),
  ),
);

const views2 = fromNested([
  [1, 0.2],
  [0.3, 1],
]);

it.each([
  [{ kind: 'InfoNCE' }, 'unknown objective "InfoNCE": choose one of cross-entropy, quadratic, alpha-cl'],
  [{ kind: 'cross-entropy', temperature: 1, positiveWeight: -3 }, 'positiveWeight is -3'],
  [{ kind: 'cross-entropy', temperature: 1, positveWeight: 3 }, 'unknown option of cross-entropy "positveWeight"'],
  [{ kind: 'alpha-cl', importance: namedImportance('direct'), normalise: 'Row' }, '(did you mean row?)'],
  [{ kind: 'alpha-cl', importance: namedImportance('direct'), slack: Number.NaN }, 'slack is NaN'],
  [{ kind: 'alpha-cl', importance: (r: Float64Array) => r.map(() => Number.NaN) }, 'gives the weight NaN'],
  [{ kind: 'alpha-cl', importance: (r: Float64Array) => r.map(() => -1) }, 'gives the weight -1'],
  [{ kind: 'alpha-cl', importance: () => Float64Array.of(1) }, 'gives 1 weights for 2 distances'],
  [{ kind: 'alpha-cl', importance: 'direct' }, 'importance is direct: it must be a function'],
])('refuses %j', (objective, words) => {
  expect(() => viewBatchLoss(objective as BatchObjective, views2, views2)).toThrow(InvalidInput);
  expect(() => viewBatchLoss(objective as BatchObjective, views2, views2)).toThrow(words);
});

const DIFFERENTIABLE: readonly [string, BatchObjective][] = [
  ['InfoNCE', { kind: 'cross-entropy', temperature: 0.5 }],
  [
    'InfoNCE with a constant logit and β',
    { kind: 'cross-entropy', temperature: 0.2, positiveWeight: 0.3, constantLogit: 'one' },
  ],
  ['quadratic', { kind: 'quadratic' }],
  // Weights that do not look at the distances: the stop-gradient then stops nothing.
  [
    'α-CL with equal weights and β',
    { kind: 'alpha-cl', importance: (r) => r.map(() => 0.7), normalise: 'none', positiveWeight: 0.4 },
  ],
  ...(['direct', 'shifted-power'] as const).flatMap((name) =>
    (['none', 'row', 'anchor'] as const).map((normalise): [string, BatchObjective] => [
      `${name} differentiated through, normalised by ${normalise}`,
      {
        kind: 'alpha-cl',
        importance: namedImportance(name),
        normalise,
        gradient: 'back-propagate',
        slack: 0.1,
        positiveWeight: 0.3,
      },
    ]),
  ),
];

describe.each(DIFFERENTIABLE)('%s', (_name, objective) => {
  it('has the gradient that its value has (slope 2 of the remainder)', () => {
    fc.assert(
      fc.property(nonZero, seeds(), ({ z, zPrime }, seed) => {
        const random = randomStream(seed);
        const direct = (rows: Rows): Rows => {
          const any = normalMatrix(random, rows.rows, rows.columns);
          return map(any, (entry) => entry / norm(any));
        };
        const [v, vPrime] = [direct(z), direct(zPrime)];
        const { gradients } = viewBatchLoss(objective, z, zPrime);
        const slope = inner(gradients.z, v) + inner(gradients.zPrime, vPrime);
        const along = (t: number): number => viewBatchLoss(objective, add(z, v, t), add(zPrime, vPrime, t)).value;
        expect(taylorSlope(along, slope, 1e-2).slope).toBeGreaterThan(1.5);
      }),
    );
  });
});

describe('every batch objective', () => {
  const all = (): readonly BatchObjective[] => [
    ...DIFFERENTIABLE.map(([, objective]) => objective),
    { kind: 'alpha-cl', importance: namedImportance('direct') },
    { kind: 'alpha-cl', importance: namedImportance('square'), normalise: 'none', positiveWeight: 0.5 },
    { kind: 'alpha-cl', importance: namedImportance('entropy'), normalise: 'anchor', slack: 0.1 },
  ];

  it('does not see the length of a view, so its gradient is orthogonal to every view', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all()), nonZero, gridScale, (objective, { z, zPrime }, scale) => {
        const here = viewBatchLoss(objective, z, zPrime);
        expect(
          viewBatchLoss(
            objective,
            map(z, (entry) => scale * entry),
            zPrime,
          ).value,
        ).toBeCloseTo(here.value, 10);
        for (let i = 0; i < z.rows; i++) {
          const own = { rows: 1, columns: z.columns, data: row(z, i) };
          expect(inner({ ...own, data: row(here.gradients.z, i) }, own)).toBeCloseTo(0, 10);
        }
      }),
    );
  });

  it('treats both views alike', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all()), nonZero, (objective, { z, zPrime }) => {
        const [here, there] = [viewBatchLoss(objective, z, zPrime), viewBatchLoss(objective, zPrime, z)];
        expect(there.value).toBeCloseTo(here.value, 12);
        here.gradients.z.data.forEach((entry, k) => expect(there.gradients.zPrime.data[k]).toBeCloseTo(entry, 12));
      }),
    );
  });
});

const gridScale = fc.integer({ min: 1, max: 1000 }).map((k) => k / 10);

it('α-CL with equal weights is the quadratic control', () => {
  fc.assert(
    fc.property(nonZero, ({ z, zPrime }) => {
      const equal: BatchObjective = { kind: 'alpha-cl', importance: (r) => r.map(() => 1) };
      expect(viewBatchLoss(equal, z, zPrime).value).toBeCloseTo(
        viewBatchLoss({ kind: 'quadratic' }, z, zPrime).value,
        12,
      );
    }),
  );
});

const twoViews = [generate(2, 2, (i, j) => 1 + i - j), generate(2, 2, (i, j) => 2 + i + j)] as const;

function throughImportance(name: string, gradient: string): BatchObjective {
  return { kind: 'alpha-cl', importance: namedImportance(name), gradient } as BatchObjective;
}

it.each([
  [
    () =>
      viewBatchLoss(
        { kind: 'quadratic' },
        fromNested([
          [1, 0],
          [0, 0],
        ]),
        generate(2, 2, () => 1),
      ),
    'row 1 of z is all zeros',
  ],
  [
    () => viewBatchLoss({ kind: 'quadratic' }, fromNested([[1, 0]]), fromNested([[1, 0]])),
    'a contrast needs at least 2',
  ],
  [() => viewBatchLoss(throughImportance('entropy', 'back-propagate'), ...twoViews), 'the importance has no slopes'],
  [
    () => viewBatchLoss(throughImportance('direct', 'Stop'), ...twoViews),
    'unknown gradient "Stop": choose one of stop, back-propagate',
  ],
  [
    () =>
      viewBatchLoss(
        { kind: 'cross-entropy', temperature: 0 },
        generate(2, 2, () => 1),
        generate(2, 2, () => 1),
      ),
    'temperature is 0',
  ],
])('explains itself: %#', (act, words) => {
  expect(act).toThrow(InvalidInput);
  expect(act).toThrow(words);
});
