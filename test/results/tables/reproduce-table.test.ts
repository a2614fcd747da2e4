import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finishJob } from '../../../src/results/tables/finish-job.js';
import { reproduceTable, type TableWatch } from '../../../src/results/tables/reproduce-table.js';
import { tableJobs, type TableJob } from '../../../src/results/tables/table-jobs.js';
import { collectRuns, jobState } from '../../../src/results/tables/table-runs.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { BUSY, runsData } from '../runs/runs-data.js';
import { metrics, SMALL_TABLE, smallJobs } from './small-table.js';

const data = runsData();

const IDS = ['all/infonce-seed-1', 'all/direct-seed-1', 'all/infonce-seed-2', 'all/direct-seed-2'];

describe('jobs of a table', () => {
  it('are plain data, seed by seed, the same whatever else is asked for', () => {
    const jobs = smallJobs('runs', data);
    expect(jobs.map(({ id }) => id)).toEqual(IDS);
    expect(JSON.parse(JSON.stringify(jobs))).toEqual(jobs);
    expect(jobs.map(({ baselines }) => baselines)).toEqual([['pixels', 'random'], [], ['random'], []]);
    expect(jobs[1]).toMatchObject({ folder: path.join('runs/small/smoke/all/direct-seed-1'), test: 'held-out' });
    expect(smallJobs('runs', data, { only: ['direct'] })).toEqual([jobs[1], jobs[3]]);
    expect(smallJobs('runs', data, { only: ['direct', 'all'], seeds: [2] })).toEqual([jobs[3]]);
  });

  it('have the columns of their preset, and no name that is not there', () => {
    const ids = (only: string[]): string[] =>
      smallJobs('runs', data, { preset: 'paper', seeds: [1], only }).map(({ id }) => id);
    expect(ids([])).toHaveLength(4);
    expect(ids(['half', 'infonce'])).toEqual(['half/infonce-seed-1']);
    expect(() => ids(['hlaf'])).toThrow(/no row or column "hlaf".*half|hlaf/s);
    expect(() => smallJobs('runs', data, { only: ['half'] })).toThrow(InvalidInput);
    expect(() => smallJobs('runs', data, { preset: 'laptop' })).toThrow(InvalidInput);
  });
});

describe('a table', () => {
  it(
    'that is stopped again and again ends with the metrics of one that is not, and does nothing twice',
    async () => {
      const undisturbed = smallJobs(temporaryFolder(), data);
      expect(undisturbed.map((job) => jobState(job).kind)).toEqual(Array(4).fill('missing'));
      await reproduceTable(undisturbed);
      const whole = collectRuns(undisturbed);
      expect(whole.map(({ job }) => job.id)).toEqual(IDS);
      expect(whole.map(({ baselines }) => baselines.map(({ subject }) => subject.kind))).toEqual([
        ['pixels', 'random'],
        [],
        ['random'],
        [],
      ]);

      const jobs = smallJobs(temporaryFolder(), data);
      let stops = 0;
      const stopped = async (): Promise<boolean> => {
        const controller = new AbortController();
        let told = 0;
        const watch: TableWatch = {
          signal: controller.signal,
          // Each time a little later: in a step, between two runs, while one is evaluated.
          onProgress: ({ evaluating }) => {
            if (++told > (evaluating === undefined ? 3 : 60) * stops) controller.abort(new InvalidInput('stopped'));
          },
        };
        try {
          await reproduceTable(jobs, watch);
          return false;
        } catch (error) {
          expect(String(error)).toContain('stopped');
          expect(collectRuns(jobs).length).toBeLessThan(4);
          stops++;
          return true;
        }
      };
      while (await stopped());
      expect(stops).toBeGreaterThan(3);
      expect(metrics(collectRuns(jobs))).toEqual(metrics(whole));

      const files = (): object[] =>
        jobs.map(({ folder }) => {
          const time = (name: string): number => statSync(path.join(folder, name)).mtimeMs;
          return {
            names: readdirSync(folder),
            written: [time('evaluation.json'), time(`checkpoints/step-8.safetensors`)],
            metrics: readFileSync(path.join(folder, 'metrics.jsonl'), 'utf8'),
          };
        });
      const before = files();
      await reproduceTable(jobs);
      expect(metrics(collectRuns(jobs))).toEqual(metrics(whole));
      expect(files()).toEqual(before);
    },
    BUSY,
  );

  it(
    'measures a run after fewer epochs too, where the preset says so',
    async () => {
      const options = { preset: 'paper', seeds: [1], only: ['direct', 'all'] } as const;
      const [job] = smallJobs(temporaryFolder(), data, options) as [TableJob];
      const { measured } = await finishJob(job);
      expect(measured.map(({ epochs, evaluation }) => [epochs, evaluation.subject])).toEqual([
        [1, { kind: 'encoder', step: 4 }],
        [2, { kind: 'encoder', step: 8 }],
      ]);
    },
    BUSY,
  );

  it(
    'takes no run of another configuration for its own',
    async () => {
      const folder = temporaryFolder();
      const [job] = smallJobs(folder, data, { seeds: [1] }) as [TableJob];
      await finishJob(job);
      await expect(finishJob({ ...job, options: { ...job.options, temperature: 0.1 } })).rejects.toThrow(
        /--temperature is 0.1, and .*run.json has 0.5/,
      );
      const other = tableJobs(SMALL_TABLE, { folder, data, seeds: [1], preset: 'paper', engine: 'cpu' });
      expect(other.map((one) => jobState(one).kind)).toEqual(Array(4).fill('missing'));
    },
    BUSY,
  );
});
