import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/invalid-input.js';
import { lockRun } from '../../src/train/run-lock.js';
import { temporaryFolder } from '../data/tiny-dataset.js';

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

describe('the lock of a run folder', () => {
  it('is held by one at a time, named in the refusal, and leaves nothing behind', () => {
    const unlock = lockRun(folder);
    expect(() => lockRun(folder)).toThrow(InvalidInput);
    expect(() => lockRun(folder)).toThrow(`in use by process ${process.pid}`);
    unlock();
    expect(readdirSync(folder)).toEqual([]);
    lockRun(folder)();
  });

  it('is taken over from a dead process, and from a later process of the same number', () => {
    const host = hostname();
    for (const content of [
      JSON.stringify({ pid: deadProcess(), host }),
      ...(existsSync('/proc/self/stat') ? [JSON.stringify({ pid: process.pid, host, started: '1' })] : []),
      '',
    ]) {
      writeFileSync(lock, content);
      const unlock = lockRun(folder);
      expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
      unlock();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('is not taken from a process on another machine, of which nothing is known', () => {
    writeFileSync(lock, JSON.stringify({ pid: deadProcess(), host: 'elsewhere' }));
    expect(() => lockRun(folder)).toThrow(/on elsewhere .*delete the lock/);
    expect(existsSync(lock)).toBe(true);
  });

  it('is released only by its owner', () => {
    const unlock = lockRun(folder);
    writeFileSync(lock, 'another');
    unlock();
    expect(readFileSync(lock, 'utf8')).toBe('another');
  });
});
