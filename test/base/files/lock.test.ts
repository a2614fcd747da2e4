import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { InUse, lockOwner, takeLock } from '../../../src/base/files/lock.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';

const root = temporaryFolder();
let folder = '';
let lock = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(root, 'run-'));
  lock = path.join(folder, 'lock');
});

function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

/** Written by a process of another machine. */
function holdElsewhere(rest: object = {}): void {
  writeFileSync(lock, JSON.stringify({ id: '1', pid: 1, host: 'elsewhere', machine: 'another boot', ...rest }));
}

/** Signs of life of a process of another machine, whose clock is years ahead. @returns what ends them */
function beatElsewhere(): () => void {
  let time = 4e9;
  const beat = setInterval(() => utimesSync(lock, time, time++), 10);
  return () => clearInterval(beat);
}

const times = { beat: 20, stale: 400 };

describe('a lock', () => {
  it('is held by one at a time, named in the refusal, and leaves nothing behind', async () => {
    const held = await takeLock(lock);
    await expect(takeLock(lock)).rejects.toThrow(InvalidInput);
    await expect(takeLock(lock)).rejects.toThrow(`in use by process ${process.pid}`);
    expect(lockOwner(lock)).toEqual({ text: `process ${process.pid} on ${hostname()}`, life: 'alive' });
    held.release();
    expect(readdirSync(folder)).toEqual([]);
    expect(lockOwner(lock)).toBeUndefined();
    (await takeLock(lock)).release();
  });

  it('is taken over from a dead process, and from a later process of the same number', async () => {
    const host = hostname();
    for (const content of [
      JSON.stringify({ pid: deadProcess(), host }),
      ...(existsSync('/proc/self/stat') ? [JSON.stringify({ pid: process.pid, host, started: '1' })] : []),
      '',
    ]) {
      writeFileSync(lock, content);
      expect(lockOwner(lock)).toBeUndefined();
      const held = await takeLock(lock);
      expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
      held.release();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('is not taken from a process of another machine that shows that it lives, whatever its clock', async () => {
    holdElsewhere();
    const notices: string[] = [];
    const end = beatElsewhere();
    try {
      await expect(takeLock(lock, { times, onNotice: (text) => notices.push(text) })).rejects.toThrow(InUse);
    } finally {
      end();
    }
    expect(notices).toEqual([`${lock} is held by process 1 on elsewhere: waiting for a sign of life`]);
    expect(lockOwner(lock)).toEqual({ text: 'process 1 on elsewhere', life: 'unknown' });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is taken from a process of another machine that has long shown no life, by one of those that wait', async () => {
    holdElsewhere();
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => takeLock(lock, { times })));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(InUse);
    expect(readdirSync(folder)).toEqual(['lock']);
    for (const one of all) if (one.status === 'fulfilled') one.value.release();
  });

  it('is taken at once from the earlier start of the same Slurm job, wherever that was', async () => {
    const slurm = { SLURM_JOB_ID: '7', SLURM_CLUSTER_NAME: 'c', SLURM_RESTART_COUNT: '1' };
    const inJob = async (): Promise<void> => {
      const before = Object.keys(slurm).map((name) => [name, process.env[name]] as const);
      Object.assign(process.env, slurm);
      try {
        (await takeLock(lock, { times: { beat: 20, stale: 1e9 } })).release();
      } finally {
        for (const [name, value] of before) {
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
        }
      }
    };
    holdElsewhere({ slurm: { cluster: 'c', job: '7', restarts: 0 } });
    await inJob();
    for (const other of [
      { cluster: 'c', job: '7', restarts: 1 },
      { cluster: 'd', job: '7', restarts: 0 },
    ]) {
      holdElsewhere({ slurm: other });
      const end = beatElsewhere();
      await expect(inJob()).rejects.toThrow('Slurm job 7').finally(end);
    }
  });

  it('shows signs of life while its thread is busy', async () => {
    const held = await takeLock(lock, { times });
    await setTimeout(200);
    const before = statSync(lock).mtimeMs;
    // No timer of this thread can fire meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    expect(statSync(lock).mtimeMs).toBeGreaterThan(before);
    held.release();
  });

  it('tells its owner that it was lost, and is released only by its owner', async () => {
    const held = await takeLock(lock);
    held.requireHeld();
    holdElsewhere();
    await setTimeout(1100);
    expect(() => held.requireHeld()).toThrow('taken over by process 1 on elsewhere');
    held.release();
    expect(readdirSync(folder)).toEqual(['lock']);
  });
});
