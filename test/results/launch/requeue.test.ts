/** What becomes of a job whose time limit has come. No Slurm: `scontrol` is a script that writes down what it is asked. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jobStatus } from '../../../src/results/launch/job-status.js';
import { requeueJob } from '../../../src/results/launch/requeue.js';
import type { TableJob } from '../../../src/results/tables/table-jobs.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';
import { beginRun } from '../../../src/training/train/train.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { BUSY, runsData } from '../runs/runs-data.js';
import { smallJobs } from '../tables/small-table.js';

const data = runsData();
const commands = temporaryFolder();
const asked = path.join(commands, 'asked');

function install(script: string): void {
  const file = path.join(commands, 'scontrol');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

beforeEach(() => {
  vi.stubEnv('PATH', `${commands}:${process.env['PATH'] ?? ''}`);
  writeFileSync(asked, '');
  install(`echo "$@" >> '${asked}'`);
});

afterEach(() => vi.unstubAllEnvs());

const requests = (): string[] => readFileSync(asked, 'utf8').split('\n').slice(0, -1);

function oneJob(): TableJob {
  const [job] = smallJobs(temporaryFolder(), data, { seeds: [1] }) as [TableJob];
  return job;
}

const noteOf = ({ folder }: TableJob): string => `${folder}.attempts.json`;

describe('a job whose time limit comes', () => {
  it(
    'is requeued while it comes further, and given up after three limits that brought nothing',
    async () => {
      const job = oneJob();
      for (let limit = 0; limit < 2; limit++) await requeueJob(job, '16_1');
      const stop = new AbortController();
      await beginRun(job.folder, resolveConfig({ preset: job.preset, flags: job.options }), {
        signal: stop.signal,
        onProgress: ({ step }) => void (step === 4 && stop.abort()),
      });
      // That it has come to step 4 counts as a limit that brought something, whatever came before.
      for (let limit = 0; limit < 3; limit++) await requeueJob(job, '16_1');
      expect(requests()).toEqual(Array(5).fill('requeue 16_1'));
      expect(jobStatus(job, new Map()).kind).toBe('unfinished');

      await expect(requeueJob(job, '16_1')).rejects.toThrow(
        `${job.title} has come no further than step 4 with 0 evaluations in 3 time limits: give it more with --time`,
      );
      expect(requests()).toHaveLength(5);
      expect(jobStatus(job, new Map())).toMatchObject({
        kind: 'failed',
        steps: { done: 4, all: 8 },
        detail: expect.stringMatching(/no further than step 4 .*\(process \d+/) as string,
      });

      // Sent again by a person, it has three limits anew, and is not a failure meanwhile.
      for (let limit = 0; limit < 3; limit++) await requeueJob(job, '17_0');
      expect(jobStatus(job, new Map()).kind).toBe('unfinished');
      await expect(requeueJob(job, '17_0')).rejects.toThrow('in 3 time limits');
    },
    BUSY,
  );

  it('is remembered as failed, with Slurm’s words, where Slurm refuses', async () => {
    const job = oneJob();
    install('echo "slurm_requeue error: Requested operation is presently disabled" >&2; exit 1');
    await expect(requeueJob(job, '7')).rejects.toThrow(/^scontrol requeue 7: .*presently disabled$/);
    expect(jobStatus(job, new Map())).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('presently disabled') as string,
    });
  });

  it('counts anew where the note of its attempts is damaged', async () => {
    const job = oneJob();
    for (let limit = 0; limit < 3; limit++) await requeueJob(job, '7');
    expect(existsSync(noteOf(job))).toBe(true);
    writeFileSync(noteOf(job), '{"limits":');
    await requeueJob(job, '7');
    expect(requests()).toHaveLength(4);
  });
});
