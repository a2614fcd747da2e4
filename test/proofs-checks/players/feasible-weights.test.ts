import fc from 'fast-check';
import { expect, it } from 'vitest';
import { feasibleWeights, interiorWeights } from '../../../proofs-checks/players/feasible-weights.js';
import type { ConjugateDomain } from '../../../src/theory/losses/conjugates.js';
import { conjugateOf, namedLoss } from '../../../src/theory/losses/named-losses.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';

const LOSSES = {
  simplex: namedLoss('mine'),
  'sub-simplex': namedLoss('infonce'),
  orthant: namedLoss('lifted-structured'),
  box: namedLoss('triplet'),
  ones: namedLoss('triplet-contrastive'),
} as const satisfies Record<ConjugateDomain, unknown>;

it.each(Object.keys(LOSSES) as ConjugateDomain[])('draws weights at which F* is finite: %s', (domain) => {
  const conjugate = conjugateOf(LOSSES[domain]);
  expect(conjugate?.domain).toBe(domain);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(), (n, seed) => {
      const random = randomStream(seed);
      const weights = feasibleWeights(domain, n, random);
      expect(weights).toHaveLength(n);
      expect(conjugate?.value(weights)).toBeLessThan(Infinity);
      if (domain === 'box' || domain === 'ones') return;
      const inside = interiorWeights(domain, n, random);
      expect(Math.min(...inside)).toBeGreaterThan(0);
      expect(conjugate?.value(inside)).toBeLessThan(Infinity);
      if (domain === 'sub-simplex') expect(inside.reduce((a, b) => a + b)).toBeLessThanOrEqual(0.9 + 1e-12);
    }),
  );
});
