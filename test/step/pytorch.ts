/** Debian's python3-torch, where it is installed. */
import { execFileSync, spawnSync } from 'node:child_process';

const PYTHON = '/usr/bin/python3';

/** Importing it takes seconds: this only looks. */
const LOOK = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)';

export const WITHOUT_PYTORCH = spawnSync(PYTHON, ['-c', LOOK]).status !== 0;

/** For the title of what is skipped. */
export const PYTORCH = `PyTorch${WITHOUT_PYTORCH ? ' (skipped: install the package python3-torch)' : ''}`;

/** Runs a program that reads `job` as JSON from its input and prints JSON. */
export function askPyTorch(program: string, job: unknown): unknown {
  return JSON.parse(execFileSync(PYTHON, ['-c', program], { input: JSON.stringify(job), encoding: 'utf8' }));
}
