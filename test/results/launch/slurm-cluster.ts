/**
 * A Slurm cluster of this machine alone, with daemons, keys and ports of its own in a temporary folder. It needs Debian's
 * slurm-wlm and munge, and root: Slurm starts jobs as their user.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface SlurmCluster {
  /** The names of its nodes. */
  readonly names: readonly string[];
  /** For Slurm's commands. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs one of Slurm's commands. @returns what it writes */
  readonly command: (name: string, ...args: string[]) => string;
  readonly stop: () => Promise<void>;
}

/** What is missing for a cluster; undefined when all is there. */
export function slurmObstacle(): string | undefined {
  const missing = ['munged', 'slurmctld', 'slurmd', 'sbatch'].filter((name) => programFile(name) === undefined);
  if (missing.length > 0) return `${missing.join(', ')} not found: as root, apt-get install slurm-wlm munge`;
  return process.getuid?.() === 0 ? undefined : 'Slurm starts jobs as other users: run this test as root';
}

/** The longest array that a cluster takes, the CPUs that each of its nodes claims to have, and the number of nodes. */
export interface ClusterSize {
  readonly arraySize: number;
  readonly cpus: number;
  /** Default 1. Several are daemons of this machine, each with a port of its own. */
  readonly nodes?: number;
}

export async function startSlurm(size: ClusterSize): Promise<SlurmCluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-slurm-'));
  chmodSync(folder, 0o755);
  for (const name of ['state', 'spool']) mkdirSync(path.join(folder, name));
  const socket = path.join(folder, 'munge.socket');
  const key = path.join(folder, 'munge.key');
  writeFileSync(key, randomBytes(1024), { mode: 0o600 });
  const configuration = path.join(folder, 'slurm.conf');
  const names = nodeNames(size.nodes ?? 1);
  const ports = await freePorts(1 + names.length);
  writeFileSync(configuration, configurationText({ folder, socket, names, ports, ...size }));
  const env = { ...process.env, SLURM_CONF: configuration };
  const inFolder = (option: string, name: string): string => `--${option}=${path.join(folder, name)}`;
  const daemons: ChildProcess[] = [];
  const start = (name: string, args: readonly string[]): void => {
    const child = spawn(programFile(name) ?? name, args, { env, stdio: 'ignore' });
    child.on('error', () => undefined);
    daemons.push(child);
  };
  const command = (name: string, ...args: string[]): string =>
    execFileSync(name, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async (): Promise<void> => {
    await endJobs(command);
    const ended = daemons.map(async (daemon) => {
      if (daemon.exitCode === null && daemon.signalCode === null) await once(daemon, 'exit');
    });
    // The node first, then its controller.
    for (const daemon of daemons.toReversed()) daemon.kill('SIGTERM');
    await Promise.race([Promise.all(ended), setTimeout(10_000)]);
    for (const daemon of daemons) daemon.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  start('munged', [
    '--foreground',
    '--force',
    `--key-file=${key}`,
    `--socket=${socket}`,
    inFolder('pid-file', 'munged.pid'),
    inFolder('log-file', 'munged.log'),
    inFolder('seed-file', 'munge.seed'),
  ]);
  try {
    await until(() => existsSync(socket), 'munged');
    start('slurmctld', ['-D', '-c', '-f', configuration]);
    for (const name of names) start('slurmd', ['-D', '-f', configuration, '-N', name]);
    await until(() => isIdle(command), 'the cluster');
  } catch (error) {
    const logs = ['munged', 'slurmctld', ...names].map((name) => lastLines(path.join(folder, `${name}.log`)));
    await stop();
    throw new Error([(error as Error).message, ...logs].join('\n'), { cause: error });
  }
  return { names, env, command, stop };
}

/** @throws when it does not become true in two minutes */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (const begin = performance.now(); !condition();) {
    if (performance.now() - begin > 120_000) throw new Error(`${what}: not in two minutes`);
    await setTimeout(50);
  }
}

/** Jobs outlive the daemons. */
async function endJobs(command: SlurmCluster['command']): Promise<void> {
  try {
    command('scancel', '--me');
    await until(() => command('squeue', '--noheader') === '', 'an empty queue');
  } catch {
    // A controller that never started has no jobs.
  }
}

function isIdle(command: SlurmCluster['command']): boolean {
  try {
    return command('sinfo', '--noheader', '--format=%T').trim() === 'idle';
  } catch {
    return false;
  }
}

interface ClusterChoice extends ClusterSize {
  readonly folder: string;
  readonly socket: string;
  readonly names: readonly string[];
  /** That of the controller, then those of the nodes. */
  readonly ports: readonly number[];
}

function configurationText({ folder, socket, names, ports, arraySize, cpus }: ClusterChoice): string {
  const inFolder = (name: string): string => path.join(folder, name);
  const here = `NodeHostname=${nodeName()} NodeAddr=127.0.0.1`;
  const nodes = names.map((name, k) => `NodeName=${name} ${here} Port=${ports[k + 1]} CPUs=${cpus} State=UNKNOWN\n`);
  return `ClusterName=alpha-cl-test
SlurmctldHost=${nodeName()}(127.0.0.1)
SlurmctldPort=${ports[0]}
AuthType=auth/munge
# A job that was requeued waits until its credentials have expired; five seconds are the shortest.
AuthInfo=socket=${socket},cred_expire=5
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${inFolder('state')}
SlurmdSpoolDir=${inFolder('spool')}/%n
SlurmctldPidFile=${inFolder('slurmctld.pid')}
SlurmdPidFile=${inFolder('%n.pid')}
SlurmctldLogFile=${inFolder('slurmctld.log')}
SlurmdLogFile=${inFolder('%n.log')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
MaxArraySize=${arraySize}
KillWait=30
ReturnToService=2
SlurmdParameters=config_overrides
${nodes.join('')}PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

/** One has the name of the machine. */
function nodeNames(count: number): string[] {
  return count === 1 ? [nodeName()] : Array.from({ length: count }, (_, k) => `${nodeName()}-${k + 1}`);
}

/** As Slurm takes it: without the domain. */
function nodeName(): string {
  return hostname().split('.')[0] ?? hostname();
}

/** Where root finds it: daemons are not in everybody's PATH. */
function programFile(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function lastLines(file: string): string {
  return existsSync(file)
    ? `${file}:\n${readFileSync(file, 'utf8').split('\n').slice(-15).join('\n')}`
    : `${file}: none`;
}
