import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATASETS } from '../../src/training/data/datasets.js';
import { ENGINE_NAMES } from '../../src/training/engines/choose-engine.js';
import { IMPORTANCE_NAMES } from '../../src/theory/losses/importances.js';
import { lossNames } from '../../src/theory/losses/named-losses.js';
import { MODELS } from '../../src/training/models/named-models.js';
import { nearestName } from '../../src/base/nearest-name.js';
import { CLAIMS } from '../../proofs-checks/index.js';

const LISTS = [
  lossNames(),
  IMPORTANCE_NAMES,
  Object.keys(DATASETS),
  Object.keys(MODELS),
  ENGINE_NAMES,
  CLAIMS.map(({ id }) => id),
  ['tau', 'eps'],
] as readonly (readonly string[])[];

const nameOfList = fc.constantFrom(...LISTS).chain((names) => fc.tuple(fc.constantFrom(...names), fc.constant(names)));

describe('the nearest name', () => {
  it('is that of the same letters, regardless of case', () => {
    fc.assert(
      fc.property(nameOfList, ([name, names]) => {
        expect(nearestName(name.toUpperCase(), names)).toBe(name);
        expect(nearestName(` ${name} `, names)).toBe(name);
      }),
    );
  });

  it('is one that is one slip away: a letter more, one less, another, or two swapped', () => {
    fc.assert(
      fc.property(
        nameOfList,
        fc.nat(),
        fc.constantFrom('more', 'less', 'other', 'swapped'),
        ([name, names], k, slip) => {
          fc.pre(name.length > 2);
          const at = k % (name.length - 1);
          const [before, letter, next, after] = [name.slice(0, at), name[at], name[at + 1], name.slice(at + 2)];
          const typed = {
            more: `${before}~${letter}${next}${after}`,
            less: `${before}${next}${after}`,
            other: `${before}~${next}${after}`,
            swapped: `${before}${next}${letter}${after}`,
          }[slip];
          // Another name may be as near: cifar10 and cifar100.
          const found = nearestName(typed, names);
          expect(found === name || Math.abs((found ?? '').length - name.length) <= 1).toBe(true);
          expect(found).toBeDefined();
        },
      ),
    );
  });

  it.each([
    ['tua', ['tau', 'eps'], 'tau'],
    ['Tau', ['tau', 'eps'], 'tau'],
    ['InfoNCE', lossNames(), 'infonce'],
    ['soft_triplet', lossNames(), 'soft-triplet'],
    ['CIFAR-100', Object.keys(DATASETS), 'cifar100'],
    ['ResNet-18', Object.keys(MODELS), 'resnet18'],
    ['lifted', lossNames(), 'lifted-structured'],
    ['q', ['x', 'y'], undefined],
    ['anything else', lossNames(), undefined],
    ['', lossNames(), undefined],
    ['x'.repeat(100_000), lossNames(), undefined],
  ] as const)('to %j among %j is %j', (given, names, nearest) => {
    expect(nearestName(given, names)).toBe(nearest);
  });
});
