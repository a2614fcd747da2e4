/** Debian's python3-torch, where it is installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { isLacking } from '../../required.js';

export const PYTHON = '/usr/bin/python3';

/** Importing it takes seconds: this only looks. */
const LOOK = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)';

const REMEDY = 'install the package python3-torch';

export const WITHOUT_PYTORCH = isLacking('PYTORCH', spawnSync(PYTHON, ['-c', LOOK]).status === 0, REMEDY);

/** For the title of what is skipped. */
export const PYTORCH = `PyTorch${WITHOUT_PYTORCH ? ` (skipped: ${REMEDY})` : ''}`;

/** Runs a program that reads `job` as JSON from its input and prints JSON. */
export function askPyTorch(program: string, job: unknown): unknown {
  return JSON.parse(execFileSync(PYTHON, ['-c', program], { input: JSON.stringify(job), encoding: 'utf8' }));
}
