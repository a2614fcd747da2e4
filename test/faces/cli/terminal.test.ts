/** What is written to a terminal, to a log, and to a reader that goes. `script` of util-linux makes the terminals. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { stepsIn } from '../../../src/training/train/checkpoints.js';
import { readMetrics } from '../../../src/training/train/metrics-log.js';
import { flagOf } from '../../../src/training/train/run-config.js';
import { lockOwner } from '../../../src/base/files/lock.js';
import { cifar10Bytes, patternRecords, temporaryFolder, writeDataFile } from '../../training/data/tiny-dataset.js';
import { isLacking } from '../../required.js';
import { tinyFlags } from '../../training/train/tiny-run.js';
import { MAIN } from '../../main-file.js';

const cwd = temporaryFolder();
const data = path.join(cwd, 'data');
writeDataFile(data, 'cifar10', 'data_batch_1.bin', cifar10Bytes(patternRecords(20, 32)));

const WITHOUT_TERMINAL = isLacking('SHELLS', existsSync('/usr/bin/script'), 'install the package bsdutils');

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

describe.skipIf(WITHOUT_TERMINAL)('on a terminal', () => {
  it('verdicts have colour and a line moves', () => {
    const text = onTerminal(CHECK);
    expect(text).toContain(`${ESCAPE}[32m✓ derived`);
    expect(text).toContain(`${ESCAPE}[?25l`);
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('nothing moves and nothing has colour with %j', (settings) => {
    const text = onTerminal(CHECK, settings);
    expect(text).not.toContain(ESCAPE);
    expect(text).toContain('✓ pca-uniform derived');
  });
});

describe('without a terminal', () => {
  it('there are no escape codes and no frames of a spinner', () => {
    const { code, stdout, stderr } = shell(words(CHECK));
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(ESCAPE);
    expect(stderr).toMatch(/^✓ pca-uniform derived: [^\n]*\n$/);
  });

  it('FORCE_COLOR keeps the colours of the table, and moves nothing', () => {
    const { stdout, stderr } = shell(words(CHECK), { FORCE_COLOR: '1' });
    expect(stdout).toContain(`${ESCAPE}[32m✓ derived`);
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

  it('that goes after a line loses the words and not the work: verdict and report are there', () => {
    for (const reader of ['| head -1', '2>&1 | head -1']) {
      rmSync(path.join(cwd, 'report'), { recursive: true, force: true });
      const { code, stdout, stderr } = shell(`set -o pipefail; ${words(CHECK)} ${reader}`);
      expect([code, `${stdout}${stderr}`.match(/^ +at |EPIPE/m)], reader).toEqual([0, null]);
      expect(stdout.split('\n'), reader).toHaveLength(2);
      expect(readFileSync(path.join(cwd, 'report', 'index.html'), 'utf8')).toContain('1 statement');
    }
  });

  it.skipIf(!existsSync('/dev/full'))('that has no room is told of with exit code 2', () => {
    const { code, stderr } = shell(`${words(['verify', '--list'])} > /dev/full`);
    expect([code, stderr]).toEqual([2, 'alpha-cl: standard output cannot be written (ENOSPC)\n']);
  });
});

describe.skipIf(WITHOUT_TERMINAL)('a terminal that is closed under a training', () => {
  it('leaves a checkpoint of its last step', async () => {
    const run = path.join(cwd, 'run');
    const given = Object.entries(tinyFlags(data, { epochs: 4000, checkpointEvery: 100_000 }));
    const flags = given.flatMap(([name, value]) => [flagOf(name), String(value)]);
    const terminal = spawn('script', ['-qec', words(['train', '--out', run, ...flags]), '/dev/null'], {
      stdio: 'ignore',
    });
    const steps = (): number => {
      const file = path.join(run, 'metrics.jsonl');
      return existsSync(file) ? Math.max(0, ...readMetrics(file).map(({ step }) => step)) : 0;
    };
    await vi.waitUntil(() => steps() > 2, { timeout: 100_000 });
    terminal.kill('SIGKILL');
    await vi.waitUntil(() => lockOwner(path.join(run, 'lock')) === undefined, { timeout: 100_000 });
    expect(stepsIn(path.join(run, 'checkpoints'))[0]).toBe(steps());
  }, 220_000);
});
