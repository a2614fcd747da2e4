import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeEvent } from '../../../src/training/train/event-format.js';
import { tfRecord } from '../../../src/training/train/tf-record.js';
import { beginRun, resumeRun } from '../../../src/training/train/train.js';
import { trainingSeconds } from '../../../src/training/train/training-seconds.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
import { eventFiles, readEvents } from './read-events.js';
import { metricsOf, tinyConfig, tinyData } from './tiny-run.js';

const data = tinyData();

describe('the time of a training', () => {
  it('is that of every process, from its start to the last that it wrote', async () => {
    const run = path.join(temporaryFolder(), 'run');
    const controller = new AbortController();
    const config = tinyConfig(data);
    await beginRun(run, config, {
      signal: controller.signal,
      onProgress: ({ step }) => void (step === 5 && controller.abort()),
    });
    await resumeRun(run, { flags: {} });
    const files = eventFiles(run).map((name) => path.join(run, name));
    expect(files).toHaveLength(2);
    const spans = files.map((file) => {
      const times = readEvents(file).map(({ wallTime }) => wallTime);
      return (times.at(-1) ?? 0) - (times[0] ?? 0);
    });
    const sum = (spans[0] ?? 0) + (spans[1] ?? 0);
    expect(trainingSeconds(run)).toBeCloseTo(sum, 9);

    const [first = ''] = files;
    const last = readEvents(first).at(-1)?.wallTime ?? 0;
    const later = tfRecord(encodeEvent({ kind: 'version', since: last + 100 }));
    appendFileSync(first, later);
    expect(trainingSeconds(run)).toBeCloseTo(sum + 100, 6);
    // A record that a killed process left half written.
    appendFileSync(first, tfRecord(encodeEvent({ kind: 'version', since: last + 1000 })).subarray(0, 20));
    expect(trainingSeconds(run)).toBeCloseTo(sum + 100, 6);

    for (const file of files) rmSync(file);
    const steps = metricsOf(run).filter((line) => 'loss' in line);
    expect(steps).toHaveLength(12);
    expect(trainingSeconds(run)).toBeGreaterThan(0);
  });
});
