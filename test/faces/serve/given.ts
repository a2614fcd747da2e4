/** A report and runs on the disk, made up, for the tests of the server and of the explorer. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeReport } from '../../../src/faces/report/write-report.js';
import type { MetricsLine } from '../../../src/training/train/metrics-log.js';
import { runPaths, writeRunRecord } from '../../../src/training/train/run-folder.js';
import type { GivenConfig } from '../../../src/training/train/run-options.js';
import { ENTRIES, RUN } from '../report/fake-report.js';
import { tinyConfig } from '../../training/train/tiny-run.js';

/** With every status, counterfeits, real images and figures. */
export async function madeReport(folder: string): Promise<string> {
  await writeReport({ out: folder, run: RUN, entries: ENTRIES });
  return folder;
}

const BATCHES_PER_EPOCH = 4;

/** A run of 12 steps of which `done` are done; no process is at it. */
export async function madeRun(folder: string, given: GivenConfig = {}, done = 4): Promise<string> {
  const paths = runPaths(folder);
  mkdirSync(paths.checkpoints, { recursive: true });
  await writeRunRecord(paths, {
    config: { ...tinyConfig('/nowhere', given), engine: 'cpu' },
    versions: { node: 'v20.20.2' },
    engine: { name: 'cpu', device: 'a processor' },
    dataset: { name: 'CIFAR-10 train', images: 32, officialImages: 50_000, sha256: '0'.repeat(64) },
    batchesPerEpoch: BATCHES_PER_EPOCH,
    steps: 12,
    startedAt: '2026-11-28T15:00:00.000Z',
  });
  writeFileSync(paths.metrics, [knnLine(0), ...stepLines(1, done)].map(text).join(''));
  return folder;
}

/** From one step on up to another. */
export function stepLines(from: number, to: number): MetricsLine[] {
  return Array.from({ length: to - from + 1 }, (_, k) => ({
    step: from + k,
    epoch: Math.floor((from + k - 1) / BATCHES_PER_EPOCH),
    loss: 4 - 0.1 * (from + k),
    gradientNorm: 1.5,
    learningRate: 0.001,
    viewsPerSecond: 1000,
  }));
}

export function knnLine(step: number): MetricsLine {
  const knn = { weighted: 0.25, nearest: 0.2, count: 4, bank: 16, queries: 8 };
  return { step, epoch: step / BATCHES_PER_EPOCH, knn };
}

export function text(line: MetricsLine): string {
  return `${JSON.stringify(line)}\n`;
}

export function appendMetrics(folder: string, lines: readonly MetricsLine[]): void {
  appendFileSync(path.join(folder, 'metrics.jsonl'), lines.map(text).join(''));
}
