import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { reproduceTuned } from '../../../src/faces/cli/reproduce-tuned.js';
import type { ReproduceFlags } from '../../../src/faces/cli/reproduce-command.js';
import { finishJob } from '../../../src/results/tables/finish-job.js';
import { readKeptRuns } from '../../../src/results/tables/kept-runs.js';
import type { TableJob } from '../../../src/results/tables/table-jobs.js';
import type { TunedRow, TunedTable } from '../../../src/results/tuned/tuned-table.js';
import { tuned } from '../../../experiments/tables/tuned.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { BUSY, runsData, TRAINED } from '../../results/runs/runs-data.js';

const OPTIONS = { subset: TRAINED, batch: 8, epochs: 1, workers: 0, engine: 'cpu' } as const;

/** The first two settings of a row. */
function shortened(row: TunedRow): TunedRow {
  return { ...row, settings: row.settings.slice(0, 2) };
}

const SMALL: TunedTable = {
  ...tuned,
  rows: tuned.rows.filter(({ id }) => id === 'infonce' || id === 'direct').map(shortened),
  seeds: { choice: 1, report: [2], primary: [2, 3] },
  presets: {
    smoke: {
      setting: 'The tiny net on generated images.',
      scale: 'nothing at all',
      runs: 'smoke',
      columns: { cifar10: { options: OPTIONS, choice: 'held-out-first', report: 'held-out-second' } },
    },
  },
};

describe('reproduce of tuned losses', () => {
  it(
    'finishes stage after stage, keeps every run, and does none again without their folders',
    async () => {
      const out = temporaryFolder();
      const flags: ReproduceFlags = { out, data: runsData() };
      const stages: string[][] = [];
      const finish = async (jobs: readonly TableJob[]): Promise<[]> => {
        stages.push(jobs.map(({ seed }) => `seed ${seed}`));
        for (const job of jobs) await finishJob(job);
        return [];
      };
      expect(await reproduceTuned({ table: SMALL, preset: 'smoke' }, { ...flags, collect: true }, finish)).toBe(1);
      expect(stages).toEqual([]);
      expect(await reproduceTuned({ table: SMALL, preset: 'smoke' }, flags, finish)).toBe(0);
      expect(stages).toEqual([Array(4).fill('seed 1'), ['seed 2', 'seed 2', 'seed 3', 'seed 3']]);
      expect(readKeptRuns(path.join(out, 'tuned.jsonl')).size).toBe(8);
      const page = readFileSync(path.join(out, 'tuned-smoke.md'), 'utf8');
      expect(page).toContain('**CIFAR-10**, nothing at all: the best α-CL, α-CL-direct');

      rmSync(path.join(out, 'tuned'), { recursive: true });
      expect(await reproduceTuned({ table: SMALL, preset: 'smoke' }, flags, finish)).toBe(0);
      expect(stages).toHaveLength(2);
      expect(readFileSync(path.join(out, 'tuned-smoke.md'), 'utf8')).toBe(page);
    },
    BUSY,
  );

  it('refuses what does not go with stages', async () => {
    const none = (): Promise<[]> => Promise.resolve([]);
    const run = (flags: Partial<ReproduceFlags>): Promise<number> =>
      reproduceTuned({ table: SMALL, preset: 'smoke' }, { out: 'nowhere', data: 'nowhere', ...flags }, none);
    await expect(run({ seeds: 3 })).rejects.toThrow(/--seeds is not for tuned/);
    await expect(run({ launcher: 'slurm' })).rejects.toThrow(/--launcher is slurm: the stages/);
    await expect(run({ only: 'infonce' })).rejects.toThrow(/unknown column "infonce": choose one of cifar10/);
  });
});
