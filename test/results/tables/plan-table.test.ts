import { describe, expect, it } from 'vitest';
import { finishJob } from '../../../src/results/tables/finish-job.js';
import { planTable } from '../../../src/results/tables/plan-table.js';
import type { TableJob } from '../../../src/results/tables/table-jobs.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { beginRun } from '../../../src/training/train/train.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { BUSY, runsData } from '../runs/runs-data.js';
import { smallJobs } from './small-table.js';

const data = runsData();

describe('the plan of a table', () => {
  it(
    'tells what is finished, unfinished and missing, and what is left of each, from one calibration of equal steps',
    async () => {
      const jobs = smallJobs(temporaryFolder(), data);
      const [first, second, third] = jobs as [TableJob, TableJob, TableJob];
      await finishJob(first);
      const stop = new AbortController();
      await beginRun(second.folder, resolveConfig({ preset: second.preset, flags: second.options }), {
        signal: stop.signal,
        onProgress: ({ step }) => void (step === 4 && stop.abort(new InvalidInput('stopped'))),
      });
      await beginRun(third.folder, resolveConfig({ preset: third.preset, flags: third.options }));

      const plan = await planTable(jobs, { seconds: 0.2 });
      expect(plan.jobs.map(({ state }) => state)).toEqual(['finished', 'unfinished', 'unfinished', 'missing']);
      expect(plan.classes).toHaveLength(1);
      const [done, half, trained, missing] = plan.jobs.map(({ predicted, left, measured }) => ({
        predicted,
        left,
        measured,
      }));
      expect(done?.left).toBe(0);
      expect(done?.measured?.training).toBeGreaterThan(0);
      const close = (value: number | undefined, expected: number): void => expect(value).toBeCloseTo(expected, 9);
      close(half?.left, (half?.predicted.training ?? 0) / 2 + (half?.predicted.evaluation ?? 0));
      close(trained?.left, trained?.predicted.evaluation ?? 0);
      close(missing?.left, (missing?.predicted.training ?? 0) + (missing?.predicted.evaluation ?? 0));
      // The same steps, and no baseline.
      expect(missing?.predicted).toEqual(half?.predicted);
      expect(done?.predicted.training).toBe(half?.predicted.training);
      expect(done?.predicted.evaluation).toBeGreaterThan(trained?.predicted.evaluation ?? 0);
      close(
        plan.left,
        plan.jobs.reduce((sum, { left }) => sum + left, 0),
      );
      for (const seconds of [plan.predicted, plan.left, plan.spent]) expect(seconds).toBeGreaterThan(0);
    },
    BUSY,
  );
});
