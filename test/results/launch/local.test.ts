/** Launchers of this machine, several of them on one folder, interrupted and killed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { runCli } from '../../faces/cli/run-cli.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { startCli } from '../../training/train/kill.js';
import {
  expectDoneOnce,
  metricsOf,
  reproduceTiny,
  tinyFolders,
  tinyTableData,
  undisturbedMetrics,
  type TinyTable,
} from './tiny-table.js';

/** Half a minute, but on a busy machine. */
const BUSY = 300_000;

const data = tinyTableData();

const endWatching: (() => void)[] = [];

afterEach(() => {
  for (const end of endWatching.splice(0)) end();
});

/** How often each file of a folder, which is made, has been put in its place. */
function placed(folder: string): ReadonlyMap<string, number> {
  mkdirSync(folder, { recursive: true });
  const counts = new Map<string, number>();
  const watcher = watch(folder, (event, name) => {
    if (event === 'rename' && name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  endWatching.push(() => watcher.close());
  return counts;
}

async function begun(folder: string): Promise<number> {
  const lock = path.join(folder, 'lock');
  while (!existsSync(path.join(folder, 'run.json')) || !existsSync(lock)) await setTimeout(5);
  return (JSON.parse(readFileSync(lock, 'utf8')) as { pid: number }).pid;
}

const tiny = (seeds: number, rows = ['infonce', 'alpha-cl-direct']): TinyTable => ({
  data,
  out: temporaryFolder(),
  rows,
  seeds,
});

const local = (table: TinyTable, ...rest: string[]): string[] => reproduceTiny(table, '--launcher', 'local', ...rest);

describe('several launchers on one folder', () => {
  it(
    'do no run twice, take up what a killed one left, and get the metrics of one alone',
    async () => {
      const table = tiny(2);
      const folders = tinyFolders(table);
      const counts = folders.map(placed);
      const killed = startCli(local(table, '--jobs', '1'));
      // Its first job goes on to a checkpoint; the process of the second one leaves nothing.
      await begun(folders[0] ?? '');
      killed.process.kill('SIGKILL');
      const others = [
        startCli(local(table, '--jobs', '2')),
        startCli(local(table, '--jobs', '1')),
        startCli(reproduceTiny(table)),
      ];
      await begun(folders[3] ?? '').then((pid) => process.kill(pid, 'SIGKILL'));
      const ends = await Promise.all(others.map(({ ended }) => ended));
      // Whoever had the job that was killed says so; all others saw it finished by somebody else.
      const failures = ends.filter(({ code }) => code !== 0);
      expect(failures.length, ends.map(({ stderr }) => stderr).join('\n')).toBeLessThanOrEqual(1);
      // Where nobody else was left to take it up, the same command does.
      const last = await startCli(local(table)).ended;
      expect([last.code, last.stdout]).toEqual([
        0,
        `Results of 4 of 4 runs: ${path.join(table.out, 'losses-smoke.md')}\n`,
      ]);

      for (const [k, folder] of folders.entries()) {
        expectDoneOnce(folder);
        expect(counts[k]?.get('evaluation.json'), folder).toBe(1);
        expect(readdirSync(folder)).not.toContain('lock');
      }
      expect(metricsOf(folders)).toEqual(await undisturbedMetrics(table));
    },
    BUSY,
  );
});

describe('--launcher local', () => {
  it(
    'stopped by Ctrl-C has a checkpoint of each job, and goes on',
    async () => {
      const table = tiny(1);
      const folders = tinyFolders(table);
      const { process: launcher, ended } = startCli(local(table, '--jobs', '2'));
      await Promise.all(folders.map(begun));
      launcher.kill('SIGINT');
      const { code, stderr } = await ended;
      expect(code, stderr).toBe(130);
      for (const folder of folders) expect(existsSync(path.join(folder, 'lock'))).toBe(false);
      const { code: status, stdout } = runCli(reproduceTiny(table, '--status'), { cwd: table.out });
      expect(status).toBe(0);
      expect(stdout).toMatch(/infonce-seed-1 +(unfinished +step \d\/8|finished)\n/);
      expect((await startCli(local(table, '--jobs', '1')).ended).code).toBe(0);
      folders.forEach(expectDoneOnce);
    },
    BUSY,
  );

  it(
    'goes on where a job fails, and tells its folder, its last words and who was at it',
    async () => {
      const table = tiny(1, ['infonce', 'cifar100']);
      const { code, stdout, stderr } = runCli(local(table), { cwd: table.out });
      const failed = path.join(table.out, 'losses', 'smoke', 'cifar100', 'infonce-seed-1');
      expect(code, stderr).toBe(1);
      expect(stdout).toBe(`Results of 1 of 2 runs: ${path.join(table.out, 'losses-smoke.md')}\n`);
      expect(stderr).toMatch(new RegExp(`failed, ${failed}:\n.*cifar-100-binary`, 's'));
      const status = runCli(reproduceTiny(table, '--status', '--json'), { cwd: table.out });
      expect(JSON.parse(status.stdout)).toMatchObject({
        status: [{ kind: 'finished' }, { kind: 'failed', detail: expect.stringContaining('(process ') as string }],
      });
    },
    BUSY,
  );

  it('is refused with flags of another launcher', () => {
    const table = tiny(1);
    const told = (...args: string[]): string => {
      const { code, stdout, stderr } = runCli(reproduceTiny(table, ...args), { cwd: table.out });
      expect([code, stdout]).toEqual([2, '']);
      return stderr;
    };
    expect(told('--launcher', 'local', '--time', '90')).toContain('--time goes with --launcher slurm');
    expect(told('--jobs', '2')).toContain('--jobs goes with --launcher');
    expect(told('--launcher', 'slurm', '--dry-run', '--slurm-arg=partition')).toContain('give one option of sbatch');
    expect(told('--launcher', 'slurm', '--dry-run', '--slurm-arg=--array=1')).toContain('is set by alpha-cl');
    expect(told('--nodes', '2', '--devices', '2', '--engine', 'pytorch')).toContain(
      '--nodes goes with --launcher slurm',
    );
    expect(told('--launcher', 'slurm', '--nodes', '3', '--devices', '8', '--engine', 'pytorch')).toContain(
      '--devices is 8; give a multiple of 3 there',
    );
    expect(told('--devices', '2')).toContain('--devices is for the engine pytorch: give --engine pytorch too');
    expect(told('--launcher', 'slurm', '--time', 'soon')).toContain('--time is "soon"');
    expect(readdirSync(table.out)).toEqual([]);
  });
});
