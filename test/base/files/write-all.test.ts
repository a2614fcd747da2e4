import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeAll } from '../../../src/base/files/write-all.js';

/** A system that takes a few bytes at a time, as one does near the end of a disk or of a quota. */
vi.mock('node:fs', async (original) => {
  const fs = await original<{
    writeSync: (descriptor: number, bytes: Uint8Array, from: number, count: number) => number;
  }>();
  const writeSync = (descriptor: number, bytes: Uint8Array, from: number): number =>
    fs.writeSync(descriptor, bytes, from, Math.min(3, bytes.length - from));
  return { ...fs, writeSync };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-write-all-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes every byte, once and in order, where the system takes a few at a time', () => {
  const file = path.join(folder, 'file');
  const descriptor = openSync(file, 'a');
  writeAll(descriptor, Buffer.from('one line\n'));
  writeAll(descriptor, Buffer.from(''));
  writeAll(descriptor, Buffer.from('another\n'));
  closeSync(descriptor);
  expect(readFileSync(file, 'utf8')).toBe('one line\nanother\n');
});

it('passes on what the system says of a file that cannot be written', () => {
  const file = path.join(folder, 'file');
  closeSync(openSync(file, 'w'));
  const descriptor = openSync(file, 'r');
  expect(() => writeAll(descriptor, Buffer.from('x'))).toThrow('EBADF');
  closeSync(descriptor);
});
