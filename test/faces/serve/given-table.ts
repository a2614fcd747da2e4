/** A table of results on the disk with its runs, made up: no run was trained, and no metric was measured. */
import { readRunRecord, runPaths } from '../../../src/training/train/run-folder.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';
import { addEvaluation } from '../../../src/results/runs/evaluation-file.js';
import type { Evaluation, Subject } from '../../../src/results/runs/evaluation.js';
import type { TableJob } from '../../../src/results/tables/table-jobs.js';
import { epochsOf, type TableRun } from '../../../src/results/tables/table-runs.js';
import { writeTable } from '../../../src/faces/report/write-table.js';
import { SMALL_TABLE, smallJobs } from '../../results/tables/small-table.js';
import { madeRun } from './given.js';

/** Runs that are not there. */
export const LEFT = ['all/direct-seed-3', 'half/direct-seed-1', 'half/infonce-seed-2', 'half/direct-seed-2'];

/** Three seeds of two rows by two columns, after one epoch and after two, with a published result. @returns the folder */
export async function madeTable(folder: string): Promise<string> {
  const preset = 'paper';
  const jobs = smallJobs(folder, '/nowhere', { preset, seeds: [1, 2, 3] });
  const runs = [];
  for (const job of jobs) if (!LEFT.includes(job.id)) runs.push(await finished(job));
  const command = 'npx alpha-cl reproduce small --preset paper --seeds 3 --data DIR';
  await writeTable({ table: SMALL_TABLE, preset, jobs, runs, folder, command });
  return folder;
}

async function finished(job: TableJob): Promise<TableRun> {
  const config = resolveConfig({ preset: job.preset, flags: job.options });
  await madeRun(job.folder, { ...job.options, model: config.model }, 12);
  const measured = epochsOf(job, config).map((epochs) => ({
    epochs,
    evaluation: evaluation(job, { kind: 'encoder', step: 4 * epochs }, 0.5 + 0.01 * job.seed * epochs),
  }));
  const baselines = job.baselines.map((kind) =>
    kind === 'random'
      ? evaluation(job, { kind, model: config.model, seed: job.seed }, 0.3)
      : evaluation(job, { kind: 'pixels' }, 0.2),
  );
  for (const one of [...measured.map((found) => found.evaluation), ...baselines]) await addEvaluation(job.folder, one);
  const record = readRunRecord(runPaths(job.folder));
  return { job, record, measured, baselines, seconds: { training: 60, evaluation: 6 } };
}

function evaluation({ test }: TableJob, subject: Subject, accuracy: number): Evaluation {
  const images = { name: 'CIFAR-10 train', images: 32, officialImages: 50_000, sha256: '0'.repeat(64) };
  const score = { epoch: 1, trainAccuracy: accuracy, testAccuracy: accuracy, testLoss: 1 };
  return {
    subject,
    images: {
      choice: test,
      train: { ...images, description: '32 images' },
      test: { ...images, images: 16, description: '16 held-out images' },
    },
    engine: { name: 'cpu', device: 'a processor' },
    versions: { node: 'v20.20.2' },
    seconds: 2,
    linear: { best: score, last: { ...score, testAccuracy: accuracy - 0.01 } },
    neighbours: { count: 20, weighted: accuracy - 0.05, nearest: accuracy - 0.1 },
  };
}
