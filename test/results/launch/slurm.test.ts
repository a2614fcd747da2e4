/**
 * A real Slurm of this machine. Without it these tests are skipped, and fail when ALPHA_CL_REQUIRE_SLURM is set, as the gate
 * does.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, type CliResult } from '../../faces/cli/run-cli.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { slurmObstacle, startSlurm, until, type SlurmCluster } from './slurm-cluster.js';
import {
  expectDoneOnce,
  metricsOf,
  reproduceTiny,
  tinyFolders,
  tinyTableData,
  undisturbedMetrics,
  type TinyTable,
} from './tiny-table.js';

const missing = slurmObstacle();
const required = (process.env['ALPHA_CL_REQUIRE_SLURM'] ?? '') !== '';

if (missing !== undefined) process.stderr.write(`Slurm is not tested: ${missing}\n`);

/** A minute or so, but on a busy machine. */
const BUSY = 400_000;

it.runIf(required)('there is a Slurm, as ALPHA_CL_REQUIRE_SLURM demands', () => {
  expect(missing).toBeUndefined();
});

describe.skipIf(missing !== undefined)(`a cluster${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let slurm: SlurmCluster;

  beforeAll(async () => {
    slurm = await startSlurm({ arraySize: 3, cpus: 2 });
  }, BUSY);

  afterAll(() => slurm.stop(), BUSY);

  const table: TinyTable = {
    data: tinyTableData(),
    out: temporaryFolder(),
    rows: ['infonce', 'alpha-cl-direct'],
    seeds: 2,
  };

  function reproduce(of: TinyTable, ...rest: string[]): CliResult {
    return runCli(reproduceTiny(of, ...rest), { cwd: of.out, env: slurm.env });
  }

  interface Sent {
    readonly folder: string;
    readonly jobs: readonly { readonly id: string }[];
    readonly finished: number;
    readonly queued: number;
    readonly arrays: readonly string[];
    readonly page: string;
  }

  function send(...rest: string[]): Sent {
    const { code, stdout, stderr } = reproduce(table, '--launcher', 'slurm', '--json', ...rest);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Sent;
  }

  /** Holds the process of a run in the midst of it. @returns its number */
  async function heldMidway(folder: string): Promise<number> {
    const lock = path.join(folder, 'lock');
    while (!existsSync(path.join(folder, 'run.json')) || !existsSync(lock)) await setTimeout(5);
    const { pid } = JSON.parse(readFileSync(lock, 'utf8')) as { pid: number };
    process.kill(pid, 'SIGSTOP');
    return pid;
  }

  /** Tells whether a signal waits for a process that is stopped. */
  function hasPending(pid: number, signal: number): boolean {
    const [, waiting = '0'] = /^ShdPnd:\s*([0-9a-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (BigInt(`0x${waiting}`) & (1n << BigInt(signal - 1))) !== 0n;
  }

  async function stateOf(job: string): Promise<string> {
    const state = (): string => /JobState=(\w+)/.exec(slurm.command('scontrol', 'show', 'job', job))?.[1] ?? '';
    await until(() => !['PENDING', 'RUNNING', 'COMPLETING'].includes(state()), `the end of job ${job}`);
    return state();
  }

  it('refuses what Slurm refuses, in its words, and leaves nothing in the queue', () => {
    const elsewhere = { ...table, out: temporaryFolder() };
    const { code, stdout, stderr } = reproduce(elsewhere, '--launcher', 'slurm', '--slurm-arg=--partition=none');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('invalid partition specified: none');
    expect(slurm.command('squeue', '--noheader')).toBe('');
  });

  it(
    'finishes a table whose jobs are requeued before their limit, requeued, cancelled and killed, and does nothing twice',
    async () => {
      const [limited, cancelled, killed, requeued] = tinyFolders(table) as [string, string, string, string];
      const first = send('--slurm-arg=--comment=of a table', '--time', '1:00:00');
      expect(first).toMatchObject({ finished: 0, queued: 0 });
      expect(first.arrays).toHaveLength(2);
      const [array, second] = first.arrays as [string, string];
      // As Slurm sends it before the limit.
      const limit = async (): Promise<void> => {
        const pid = await heldMidway(limited);
        slurm.command('scancel', '--batch', '--signal=USR1', `${array}_0`);
        await until(() => hasPending(pid, 10), 'SIGUSR1 at the job');
        process.kill(pid, 'SIGCONT');
      };
      const cancel = async (): Promise<void> => {
        await heldMidway(cancelled);
        slurm.command('scancel', `${array}_1`);
      };
      await Promise.all([
        limit(),
        cancel(),
        heldMidway(killed).then((pid) => process.kill(pid, 'SIGKILL')),
        heldMidway(requeued).then(() => slurm.command('scontrol', 'requeue', `${second}_0`)),
      ]);
      expect(await stateOf(first.page)).toBe('FAILED');
      expect(readFileSync(path.join(first.folder, 'logs', 'page.log'), 'utf8')).toContain('Results of 2 of 4 runs');
      const status = reproduce(table, '--status');
      expect(status.stdout, status.stderr).toContain('2 finished, 2 unfinished');

      const last = send();
      expect(last.jobs.map(({ id }) => id)).toEqual(['cifar10/alpha-cl-direct-seed-1', 'cifar10/infonce-seed-2']);
      expect(send()).toMatchObject({ jobs: [], finished: 2, queued: 2, arrays: [] });
      expect(await stateOf(last.page)).toBe('COMPLETED');
      expect(existsSync(path.join(table.out, 'losses-smoke.md'))).toBe(true);
      expect(send()).toMatchObject({ jobs: [], finished: 4, queued: 0, arrays: [] });

      const logs = readdirSync(path.join(table.out, 'losses/smoke/slurm')).flatMap((submission) => {
        const folder = path.join(table.out, 'losses/smoke/slurm', submission, 'logs');
        return readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
      });
      expect(logs.join('').match(/: finished\n/g)).toHaveLength(4);
      expect(logs.join('').match(/: requeued\n/g)).toHaveLength(1);
      tinyFolders(table).forEach(expectDoneOnce);

      expect(metricsOf(tinyFolders(table))).toEqual(await undisturbedMetrics(table));
    },
    BUSY,
  );
});

describe('--launcher slurm --dry-run', () => {
  it('prints scripts that a shell accepts, and submits nothing, even without Slurm', () => {
    const table: TinyTable = { data: tinyTableData(), out: temporaryFolder(), rows: ['infonce'], seeds: 3 };
    const args = ['--launcher', 'slurm', '--dry-run', '--jobs', '2', '--slurm-arg=--gres=gpu:1', '--time', '90'];
    const { code, stdout, stderr } = runCli(reproduceTiny(table, ...args), { cwd: table.out, env: { PATH: '' } });
    expect([code, stderr]).toEqual([0, '']);
    for (const line of ['#SBATCH --gres=gpu:1', '#SBATCH --time=90', '#SBATCH --requeue', '--array=0-2%2']) {
      expect(stdout).toContain(line);
    }
    execFileSync('bash', ['-n'], { input: stdout });
    expect(readdirSync(table.out)).toEqual([]);
  });
});
