import fc from 'fast-check';
import { expect, it } from 'vitest';
import { feasibleWeights, interiorWeights } from '../../../proofs-checks/players/feasible-weights.js';
import { conjugateOf } from '../../../src/theory/analysis/conjugate.js';
import type { ConstraintSet } from '../../../src/theory/analysis/regulariser-form.js';
import { namedLoss } from '../../../src/theory/losses/named-losses.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';

const LOSSES = {
  'sum-equals': namedLoss('dcl'),
  'sum-at-most': namedLoss('nt-xent'),
  orthant: namedLoss('lifted-structured'),
  'each-at-most': namedLoss('triplet'),
  'each-equals': namedLoss('triplet-contrastive'),
} as const satisfies Record<ConstraintSet['kind'], unknown>;

it.each(Object.keys(LOSSES) as ConstraintSet['kind'][])('draws weights at which F* is finite: %s', (kind) => {
  const conjugate = conjugateOf(LOSSES[kind]);
  const set = conjugate?.set as ConstraintSet<number>;
  expect(set.kind).toBe(kind);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(), (n, seed) => {
      const random = randomStream(seed);
      const weights = feasibleWeights(set, n, random);
      expect(weights).toHaveLength(n);
      expect(conjugate?.value(weights)).toBeLessThan(Infinity);
      if (kind === 'each-at-most' || kind === 'each-equals') return;
      const inside = interiorWeights(set, n, random);
      expect(Math.min(...inside)).toBeGreaterThan(0);
      expect(conjugate?.value(inside)).toBeLessThan(Infinity);
      if (set.kind === 'sum-at-most') {
        expect(inside.reduce((a, b) => a + b)).toBeLessThanOrEqual(set.bound * (0.9 + 1e-12));
      }
    }),
  );
});
