/** The flags of `alpha-cl reproduce` and `alpha-cl sweep` that choose a launcher, and checks of their combination. */
import { Option, type Command } from 'commander';
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import { collected, positiveInteger } from './option-values.js';

export interface LaunchFlags {
  readonly launcher?: 'local' | 'slurm';
  readonly jobs?: number;
  readonly nodes?: number;
  readonly time?: string;
  readonly slurmArg?: readonly string[];
  readonly dryRun?: true;
  readonly status?: true;
  readonly collect?: true;
}

export function withLaunchFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--launcher <where>',
        'local: jobs in processes of their own; slurm: as arrays (default: here, one by one)',
      ).choices(['local', 'slurm']),
    )
    .option(
      '--jobs <n>',
      'with --launcher: jobs at a time (default: local 2, slurm as many as it grants)',
      positiveInteger,
    )
    .option(
      '--nodes <n>',
      'with --launcher slurm: nodes of a job, which share its devices evenly (default: 1)',
      positiveInteger,
    )
    .option('--time <limit>', 'with --launcher slurm: time limit of a job, which is requeued when it is reached')
    .option(
      '--slurm-arg <option>',
      'with --launcher slurm: an option of sbatch, as =--partition=gpu; repeatable',
      collected,
    )
    .option('--dry-run', 'with --launcher slurm: print the scripts and commands, and send nothing')
    .option('--status', 'print the status of each job and stop')
    .option('--collect', 'write the results of the runs that are finished; train nothing');
}

/**
 * Checks the flags of the launchers.
 *
 * @param alternatives other flags of the command that stand in place of a launcher
 * @throws InvalidInput when they belong to another launcher, or exclude each other
 */
export function requireLaunchFlags(flags: LaunchFlags, alternatives: Readonly<Record<string, unknown>>): void {
  const { launcher } = flags;
  if (flags.jobs !== undefined && launcher === undefined) {
    throw new InvalidInput('--jobs goes with --launcher: give --launcher local or --launcher slurm too');
  }
  const slurmFlags = {
    '--nodes': flags.nodes,
    '--time': flags.time,
    '--slurm-arg': flags.slurmArg,
    '--dry-run': flags.dryRun,
  };
  for (const [flag, value] of Object.entries(slurmFlags)) {
    if (value !== undefined && launcher !== 'slurm') {
      throw new InvalidInput(`${flag} goes with --launcher slurm: give that too, or leave it out`);
    }
  }
  const alone = Object.entries({
    '--launcher': launcher,
    '--status': flags.status,
    '--collect': flags.collect,
    ...alternatives,
  }).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
  if (alone.length > 1) throw new InvalidInput(`${alone.join(' and ')} exclude each other: give one of them`);
  if (flags.time !== undefined && !SLURM_TIME.test(flags.time)) {
    throw new InvalidInput(
      `--time is ${quoted(flags.time)}: write minutes, hours:minutes:seconds or days-hours:minutes, as 90, 4:00:00 or 1-12:00`,
    );
  }
}

/** Pattern of a time limit for sbatch: minutes, MM:SS, HH:MM:SS, D-HH, D-HH:MM, D-HH:MM:SS. */
const SLURM_TIME = /^(\d+(:\d{1,2}){0,2}|\d+-\d{1,2}(:\d{1,2}){0,2})$/;
