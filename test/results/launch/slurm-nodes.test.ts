/**
 * A job on two nodes of a real Slurm, both of them daemons of this machine: PyTorch's replicas are started, and speak to each
 * other, as between machines. Without Slurm and PyTorch it is skipped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PYTORCH } from '../../../src/training/engines/pytorch/pytorch.js';
import { slurmNodes } from '../../../src/training/engines/pytorch/slurm-nodes.js';
import { readRunRecord, runPaths } from '../../../src/training/train/run-folder.js';
import { runCli } from '../../faces/cli/run-cli.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { PYTHON, WITHOUT_PYTORCH } from '../../training/step/pytorch.js';
import { slurmObstacle, startSlurm, until, type SlurmCluster } from './slurm-cluster.js';
import { expectDoneOnce, metricsOf, reproduceTiny, tinyFolders, tinyTableData, type TinyTable } from './tiny-table.js';

/** Two minutes or so, but on a busy machine. */
const BUSY = 600_000;

const DATA = tinyTableData();

// slurm.test.ts says what is missing, and fails where it is required.
describe.skipIf(slurmObstacle() !== undefined || WITHOUT_PYTORCH)('two replicas in a job of two nodes', () => {
  let slurm: SlurmCluster;

  beforeAll(async () => {
    slurm = await startSlurm({ arraySize: 3, cpus: 1, nodes: 2 });
  }, BUSY);

  afterAll(() => slurm.stop(), BUSY);

  afterEach(() => vi.unstubAllEnvs());

  const tableIn = (out: string): TinyTable => ({ data: DATA, out, rows: ['infonce'], seeds: 1 });

  interface Sent {
    readonly folder: string;
    readonly arrays: readonly string[];
    readonly page: string;
  }

  /** Sends the one job of a table. */
  function send(table: TinyTable, ...rest: string[]): Sent {
    const devices = ['--engine', 'pytorch', '--devices', '2', '--launcher', 'slurm', '--json'];
    // The cluster has no cards: with this, none are asked for.
    const args = reproduceTiny(table, ...devices, '--slurm-arg=--gpus=0', ...rest);
    const { code, stdout, stderr } = runCli(args, {
      cwd: table.out,
      env: { ...slurm.env, ALPHA_CL_PYTHON: PYTHON, CUDA_VISIBLE_DEVICES: '' },
    });
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Sent;
  }

  /** Waits for the end of a submission. @returns what its jobs wrote */
  async function logsOf({ folder, page }: Sent): Promise<string> {
    const state = (): string => /JobState=(\w+)/.exec(slurm.command('scontrol', 'show', 'job', page))?.[1] ?? '';
    await until(() => ['COMPLETED', 'FAILED'].includes(state()), `the end of job ${page}`);
    const logs = path.join(folder, 'logs');
    return readdirSync(logs)
      .map((name) => readFileSync(path.join(logs, name), 'utf8'))
      .join('');
  }

  const folderOf = (table: TinyTable): string => tinyFolders(table)[0] as string;
  const deviceOf = (table: TinyTable): string => readRunRecord(runPaths(folderOf(table))).engine.device;

  it(
    'give the figures of two on one node, also after one on the other node was killed and the job was requeued',
    async () => {
      const [one, two] = [tableIn(temporaryFolder()), tableIn(temporaryFolder())];
      expect(await logsOf(send(one))).toContain(': finished\n');
      expect(deviceOf(one)).toMatch(/^2 × CPU \(/);

      const sent = send(two, '--nodes', '2');
      process.kill(await replicaOn('2', folderOf(two)), 'SIGKILL');
      expect(await logsOf(sent)).toMatch(/replica 1 of 2 on \S+-2 failed: Python has ended \(exit code 137\)/);
      expect(replicas()).toEqual([]);

      const again = send(two, '--nodes', '2');
      await replicaOn('2', folderOf(two));
      // As Slurm sends it before the limit.
      slurm.command('scancel', '--batch', '--signal=USR1', `${again.arrays[0]}_0`);
      const log = await logsOf(again);
      expect([log.match(/: requeued\n/g)?.length, log.match(/: finished\n/g)?.length], log).toEqual([1, 1]);
      expect(deviceOf(two)).toMatch(/^2 × CPU on 2 nodes \(/);
      for (const table of [one, two]) expectDoneOnce(folderOf(table));
      expect(metricsOf(tinyFolders(two))).toEqual(metricsOf(tinyFolders(one)));
    },
    BUSY,
  );

  it('are three, which two nodes cannot share evenly, and are refused', () => {
    const [first, second] = slurm.names as [string, string];
    const job = {
      SLURM_CONF: slurm.env['SLURM_CONF'],
      SLURM_JOB_NODELIST: slurm.names.join(','),
      SLURM_JOB_NUM_NODES: '2',
    };
    for (const [name, value] of Object.entries({ ...job, SLURMD_NODENAME: second })) vi.stubEnv(name, value);
    expect(slurmNodes()).toEqual([second, first]);
    expect([1, 2, 4].map((devices) => PYTORCH.obstacle({ python: PYTHON, devices }))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(PYTORCH.obstacle({ python: PYTHON, devices: 3 })).toEqual({
      reason: `3 devices cannot be shared evenly by the 2 nodes of this Slurm job (${second}, ${first})`,
      remedy: 'choose --devices as a multiple of 2, or ask Slurm for another number of nodes',
    });
    // A process that srun started keeps to its node, and one outside of the job to its machine.
    expect(slurmNodes({ ...process.env, SLURM_STEP_ID: '0' })).toEqual([]);
    expect(slurmNodes({ ...process.env, SLURMD_NODENAME: 'login' })).toEqual([]);
    expect(slurmNodes({ ...job, SLURMD_NODENAME: undefined })).toEqual([]);
    vi.stubEnv('PATH', '');
    expect(() => slurmNodes()).toThrow(/scontrol, .*: put it on the PATH, or ask Slurm for one node/);
  });
});

/** Waits until a run has begun, and a replica works for it on the node whose name ends so. @returns its process */
async function replicaOn(ending: string, run: string): Promise<number> {
  for (;;) {
    const hasBegun = existsSync(path.join(run, 'run.json'));
    // The last one: before it there was one to try the engine.
    const found = replicas().findLast(({ node }) => node.endsWith(`-${ending}`));
    if (hasBegun && found !== undefined) return found.pid;
    await setTimeout(5);
  }
}

/** The replicas on this machine that Slurm started on a node. */
function replicas(): { readonly pid: number; readonly node: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .toSorted((a, b) => Number(a) - Number(b))
    .flatMap((name) => {
      try {
        const read = (file: string): string[] => readFileSync(path.join('/proc', name, file), 'utf8').split('\0');
        if (!read('cmdline').some((word) => word.endsWith('/runner.py'))) return [];
        const node = read('environ').find((entry) => entry.startsWith('SLURMD_NODENAME='));
        return node === undefined || !read('cmdline')[0]?.includes('python') ? [] : [{ pid: Number(name), node }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}
