/** The two scripts for Slurm: one whose task k runs a line of the grid file, and one that collects the table. */
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import { shellWord } from '../../base/shell-word.js';

export interface ScriptOptions {
  /** Name of the job: `alpha-cl-losses`. */
  readonly name: string;
  /** Folder of this submission, in the shared folder; holds the grid, the scripts and their output. */
  readonly folder: string;
  readonly grid: string;
  /** Path of Node.js; `cli`: of the module of the command line. */
  readonly node: string;
  readonly cli: string;
  /** Time limit of a job, as Slurm writes it. Default: that of the partition. */
  readonly time?: string;
  /** Further options of sbatch, as `--partition=gpu`. */
  readonly slurmArgs: readonly string[];
  /** Nodes of a job. Default 1. */
  readonly nodes?: number;
  /** Graphics cards that a job needs on each node. Default 0. */
  readonly cards?: number;
}

/** Seconds before the limit at which Slurm sends SIGUSR1, perhaps a minute earlier. */
const WARNING = 120;

/**
 * Returns the script of an array: `sbatch --array=0-9 SCRIPT 1` runs lines 1 to 10.
 *
 * @throws InvalidInput on an option of sbatch that is malformed or set by alpha-cl itself
 */
export function arrayScript(options: ScriptOptions): string {
  const { name, grid, node, cli, time, slurmArgs, nodes = 1, cards = 0 } = options;
  return [
    '#!/bin/bash',
    directive(`--job-name=${name}`),
    directive(`--output=${unexpanded(options.folder)}/logs/%A_%a.log`),
    // A job that is requeued writes on.
    directive('--open-mode=append'),
    directive('--requeue'),
    // To this shell, which becomes the job.
    directive(`--signal=B:USR1@${WARNING}`),
    ...(time === undefined ? [] : [directive(`--time=${time}`)]),
    // The script runs on the first and starts what runs on the others.
    ...(nodes === 1 ? [] : [directive(`--nodes=${nodes}`), directive('--ntasks-per-node=1')]),
    // A person's own words about cards win.
    ...(cards === 0 || slurmArgs.some((option) => CARDS.test(option)) ? [] : [directive(`--gres=gpu:${cards}`)]),
    ...slurmArgs.map(given),
    `export ALPHA_CL_THREADS="\${SLURM_CPUS_PER_TASK:-$SLURM_CPUS_ON_NODE}"`,
    `exec ${shellWord(node)} ${shellWord(cli)} job ${shellWord(grid)} "$(($1 + SLURM_ARRAY_TASK_ID))" --requeue`,
    '',
  ].join('\n');
}

/** Returns the script that collects the table. @param collect arguments of the command line that makes the page */
export function collectScript(options: ScriptOptions, collect: readonly string[]): string {
  return [
    '#!/bin/bash',
    directive(`--job-name=${options.name}-page`),
    directive(`--output=${unexpanded(options.folder)}/logs/page.log`),
    directive('--open-mode=append'),
    ...options.slurmArgs.map(given),
    `exec ${[options.node, options.cli, ...collect].map(shellWord).join(' ')}`,
    '',
  ].join('\n');
}

/** Pattern of the options of sbatch that ask for graphics cards. */
const CARDS = /^(-G|--gres|--gpus|--gpus-per-(node|task|socket))(=|$|\s|\d)/;

/** Pattern of the options of sbatch that alpha-cl sets itself. */
const OURS = /^(-a|--array|--wrap|-J|--job-name|-o|--output|-d|--dependency)(=|$|\s)/;

function given(option: string): string {
  if (!/^--?[A-Za-z]/.test(option) || /[\n\r]/.test(option)) {
    throw new InvalidInput(`--slurm-arg ${quoted(option)}: give one option of sbatch, as --slurm-arg=--partition=gpu`);
  }
  if (OURS.test(option)) throw new InvalidInput(`--slurm-arg ${option}: this option is set by alpha-cl; leave it out`);
  return directive(option);
}

/**
 * Escapes a folder in a filename pattern of Slurm: %j would be the job's number, and one backslash turns off all of the pattern.
 */
function unexpanded(folder: string): string {
  if (/[\\\n\r]/.test(folder)) {
    throw new InvalidInput(
      `--out: Slurm writes no logs to ${quoted(folder)}: give a folder without backslashes and line ends in its path`,
    );
  }
  return folder.replaceAll('%', '%%');
}

/** Writes a directive of sbatch; Slurm reads quotes and backslashes as a shell does. */
function directive(option: string): string {
  return `#SBATCH ${/^[\w%+,./:=@~-]+$/.test(option) ? option : `"${option.replaceAll(/["\\]/g, String.raw`\$&`)}"`}`;
}
