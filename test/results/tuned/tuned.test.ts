import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tuned } from '../../../experiments/tables/tuned.js';
import { rowFigures } from '../../../src/results/discover/criteria.js';
import { blockDifferences } from '../../../src/results/tables/block-differences.js';
import { pairedDifference, type SeedValues } from '../../../src/results/runs/difference.js';
import { finishJob } from '../../../src/results/tables/finish-job.js';
import {
  keepRuns,
  keptRun,
  readKeptRuns,
  requireSameRun,
  type KeptRun,
} from '../../../src/results/tables/kept-runs.js';
import type { TableJob } from '../../../src/results/tables/table-jobs.js';
import { tunedStages } from '../../../src/results/tuned/tuned-stages.js';
import { tunedSummary, verdictOf } from '../../../src/results/tuned/tuned-summary.js';
import { tunedJobMaker } from '../../../src/results/tuned/tuned-table.js';
import { importanceOf } from '../../../src/training/step/importance-choice.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { BUSY, runsData } from '../runs/runs-data.js';
import { smallJobs } from '../tables/small-table.js';

const make = tunedJobMaker(tuned, { folder: 'runs', data: 'data', preset: 'laptop', only: ['cifar10'] });

/** A finished run of a job, with made-up metrics. */
function runOf({ id, seed, test }: TableJob, accuracy: number): KeptRun {
  const images = { choice: test, train: 'some', trainSha256: '', test: 'others', testSha256: '' };
  const seconds = { training: 1, evaluation: 1 };
  const metrics = { linearLast: accuracy, neighbours: accuracy };
  return { id, startedAt: String(seed), config: {}, steps: 1, images, engine: 'cpu', versions: {}, seconds, metrics };
}

/** Finishes stage after stage. @returns the runs of each stage that was not empty */
function finishStages(accuracyOf: (job: TableJob) => number): {
  readonly order: TableJob[][];
  runs: Map<string, KeptRun>;
} {
  const runs = new Map<string, KeptRun>();
  const order: TableJob[][] = [];
  for (;;) {
    const open = tunedStages(tuned, make, runs).map((stage) => stage.filter(({ id }) => !runs.has(id)));
    const next = open.find((stage) => stage.length > 0);
    if (next === undefined) return { order, runs };
    order.push(next);
    for (const job of next) runs.set(job.id, runOf(job, accuracyOf(job)));
  }
}

/** Direct is best at its third setting, InfoNCE at its second; a point of seed 3 is the same for all. */
const accuracyOf = ({ row, id, seed }: TableJob): number =>
  0.5 +
  (row === 'direct' ? 0.02 : 0) +
  (row === 'direct' && id.includes('tau0.075') ? 0.03 : 0) +
  (row === 'infonce' && id.includes('tau0.2') ? 0.03 : 0) +
  (seed === 3 ? 0.01 : 0) +
  (row === 'infonce' ? 0.0001 * seed : 0);

describe('the table of tuned losses', () => {
  it('gives every loss the same number of settings, of the same sharpness', () => {
    const hardness = tuned.rows.map(({ settings }) =>
      settings.map(({ weights }) => rowFigures(importanceOf(weights)).hardness),
    );
    for (const row of hardness) {
      expect(row).toHaveLength(4);
      row.forEach((one, k) => expect(Math.abs(one - (hardness[0]?.[k] ?? 0))).toBeLessThan(0.01));
    }
  });

  it('has options that a run takes, and no two runs of one name', () => {
    const { order } = finishStages(accuracyOf);
    const jobs = order.flat();
    for (const { preset, options } of jobs) expect(() => resolveConfig({ preset, flags: options })).not.toThrow();
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(jobs.length);
  });

  it('finishes the grid of the contenders, the primary pair, the other grids, and then the report', () => {
    const { order } = finishStages(accuracyOf);
    expect(order.map(({ length }) => length)).toEqual([20, 20, 20, 24]);
    const [, pair, , report] = order as [TableJob[], TableJob[], TableJob[], TableJob[]];
    expect(new Set(pair.map(({ id }) => id.replace(/-seed-.*/, '')))).toEqual(
      new Set(['laptop/cifar10/infonce-tau0.2', 'laptop/cifar10/direct-tau0.075']),
    );
    expect(
      [...pair, ...report].every(({ seed, test }) => seed !== tuned.seeds.choice && test === 'held-out-second'),
    ).toBe(true);
    expect(order[0]?.every(({ seed, test }) => seed === tuned.seeds.choice && test === 'held-out-first')).toBe(true);
  });

  it('concludes from the chosen settings alone', () => {
    const { runs } = finishStages(accuracyOf);
    const [column] = tunedSummary(tuned, 'laptop', make, runs).columns;
    expect(column?.primary).toMatchObject({ row: 'direct', n: 10, verdict: 'better' });
    expect(column?.primary?.mean).toBeCloseTo(0.02 - 0.00065, 10);
    expect(column?.others.map(({ row }) => row)).toEqual(
      tuned.rows.map(({ id }) => id).filter((id) => id !== 'infonce' && id !== 'direct'),
    );
    expect(column?.others.every(({ verdict, n }) => verdict === 'worse' && n === 3)).toBe(true);
  });
});

