import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  distanceLossOf,
  randomDistanceLoss,
  valueByDefinition,
} from '../../../proofs-checks/two-weights/random-distance-loss.js';
import { views } from '../../../src/claims/instances.js';
import { map, stack } from '../../../src/theory/algebra/matrix.js';
import { distanceWeights } from '../../../src/theory/distance-losses/distance-loss.js';

describe.each(['same', 'other', 'both'] as const)('a random loss with negatives of %s', (negatives) => {
  it.each(['held', 'free'] as const)('has the value of its formulae (%s)', (holds) => {
    fc.assert(
      fc.property(
        randomDistanceLoss(negatives, holds),
        views({ samples: 4, features: 3, spread: 1 }),
        (loss, { z, zPrime }) => {
          const rows = stack(z, zPrime);
          const { value } = distanceWeights(distanceLossOf(loss), z, zPrime);
          expect(Math.abs(valueByDefinition(loss, rows, rows) - value)).toBeLessThan(1e-9 * (1 + Math.abs(value)));
        },
      ),
      { numRuns: 20 },
    );
  });
});

it('holds its held factor where it was', () => {
  const loss = {
    anchors: 'first',
    negatives: 'same',
    positive: { kind: 'square', scale: 1 },
    factor: { kind: 'square', scale: 1 },
    weight: 0,
    inner: { kind: 'square', scale: 1 },
    held: { kind: 'exponential', scale: 1 },
    second: { kind: 'exponential', scale: 1 },
    secondOver: 'negatives',
  } as const;
  const origin = { rows: 4, columns: 1, data: Float64Array.of(0, 1, 0, 1) };
  const now = map(origin, (entry) => 2 * entry);
  // n = ½ at the origin and 2 now, p = 0: u = e^−½ · 2², v = e^−2.
  expect(valueByDefinition(loss, now, origin)).toBeCloseTo(Math.exp(-0.5) * 4 * Math.exp(-2), 12);
});
