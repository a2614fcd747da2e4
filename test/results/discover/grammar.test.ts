import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaCandidate } from '../../../src/results/discover/candidate.js';
import { distinct, grammarCandidates, GRAMMAR_FAMILIES } from '../../../src/results/discover/grammar.js';
import { sampled } from '../../../src/results/discover/sample.js';
import { REFERENCES, studied, studyJobs } from '../../../src/results/discover/study.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';

const all = grammarCandidates();
const anyCandidate = fc.constantFrom(...all);

describe('the grammar', () => {
  it('has shapes that are finite and at least 0 at every distance, and prefer the nearer of two', () => {
    const distances = fc.float64Array({ min: 0, max: 2, noNaN: true, minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(anyCandidate, distances, ({ importance }, given) => {
        const weights = importance(given.toSorted());
        weights.forEach((weight, k) => {
          expect(Number.isFinite(weight) && weight >= 0).toBe(true);
          expect(weight).toBeLessThanOrEqual((weights[Math.max(0, k - 1)] as number) * (1 + 1e-12));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is the same each time, names each shape once, and can be narrowed to families', () => {
    const ids = all.map(({ id }) => id);
    expect(grammarCandidates().map(({ id }) => id)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([...REFERENCES]));
    const parts = GRAMMAR_FAMILIES.map((family) => grammarCandidates([family]));
    expect(parts.every((part) => part.length > 0)).toBe(true);
    expect(distinct(parts.flat()).map(({ id }) => id)).toEqual(ids);
  });

  it('has no shape that is a multiple of another', () => {
    const one = formulaCandidate('given', 'one', 'exp(-r)');
    const twin = formulaCandidate('given', 'twin', '3*exp(1 - d^2)');
    const other = formulaCandidate('given', 'other', 'exp(-1.01*r)');
    expect(distinct([one, twin, other])).toEqual([one, other]);
  });

  it('is drawn from by a seed, in its own order', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(50), (count, seed) => {
        const drawn = sampled(all, count, seed);
        expect(drawn).toHaveLength(Math.min(count, all.length));
        expect(drawn).toEqual(all.filter((candidate) => drawn.includes(candidate)));
        expect(sampled(all, count, seed)).toEqual(drawn);
      }),
    );
    expect(sampled(all, 10, 1)).not.toEqual(sampled(all, 10, 2));
  });
});

describe('the losses that are trained', () => {
  it('are those of the paper and others along all of the enumeration', () => {
    const chosen = studied(all, 14);
    expect(chosen).toHaveLength(14);
    const ids = chosen.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...REFERENCES]));
    expect(new Set(chosen.map(({ family }) => family)).size).toBe(GRAMMAR_FAMILIES.length);
    expect(studied(all, 3)).toHaveLength(3);
  });

  it('are configurations that a run accepts, each in a folder of its own', () => {
    const jobs = studyJobs(all, {
      folder: 'out',
      data: 'somewhere',
      seeds: [1, 2],
      preset: 'laptop',
      options: { epochs: 2 },
    });
    expect(new Set(jobs.map(({ folder }) => folder)).size).toBe(2 * all.length);
    for (const { preset, options } of jobs) {
      expect(resolveConfig({ preset, flags: options })).toMatchObject({ epochs: 2, normalise: 'row' });
    }
  });
});
