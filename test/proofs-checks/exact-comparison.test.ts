import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactly, pointSeeds, randomWords } from '../../proofs-checks/exact-comparison.js';
import { holds } from '../../src/claims/verdict.js';

it('holds where every entry agrees and nowhere else', () => {
  const found = (left: bigint[][], right: bigint[][]): boolean => holds({ ...exactly(left, right), details: {} });
  expect(found([[1n, 2n]], [[1n, 2n]])).toBe(true);
  expect(found([[1n, 2n]], [[1n, 3n]])).toBe(false);
  expect(found([[1n, 2n]], [])).toBe(false);
});

it('draws points that do not repeat, without a bias to small seeds', () => {
  const seeds = fc.sample(pointSeeds(), { seed: 1, numRuns: 1000 });
  expect(new Set(seeds).size).toBe(1000);
  expect(seeds.filter((seed) => seed < Number.MAX_SAFE_INTEGER / 2).length).toBeGreaterThan(400);
  expect(seeds.filter((seed) => seed < Number.MAX_SAFE_INTEGER / 2).length).toBeLessThan(600);
});

it('gives the same words for the same seed, of 32 bits each', () => {
  const draw = (seed: number): number[] => {
    const word = randomWords(seed);
    return Array.from({ length: 200 }, word);
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7).every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)).toBe(true);
  expect(Math.max(...draw(7))).toBeGreaterThan(2 ** 31);
});
