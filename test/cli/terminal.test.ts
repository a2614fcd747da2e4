/** What is written to a terminal, to a log, and to a reader that goes. `script` of util-linux makes the terminals. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cifar10Bytes, patternRecords, temporaryFolder, writeDataFile } from '../data/tiny-dataset.js';

const MAIN = path.resolve(import.meta.dirname, '../../dist/src/cli/main.js');
const cwd = temporaryFolder();
const data = path.join(cwd, 'data');
writeDataFile(data, 'cifar10', 'data_batch_1.bin', cifar10Bytes(patternRecords(20, 32)));

const ESCAPE = '\u001B';
const CHECK = ['verify', '--claims', 'pca-uniform', '--cases', '1', '--workers', '1', '--no-real', '--out', 'report'];

interface Written {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function shell(command: string, settings: Readonly<Record<string, string>> = {}): Written {
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...inherited } = process.env;
  const env = { ...inherited, TERM: 'xterm', ...settings, ALPHA_CL_DATA: data };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8', env });
  return { code: status, stdout, stderr };
}

const words = (argv: readonly string[]): string => [process.execPath, MAIN, ...argv].join(' ');

/** Both streams as a terminal of 100 columns gets them. */
function onTerminal(argv: readonly string[], settings?: Readonly<Record<string, string>>): string {
  const { code, stdout } = shell(`script -qec 'stty cols 100; ${words(argv)}' /dev/null`, settings);
  expect(code).toBe(0);
  return stdout;
}

describe.skipIf(!existsSync('/usr/bin/script'))('on a terminal', () => {
  it('verdicts have colour and a line moves', () => {
    const text = onTerminal(CHECK);
    expect(text).toContain(`${ESCAPE}[32m✔ holds`);
    expect(text).toContain(`${ESCAPE}[?25l`);
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('nothing moves and nothing has colour with %j', (settings) => {
    const text = onTerminal(CHECK, settings);
    expect(text).not.toContain(ESCAPE);
    expect(text).toContain('✔ pca-uniform holds');
  });
});

describe('without a terminal', () => {
  it('there are no escape codes and no frames of a spinner', () => {
    const { code, stdout, stderr } = shell(words(CHECK));
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(ESCAPE);
    expect(stderr).toMatch(/^✔ pca-uniform holds: [^\n]*\n$/);
  });

  it('FORCE_COLOR keeps the colours of the table, and moves nothing', () => {
    const { stdout, stderr } = shell(words(CHECK), { FORCE_COLOR: '1' });
    expect(stdout).toContain(`${ESCAPE}[32m✔ holds`);
    expect(stderr).not.toContain(ESCAPE);
  });
});

describe('a reader', () => {
  it('that goes costs nothing but the words', () => {
    for (const argv of [['verify', '--list'], ['--help'], ['data', 'check', 'cifar10', '--json']]) {
      const { code, stderr } = shell(`set -o pipefail; ${words(argv)} | true`);
      expect([code, stderr], argv.join(' ')).toEqual([0, '']);
    }
    expect(shell(`(${words(['trian'])}; echo $? >&3) 2>&1 3>code | true; cat code`).stdout).toBe('2\n');
  });

  it.skipIf(!existsSync('/dev/full'))('that has no room is told of with exit code 2', () => {
    const { code, stderr } = shell(`${words(['verify', '--list'])} > /dev/full`);
    expect([code, stderr]).toEqual([2, 'alpha-cl: standard output cannot be written (ENOSPC)\n']);
  });
});
