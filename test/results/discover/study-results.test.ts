import { describe, expect, it } from 'vitest';
import { judged } from '../../../src/results/discover/criteria.js';
import { grammarCandidates } from '../../../src/results/discover/grammar.js';
import { bootstrapInterval, studyResults } from '../../../src/results/discover/study-results.js';
import { studied } from '../../../src/results/discover/study.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import type { TableRun } from '../../../src/results/tables/table-runs.js';

const judgements = studied(grammarCandidates(), 14).map(judged);

/** What of a run the results read. */
function runOf(row: string, accuracy: number): TableRun {
  return {
    job: { row },
    measured: [{ epochs: 2, evaluation: { neighbours: { weighted: accuracy } } }],
    baselines: [],
  } as unknown as TableRun;
}

describe('what a ranking is worth', () => {
  it('is found for a criterion that accuracy follows, and for one that it goes against', () => {
    const runs = judgements.flatMap(({ candidate: { id }, values: { hardness } }) => [
      runOf(id, 0.4 + 0.1 * hardness),
      runOf(id, 0.41 + 0.1 * hardness),
    ]);
    const results = studyResults(judgements, runs);
    const worth = Object.fromEntries(results.worth.map((one) => [one.criterion, one]));
    expect(worth['hardness']?.spearman).toBeCloseTo(1, 12);
    expect(worth['hardness']?.kendall).toBeCloseTo(1, 12);
    expect(worth['effectiveShare']?.spearman).toBeLessThan(-0.9);
    expect(results.seedDeviation).toBeCloseTo(0.01 / Math.SQRT2, 12);
    expect(results.seedAgreement).toBeCloseTo(1, 12);
    const means = results.losses.map(({ mean }) => mean);
    expect(means).toEqual(means.toSorted((a, b) => b - a));
  });

  it('counts losses that have runs, and says nothing of seeds where there is one', () => {
    const runs = judgements.slice(0, 3).map(({ candidate: { id } }, k) => runOf(id, 0.4 + 0.01 * k));
    const { losses, worth, seedDeviation, seedAgreement } = studyResults(judgements, runs);
    expect([losses.length, seedDeviation, seedAgreement]).toEqual([3, null, null]);
    expect(worth.every(({ interval }) => interval === null)).toBe(true);
  });
});

describe('the interval', () => {
  it('contains 0 for most measurements that have nothing to do with each other, and widens with the noise of seeds', () => {
    let contained = 0;
    for (let trial = 0; trial < 20; trial++) {
      const random = randomStream(trial, 'points');
      const points = Array.from({ length: 14 }, () => ({ value: random.normal(), accuracies: [random.normal()] }));
      const { lower, upper } = bootstrapInterval(points);
      if (lower <= 0 && upper >= 0) contained++;
    }
    expect(contained).toBeGreaterThanOrEqual(15);
    const close = Array.from({ length: 14 }, (_, value) => ({ value, accuracies: [value - 0.01, value + 0.01] }));
    const noisy = close.map(({ value }) => ({ value, accuracies: [value - 9, value + 9] }));
    expect(bootstrapInterval(close).lower).toBeGreaterThan(0.95);
    expect(bootstrapInterval(noisy).lower).toBeLessThan(0.9);
    expect(bootstrapInterval(noisy)).toEqual(bootstrapInterval(noisy));
  });
});