describe('differences in blocks', () => {
  const seeds = fc
    .array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 3 })
    .map((all) => all.map((one) => one / 1000));
  const bySeed = (values: readonly number[]): SeedValues => new Map(values.map((value, k) => [k, value]));

  it('of two rows are the paired difference', () => {
    fc.assert(
      fc.property(seeds, seeds, (a, b) => {
        const [one] = blockDifferences(
          new Map([
            ['a', bySeed(a)],
            ['b', bySeed(b)],
          ]),
          'a',
          ['b'],
        );
        const paired = pairedDifference(bySeed(b), bySeed(a));
        expect(one?.mean).toBeCloseTo(paired?.mean ?? Number.NaN, 10);
        expect(one?.halfWidth).toBeCloseTo(paired?.halfWidth ?? Number.NaN, 6);
      }),
      { numRuns: 30 },
    );
  });

  it('do not change when a seed moves all rows', () => {
    fc.assert(
      fc.property(seeds, seeds, seeds, seeds, (a, b, c, shift) => {
        const found = (by: readonly number[]): number[] =>
          blockDifferences(
            new Map([a, b, c].map((row, k) => [String(k), bySeed(row.map((value, s) => value + (by[s] ?? 0)))])),
            '0',
            ['1', '2'],
          ).flatMap(({ mean, halfWidth }) => [mean, halfWidth]);
        const unmoved = found([0, 0, 0]);
        found(shift).forEach((value, k) => expect(value).toBeCloseTo(unmoved[k] ?? Number.NaN, 7));
      }),
      { numRuns: 30 },
    );
  });
});

describe('the meaning of an interval', () => {
  it('is equality only where the whole interval lies within a point', () => {
    expect([verdictOf(0.02, 0.01), verdictOf(-0.02, 0.01), verdictOf(0.001, 0.009)]).toEqual([
      'better',
      'worse',
      'equal',
    ]);
    expect([verdictOf(0.001, 0.0091), verdictOf(0.01, null)]).toEqual(['undecided', 'undecided']);
  });
});

describe('kept runs', () => {
  it(
    'come back as they were, once each, and only for a job with the same options',
    async () => {
      const file = path.join(temporaryFolder(), 'records', 'runs.jsonl');
      const [job] = smallJobs(temporaryFolder(), runsData(), { seeds: [1], only: ['direct'] }) as [TableJob];
      const run = keptRun(await finishJob(job));
      await keepRuns(file, [run]);
      await keepRuns(file, [
        { ...run, steps: 99 },
        { ...run, id: 'another', startedAt: '1970' },
      ]);
      expect([...readKeptRuns(file).values()]).toEqual([{ ...run, id: 'another', startedAt: '1970' }, run]);
      expect(readFileSync(file, 'utf8')).not.toContain(job.folder);

      expect(() => requireSameRun(job, run, file)).not.toThrow();
      const warmer = { ...job, options: { ...job.options, temperature: 0.7 } };
      expect(() => requireSameRun(warmer, run, file)).toThrow(/--temperature 0.5, and the table 0.7/);
      expect(() => requireSameRun({ ...job, test: 'official' }, run, file)).toThrow(/--test held-out, and the table/);

      writeFileSync(file, '{"id": 3}\n');
      expect(() => readKeptRuns(file)).toThrow(/line 1 of .*runs.jsonl holds no finished run: .*id/);
    },
    BUSY,
  );
});
