import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { fileFault } from '../../../src/base/files/file-fault.js';
import { withLock } from '../../../src/base/files/lock.js';
import { readJson, readText } from '../../../src/base/files/read-text.js';
import { writeWhole } from '../../../src/base/files/write-whole.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);

describe('a file written whole', () => {
  it('does not take the place of a folder or of what is no file', async () => {
    mkdirSync(at('folder'));
    execFileSync('mkfifo', [at('pipe')]);
    for (const name of ['folder', 'pipe']) {
      await expect(writeWhole(at(name), 'x')).rejects.toThrow(/cannot be written: it is a .*name a file/);
    }
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['folder', 'pipe']);
  });

  it('that cannot be written says why and what to do', async () => {
    writeFileSync(at('file'), '');
    for (const name of ['file/below', 'absent/x', 'n'.repeat(300)]) {
      const error: unknown = await writeWhole(at(name), 'x').catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InvalidInput);
      expect((error as Error).message).toMatch(/cannot be written: [^:]+: .*\(E[A-Z]+\)$/);
    }
  });
});

describe('a file of text', () => {
  it.skipIf(!existsSync('/dev/zero'))('that never ends is given up', () => {
    expect(() => readText('/dev/zero')).toThrow(/\/dev\/zero is larger than 64 MiB: give a file of text/);
  });

  it('that is a folder, absent, or no JSON is refused by name', () => {
    expect(() => readText(folder)).toThrow(/cannot be read: it is a folder, and a file is needed/);
    expect(() => readText(at('none'))).toThrow(/none cannot be read: there is no such file/);
    expect(() => readText('a\u0000b')).toThrow(/no path holds a letter of code 0/);
    writeFileSync(at('text'), '{"a": ');
    expect(() => readJson(at('text'))).toThrow(/text cannot be read: expected JSON; /);
  });

  it('may come through a pipe', () => {
    const script = `import { readText } from ${JSON.stringify(path.resolve('dist/src/base/files/read-text.js'))}; process.stdout.write(readText('/dev/stdin'))`;
    writeFileSync(at('long'), 'x'.repeat(200_000));
    const read = execFileSync('bash', [
      '-c',
      'cat "$1" | "$2" --input-type=module -e "$3"',
      '-',
      at('long'),
      process.execPath,
      script,
    ]);
    expect(read).toHaveLength(200_000);
  });
});

it('an error of Node.js that is no refusal of the system is none', () => {
  expect(fileFault(new TypeError('x'))).toBeUndefined();
  expect(fileFault(Object.assign(new TypeError('not a function'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeUndefined();
});

describe('a file that several change', () => {
  it('keeps what each of them adds', async () => {
    const file = at('list.json');
    writeFileSync(file, '[]');
    await Promise.all(
      Array.from({ length: 12 }, (_, k) =>
        withLock(file, async () => {
          const list = JSON.parse(readFileSync(file, 'utf8')) as number[];
          await writeWhole(file, JSON.stringify([...list, k]));
        }),
      ),
    );
    const kept = JSON.parse(readFileSync(file, 'utf8')) as number[];
    expect(kept.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, k) => k));
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('is taken from a process that died in the midst of a change, and never from whoever has it by now', async () => {
    const file = at('left.json');
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: 1, host: 'elsewhere', machine: 'another boot' }));
    const clock = performance.now.bind(performance);
    const hasty = vi.spyOn(performance, 'now').mockImplementation(() => 1000 * clock());
    try {
      const other = await withLock(file, async () => {
        // As if this change took so long that another process has taken the lock.
        writeFileSync(`${file}.lock`, 'another');
        return 'done';
      });
      expect(other).toBe('done');
    } finally {
      hasty.mockRestore();
    }
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe('another');
  });

  it('is free again when a change fails', async () => {
    const file = at('other.json');
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(file, async () => 'yes')).toBe('yes');
  });
});
