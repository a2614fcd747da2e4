/** The nodes of a Slurm job, over which replicas are spread. */
import { execFileSync } from 'node:child_process';
import { InvalidInput } from '../../../base/invalid-input.js';
import type { Obstacle } from '../engine-kind.js';

/**
 * Returns the nodes over which the batch script that runs this process may spread replicas, its own first; none outside of
 * Slurm, in a job of one node, and below srun, whose tasks keep to their node.
 *
 * @throws InvalidInput when Slurm does not name them
 */
export function slurmNodes(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const { SLURM_JOB_NODELIST: list, SLURM_JOB_NUM_NODES: count, SLURMD_NODENAME: own } = environment;
  if (list === undefined || own === undefined || !(Number(count) > 1)) return [];
  if (environment['SLURM_STEP_ID'] !== undefined) return [];
  const names = hostNames(list);
  return names.includes(own) ? [own, ...names.filter((name) => name !== own)] : [];
}

function hostNames(list: string): string[] {
  try {
    return execFileSync('scontrol', ['show', 'hostnames', list], { encoding: 'utf8' }).trim().split('\n');
  } catch (error) {
    throw new InvalidInput(
      `scontrol, which names the nodes of this Slurm job, ${list}, cannot be run: ${(error as Error).message}: put it on the ` +
        'PATH, or ask Slurm for one node',
      { cause: error },
    );
  }
}

/** Returns what keeps the nodes of a Slurm job from sharing replicas evenly. One replica stays on the first. */
export function unevenNodes(devices: number): Obstacle | undefined {
  const nodes = devices === 1 ? [] : slurmNodes();
  if (nodes.length <= 1 || devices % nodes.length === 0) return undefined;
  return {
    reason: `${devices} devices cannot be shared evenly by the ${nodes.length} nodes of this Slurm job (${nodes.join(', ')})`,
    remedy: `choose --devices as a multiple of ${nodes.length}, or ask Slurm for another number of nodes`,
  };
}

/** Returns the arguments of srun that start one process on a node, beside whatever else of the job runs there. */
export function onNode(node: string, command: readonly string[]): string[] {
  return [
    '--nodes=1',
    '--ntasks=1',
    `--nodelist=${node}`,
    // All processors, memory and cards that the job has there, for each of several.
    '--overlap',
    '--mem=0',
    '--cpu-bind=none',
    '--mpi=none',
    '--export=ALL',
    '--input=none',
    ...command,
  ];
}
