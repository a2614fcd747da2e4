import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  openMetricsLog,
  readMetrics,
  type KnnMetrics,
  type StepMetrics,
} from '../../../src/training/train/metrics-log.js';
import { temporaryFolder } from '../data/tiny-dataset.js';

const file = path.join(temporaryFolder(), 'metrics.jsonl');

function line(step: number): StepMetrics {
  return { step, epoch: 0, loss: 1 / step, gradientNorm: 1, learningRate: 0.1, viewsPerSecond: 10 };
}

function text(...steps: number[]): string {
  return steps.map((step) => `${JSON.stringify(line(step))}\n`).join('');
}

function observation(step: number): KnnMetrics {
  return { step, epoch: step / 2, knn: { weighted: 0.5, nearest: 0.25, count: 20, bank: 40, queries: 8 } };
}

function mixed(...lines: readonly (StepMetrics | KnnMetrics)[]): string {
  return lines.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

let notices: string[] = [];

function append(after: number, ...steps: number[]): string {
  const log = openMetricsLog(file, after, (notice) => notices.push(notice));
  for (const step of steps) log.append(line(step));
  log.flush();
  log.close();
  return readFileSync(file, 'utf8');
}

describe('the metrics of a run', () => {
  beforeEach(() => {
    notices = [];
    writeFileSync(file, '');
  });

  it('are one line a step', () => {
    expect(append(0, 1, 2, 3)).toBe(text(1, 2, 3));
  });

  it('lose the lines after the checkpoint, and a half-written one', () => {
    writeFileSync(file, `${text(1, 2, 3, 4)}{"step":5,"ep`);
    expect(append(2, 3)).toBe(text(1, 2, 3));
    writeFileSync(file, `${text(1, 2)}{"step":3,"ep`);
    expect(append(2, 3)).toBe(text(1, 2, 3));
    expect(notices).toEqual([]);
  });

  it('keep the observations up to the checkpoint with its steps, and lose the later ones', () => {
    const start = [observation(0), line(1), line(2), observation(2)];
    writeFileSync(file, mixed(...start, observation(2), line(3), line(4), observation(4)));
    expect(append(2, 3)).toBe(mixed(...start, observation(2), line(3)));
    writeFileSync(file, mixed(...start, line(3)));
    const log = openMetricsLog(file, 0, (notice) => notices.push(notice));
    expect(log.kept).toEqual([observation(0)]);
    log.close();
    expect(readMetrics(file)).toEqual([observation(0)]);
    expect(notices).toEqual([]);
  });

  it('hold no observation of a step before', () => {
    writeFileSync(file, mixed(line(1), line(2), observation(1), line(3)));
    expect(append(3, 4)).toBe(mixed(line(1), line(2), line(4)));
    expect(notices).toEqual([expect.stringMatching(/after line 2: the metrics of steps 3 to 3 are lost/)]);
  });

  it('keep what is whole where the file is damaged, and say what is lost', () => {
    writeFileSync(file, `${text(1, 2)}nonsense\n${text(4, 5)}`);
    expect(append(5, 6)).toBe(text(1, 2, 6));
    expect(notices).toEqual([expect.stringMatching(/after line 2: the metrics of steps 3 to 5 are lost/)]);
  });
});
