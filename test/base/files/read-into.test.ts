import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readText } from '../../../src/base/files/read-text.js';
import { readInto } from '../../../src/base/files/read-into.js';

/** A system that gives a few bytes at a time, as one does for pipes and over networks. */
vi.mock('node:fs', async (original) => {
  type ReadSync = (file: number, bytes: Uint8Array, at: number, count: number, from: number | null) => number;
  const fs = await original<{ readSync: ReadSync }>();
  const readSync: ReadSync = (file, bytes, at, count, from) => fs.readSync(file, bytes, at, Math.min(3, count), from);
  return { ...fs, readSync };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-read-into-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('fills all that is asked for, and less at the end of the file alone', () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, 'one line\nanother\n');
  const descriptor = openSync(file, 'r');
  const read = (length: number, from: number | null): string => {
    const bytes = Buffer.alloc(length);
    return bytes.toString('utf8', 0, readInto(descriptor, bytes, from));
  };
  expect(read(8, 0)).toBe('one line');
  expect(read(7, 9)).toBe('another');
  expect(read(100, 4)).toBe('line\nanother\n');
  expect(read(1, 17)).toBe('');
  // From where the file stands, which reading at a place does not move.
  expect([read(8, null), read(100, null)]).toEqual(['one line', '\nanother\n']);
  closeSync(descriptor);
  expect(readText(file)).toBe('one line\nanother\n');
});
