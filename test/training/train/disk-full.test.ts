/** A disk that is really full: a file system in memory of its own. Skipped, which is said, where this user may mount none. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latestCheckpoint } from '../../../src/training/train/checkpoints.js';
import { beginRun, resumeRun } from '../../../src/training/train/train.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
import { checkpointBytes, metricsOf, tinyConfig, tinyData } from './tiny-run.js';

const STEPS = 12;

const data = tinyData();
const disk = temporaryFolder();
const whole = path.join(temporaryFolder(), 'whole');
const obstacle = mounted();

if (obstacle !== undefined) process.stderr.write(`A full disk is not tested: ${obstacle}\n`);

function mounted(): string | undefined {
  if (process.platform !== 'linux') return 'it takes a tmpfs of Linux';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n').at(-2) ?? String(error);
  }
}

beforeAll(() => beginRun(whole, tinyConfig(data)));

afterAll(() => {
  if (obstacle === undefined) execFileSync('umount', [disk]);
});

/** Leaves so many bytes free; the system gives them in pages. */
function fill(ballast: string, free: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - free));
}

describe.skipIf(obstacle !== undefined)('a run whose disk is full', () => {
  it.each([
    ['so that no line fits', 0],
    ['so that half a checkpoint fits', 4096 * 3],
  ])('%s says so, keeps its last checkpoint, and goes on to the same bits when there is room', async (_, free) => {
    const run = mkdtempSync(path.join(disk, 'run-'));
    const ballast = path.join(disk, 'ballast');
    const onProgress = ({ step }: { step: number }): void => {
      if (step === 6) fill(ballast, free);
    };
    // Every step a checkpoint: the line of a step may still fit into the last page of its file.
    const config = tinyConfig(data, { checkpointEvery: 1 });
    await expect(beginRun(run, config, { onProgress })).rejects.toThrow(
      /cannot be written: no room is left there: .*ENOSPC/,
    );
    const { step } = await latestCheckpoint(path.join(run, 'checkpoints'), (text) => expect.unreachable(text));
    expect(step).toBeGreaterThanOrEqual(5);
    await expect(resumeRun(run, { flags: {} })).rejects.toThrow(/cannot be (written|made): no room is left/);
    rmSync(ballast);
    await resumeRun(run, { flags: {} });
    expect(checkpointBytes(run, STEPS)).toBe(checkpointBytes(whole, STEPS));
    expect(metricsOf(run)).toEqual(metricsOf(whole));
    rmSync(run, { recursive: true });
  });
});
