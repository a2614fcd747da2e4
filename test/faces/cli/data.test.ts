import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { transferLine } from '../../../src/faces/cli/data-command.js';
import { temporaryFolder, writeDataFile, writeTinyDatasets } from '../../training/data/tiny-dataset.js';
import { output } from './output.js';
import { runCli, type CliResult } from './run-cli.js';

const cwd = temporaryFolder();
const emptyFolder = (): string => mkdtempSync(path.join(cwd, 'case-'));
const tinyFolder = (): string => {
  const data = emptyFolder();
  writeTinyDatasets(data, 4);
  return data;
};

afterEach(() => vi.unstubAllEnvs());

/** As runCli, within this process: quick enough for many cases. */
function dataCli(args: readonly string[]): Promise<CliResult> {
  vi.stubEnv('ALPHA_CL_DATA', undefined);
  return output(['data', ...args]);
}

describe('alpha-cl data check', () => {
  it('tells what is there, on standard output or as JSON', () => {
    const data = tinyFolder();
    const text = runCli(['data', 'check', '--data', data], { cwd });
    expect(text.code).toBe(0);
    expect(text.stderr).toBe('');
    expect(text.stdout).toContain(`✔ subset: CIFAR-10 train 4 of 50,000, test 4 of 10,000 images, in ${data}`);
    expect(text.stdout).toMatch(/train_X\.bin +│ ✔ subset +│ +4 +│ 110,592 of 138,240,000 │ none for a subset/);

    const { stdout, code } = runCli(['data', 'check', 'stl10', '--json'], { cwd, env: { ALPHA_CL_DATA: data } });
    expect(code).toBe(0);
    const { datasets } = JSON.parse(stdout) as { datasets: { name: string; state: string }[] };
    expect(datasets).toMatchObject([{ name: 'stl10', state: 'subset' }]);
  });

  it('exits with 1 for what is broken, and names it', async () => {
    const data = tinyFolder();
    writeDataFile(data, 'cifar10', 'data_batch_1.bin', 'cut');
    const { code, stdout } = await dataCli(['check', '--data', data]);
    expect(code).toBe(1);
    expect(stdout).toContain('✘ broken: CIFAR-10');
    expect(stdout).toMatch(/data_batch_1\.bin: size 3 is not a multiple of 3,073/);
    expect((await dataCli(['check', 'stl10', '--data', data])).code).toBe(0);
  });

  it('exits with 1 for a data set that is absent only where it was asked for, or nothing is there', async () => {
    const data = emptyFolder();
    expect((await dataCli(['check', '--data', data])).code).toBe(1);
    writeDataFile(data, 'cifar10', 'test_batch.bin', new Uint8Array(3073));
    expect((await dataCli(['check', '--data', data])).code).toBe(0);
    const { code, stdout } = await dataCli(['check', 'cifar100', '--data', data]);
    expect(code).toBe(1);
    expect(stdout).toContain('– absent: CIFAR-100 train 0 of 50,000');
  });
});

describe('alpha-cl data download', () => {
  it('tells at once that a server is not reached, and how to go on without', async () => {
    const data = emptyFolder();
    const start = performance.now();
    const { code, stderr, stdout } = await dataCli([
      'download',
      'cifar10',
      '--data',
      data,
      '--url',
      'http://127.0.0.1:9/x.tar.gz',
    ]);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^alpha-cl: http:\/\/127\.0\.0\.1:9\/x\.tar\.gz cannot be downloaded: nothing listens there; /,
    );
    expect(stderr).toMatch(
      /https:\/\/www\.cs\.toronto\.edu\S+ elsewhere .* --archive FILE; .*--data DIR or ALPHA_CL_DATA/,
    );
    expect(readdirSync(data)).toEqual([]);
  });

  it('leaves a folder that holds a part of the set as it is', async () => {
    const data = tinyFolder();
    const { code, stderr } = await dataCli(['download', 'stl10', '--data', data]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/stl10_binary is there and holds less than the whole STL-10 \(see train_X\.bin, /);
  });

  it('refuses an archive file that is another one', async () => {
    const file = path.join(cwd, 'other.tar.gz');
    writeFileSync(file, 'hello');
    const { code, stderr } = await dataCli(['download', 'cifar100', '--data', emptyFolder(), '--archive', file]);
    expect(code).toBe(2);
    expect(stderr).toContain('has 5 bytes, and the published CIFAR-100 archive has 168,513,733');
  });
});

describe('bad usage: exit code 2 and one message', () => {
  it.each([
    [['download', 'cifar'], 'unknown data set "cifar": choose one of cifar10, cifar100, stl10'],
    [['download'], "missing required argument 'dataset'"],
    [['download', 'cifar10'], 'give --data DIR or set ALPHA_CL_DATA'],
    [
      ['download', 'cifar10', '--data', '.', '--url', 'ftp://x'],
      'expected an address that begins with http:// or https://',
    ],
    [['download', 'cifar10', '--data', '.', '--url', 'http://x', '--archive', 'y'], 'give one of them'],
    [['check', 'mnist', '--data', '.'], 'unknown data set "mnist"'],
    [['check'], 'give --data DIR or set ALPHA_CL_DATA'],
    [['check', '--data', 'nowhere'], 'there is no folder nowhere'],
    [['upload'], "unknown command 'upload'"],
  ])('data %j', async (args, words) => {
    const { code, stdout, stderr } = await dataCli([...args]);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('the progress of a transfer', () => {
  it('tells share, speed and time left, measured over the last seconds', () => {
    const line = transferLine();
    const at = (bytes: number, now: number): string => line({ what: 'downloading STL-10', bytes, total: 2e9 }, now);
    expect(at(1e9, 0)).toBe('downloading STL-10 50 % · 1000 of 2000 MB');
    expect(at(1.01e9, 1)).toBe('downloading STL-10 50 % · 1010 of 2000 MB · 10.0 MB/s · 99 s left');
    for (let second = 2; second <= 40; second++) at(1.01e9 + (second - 1) * 2e6, second);
    expect(at(1.01e9 + 40 * 2e6, 41)).toMatch(/· 2\.0 MB\/s · 7 min 35 s left$/);
    expect(line({ what: 'unpacking STL-10', bytes: 0, total: 1 }, 42)).toBe('unpacking STL-10 0 % · 0.0 of 0.0 MB');
  });
});
