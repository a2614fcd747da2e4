import { spawnSync } from 'node:child_process';
import { MAIN } from '../../main-file.js';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line in a folder, without a terminal and without ALPHA_CL_DATA unless given. */
export function runCli(
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: NodeJS.ProcessEnv },
): CliResult {
  const { ALPHA_CL_DATA: _data, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...inherited, ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}
