import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openMetricsLog, type StepMetrics } from '../../src/train/metrics-log.js';
import { temporaryFolder } from '../data/tiny-dataset.js';

const file = path.join(temporaryFolder(), 'metrics.jsonl');

function line(step: number): StepMetrics {
  return { step, epoch: 0, loss: 1 / step, gradientNorm: 1, learningRate: 0.1, viewsPerSecond: 10 };
}

function text(...steps: number[]): string {
  return steps.map((step) => `${JSON.stringify(line(step))}\n`).join('');
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

  it('keep what is whole where the file is damaged, and say what is lost', () => {
    writeFileSync(file, `${text(1, 2)}nonsense\n${text(4, 5)}`);
    expect(append(5, 6)).toBe(text(1, 2, 6));
    expect(notices).toEqual([expect.stringMatching(/after line 2: the figures of steps 3 to 5 are lost/)]);
  });
});
