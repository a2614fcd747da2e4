import { describe, expect, it } from 'vitest';
import { CLAIMS } from '../../../proofs-checks/index.js';
import {
  acceptsEigenvalueBounds,
  acceptsEnergy,
  acceptsExponential,
  acceptsRoot,
  acceptsSignature,
  isMersennePrime,
} from '../../../proofs-checks/oracles/certificate-checker.js';
import { startOf, type PcaInstance } from '../../../proofs-checks/deep-linear/pca-instance.js';
import type { Claim } from '../../../src/claims/claim.js';
import { certifiedSignature } from '../../../src/theory/algebra/definiteness.js';
import { eigenvalueBounds } from '../../../src/theory/algebra/eigenvalue-bounds.js';
import { exponential } from '../../../src/theory/algebra/elementary.js';
import { exactly, squareRoot, type Interval } from '../../../src/theory/algebra/interval.js';
import { fromNested, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { FIELD_BITS } from '../../../src/theory/algebra/prime-field.js';
import { energyEnclosure } from '../../../src/theory/landscape/energy-enclosure.js';
import { contrastiveCovariance } from '../../../src/theory/losses/contrastive-covariance.js';
import { instancesOf } from '../witness.js';

/** What a run of the claim certifies: C_α of its instances, and the layers from which it trains. */
const RUN = [...instancesOf(CLAIMS.find(({ id }) => id === 'pca-deep-linear') as Claim, 1, 25)].map(({ instance }) => {
  const own = instance as PcaInstance;
  return { covariance: contrastiveCovariance(own.alpha, own.z, own.zPrime), layers: startOf(own) };
});

/** Each end moved past the other one, by a thousandth of the size. */
function tampered({ lower, upper }: Interval): Interval[] {
  const by = 1e-3 * Math.max(Math.abs(lower), Math.abs(upper), 1e-3);
  return [
    { lower: upper + by, upper: upper + 2 * by },
    { lower: lower - 2 * by, upper: lower - by },
  ];
}

describe('certificates of a run', () => {
  it('has its bounds of eigenvalues accepted, and each of them refused once it is moved', () => {
    for (const { covariance } of RUN) {
      const bounds = eigenvalueBounds(covariance);
      expect(acceptsEigenvalueBounds(covariance, bounds)).toBe(true);
      for (const [k, own] of bounds.entries())
        for (const wrong of tampered(own))
          expect(acceptsEigenvalueBounds(covariance, bounds.with(k, wrong))).toBe(false);
      expect(acceptsEigenvalueBounds(covariance, bounds.slice(1))).toBe(false);
    }
  });

  it('has its signatures accepted, and refused where a sign is added or an eigenvalue is missing', () => {
    for (const { covariance } of RUN) {
      const { positive, negative, open } = certifiedSignature(covariance);
      const accepts = (p: number, n: number, o: number): boolean =>
        acceptsSignature(covariance, { positive: p, negative: n, open: o });
      expect(accepts(positive, negative, open)).toBe(true);
      expect(accepts(positive + 1, negative - 1, open)).toBe(false);
      expect(accepts(positive - 1, negative + 1, open)).toBe(false);
      expect(accepts(positive, negative, open + 1)).toBe(false);
    }
  });

  it('has its enclosures of energies accepted, and refused once an end is moved', () => {
    for (const { covariance, layers } of RUN) {
      const energy = energyEnclosure(layers, covariance);
      expect(acceptsEnergy(layers, covariance, energy)).toBe(true);
      for (const wrong of tampered(energy)) expect(acceptsEnergy(layers, covariance, wrong)).toBe(false);
    }
  });
});

it('finds the inertia of matrices that a decomposition finds hard', () => {
  const hollow = fromNested([
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, 0],
  ]);
  expect(acceptsSignature(hollow, { positive: 1, negative: 1, open: 1 })).toBe(true);
  expect(acceptsSignature(hollow, { positive: 2, negative: 1, open: 0 })).toBe(false);
  const tiny: Matrix = fromNested([
    [1, 1],
    [1, 1 + Number.EPSILON],
  ]);
  expect(acceptsSignature(tiny, { positive: 2, negative: 0, open: 0 })).toBe(true);
});

it('accepts enclosures of roots and exponentials, to the last bit and no further', () => {
  for (const x of [-40.3, -2.5, -0.1, 0, 1e-9, 0.7, 3, 33.3]) {
    const found = exponential(exactly(x));
    // e⁰ is a double, which no open interval of fixed point surrounds.
    if (x !== 0) expect(acceptsExponential(x, found)).toBe(true);
    for (const wrong of tampered(found)) expect(acceptsExponential(x, wrong)).toBe(false);
    const root = squareRoot(exactly(Math.abs(x)));
    expect(acceptsRoot(Math.abs(x), 2, root)).toBe(true);
    for (const wrong of tampered(root)) expect(acceptsRoot(Math.abs(x), 2, wrong)).toBe(false);
  }
});

it('shows that the field of the exact identities is one', () => {
  expect(isMersennePrime(FIELD_BITS)).toBe(true);
  expect(isMersennePrime(11)).toBe(false);
});
