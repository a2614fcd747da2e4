import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { gridNumber } from '../../../src/claims/instances.js';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import { dot } from '../../../src/theory/algebra/matrix.js';
import { conjugateOf, type Conjugate } from '../../../src/theory/analysis/conjugate.js';
import { anchorImportance, anchorLoss, type Loss } from '../../../src/theory/losses/loss.js';
import { lossByHand } from '../../../bench/losses-by-hand.js';
import { CONVEX_LOSSES } from '../../../proofs-checks/players/anchor-instances.js';
import { lossNames, namedLoss } from '../../../src/theory/losses/named-losses.js';

const margins = fc.array(gridNumber(-2, 2), { minLength: 1, maxLength: 6 }).map((x) => Float64Array.from(x));

function convexConjugate(loss: Loss): Conjugate {
  const conjugate = conjugateOf(loss);
  if (conjugate === undefined) throw new Error(`${loss.name} has no conjugate`);
  return conjugate;
}

/** Parameters other than the defaults, so that none is mistaken for 1. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  infonce: { temperature: 0.7, epsilon: 0.4 },
  'soft-triplet': { temperature: 0.7, epsilon: 0.4 },
  'lifted-structured': { epsilon: 2.5 },
  triplet: { epsilon: 0.35 },
};

describe.each(CONVEX_LOSSES)('F* of %s', (name) => {
  let loss: Loss;
  let value: Conjugate['value'];
  let gradient: Conjugate['gradient'];
  let set: Conjugate['set'];
  beforeEach(() => {
    loss = namedLoss(name, PARAMETERS[name]);
    ({ value, gradient, set } = convexConjugate(loss));
  });

  it('meets αᵀx − F(x) at α = ∇F(x)', () => {
    fc.assert(
      fc.property(margins, (x) => {
        const alpha = anchorImportance(loss, x);
        expect(value(alpha)).toBeCloseTo(dot(alpha, x) - anchorLoss(loss, x), 10);
      }),
    );
  });

  it('is at least βᵀx − F(x) at every x for the α of another', () => {
    fc.assert(
      fc.property(margins, margins, (x, y) => {
        const n = Math.min(x.length, y.length);
        const [here, there] = [x.subarray(0, n), y.subarray(0, n)];
        const beta = anchorImportance(loss, there);
        expect(value(beta)).toBeGreaterThanOrEqual(dot(beta, here) - anchorLoss(loss, here) - 1e-10);
      }),
    );
  });

  it('is infinite outside its set', () => {
    const [kind, bound] = [set.kind, set.kind === 'orthant' ? 1 : set.bound];
    expect(value(Float64Array.of(-0.1, 0.6))).toBe(Infinity);
    expect(value(Float64Array.of(Number.NaN))).toBe(Infinity);
    const [below, above] = [value(Float64Array.of(0.5 * bound)), value(Float64Array.of(1.5 * bound))];
    expect(below === Infinity).toBe(kind === 'sum-equals' || kind === 'each-equals');
    expect(above === Infinity).toBe(kind !== 'orthant');
  });

  it('is infinite where one weight of several is outside, finite on the border', () => {
    const [kind, bound] = [set.kind, set.kind === 'orthant' ? 1 : set.bound];
    const [one, both] = [value(Float64Array.of(1.5 * bound, 0)), value(Float64Array.of(bound, bound))];
    expect(one === Infinity).toBe(kind !== 'orthant');
    expect(both === Infinity).toBe(kind === 'sum-equals' || kind === 'sum-at-most');
    expect(value(Float64Array.of(bound, 0)) === Infinity).toBe(kind === 'each-equals');
    expect(value(Float64Array.of(bound, 1.5 * bound)) === Infinity).toBe(kind !== 'orthant');
  });

  it('has the gradient that its value has, along directions that stay in the set', () => {
    if (set.kind === 'each-equals') return;
    const alpha = Float64Array.of(0.2, 0.3, 0.5).map(
      (weight) => (set.kind === 'sum-at-most' ? 0.8 * set.bound : set.kind === 'sum-equals' ? set.bound : 1) * weight,
    );
    const direction = set.kind === 'sum-equals' ? [1, -2, 1] : [1, -2, 0.5];
    const along = (t: number): number => value(alpha.map((weight, j) => weight + t * (direction[j] as number)));
    expect(taylorSlope(along, dot(gradient(alpha), Float64Array.from(direction)), 0.01).slope).toBeGreaterThan(1.5);
  });
});

it('is known of every loss whose F is convex', () => {
  const convex = lossNames().filter((name) => conjugateOf(namedLoss(name)) !== undefined);
  expect(convex.toSorted()).toEqual(CONVEX_LOSSES.toSorted());
});

it('Modified triplet has no conjugate to play with, nor has a loss that is not made of formulae', () => {
  expect(conjugateOf(namedLoss('modified-triplet'))).toBeUndefined();
  expect(conjugateOf(lossByHand('mine'))).toBeUndefined();
});

it('InfoNCE without offset demands the whole weight, with one it may keep some back', () => {
  expect(convexConjugate(namedLoss('infonce', { epsilon: 0 })).set.kind).toBe('sum-equals');
  expect(convexConjugate(namedLoss('infonce', { epsilon: 0.1 })).set.kind).toBe('sum-at-most');
});

it('costs nothing to spend nothing, or all on one pair, but for the offset', () => {
  const { value } = convexConjugate(namedLoss('infonce', { temperature: 2, epsilon: 0.5 }));
  expect(value(Float64Array.of(0, 0))).toBeCloseTo(2 * Math.log(2), 12);
  expect(value(Float64Array.of(1, 0))).toBeCloseTo(0, 12);
  expect(convexConjugate(namedLoss('lifted-structured')).value(Float64Array.of(0, 0))).toBeCloseTo(0, 12);
});
