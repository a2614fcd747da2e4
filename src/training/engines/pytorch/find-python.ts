/** Finds a Python that has PyTorch. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Obstacle } from '../engine-kind.js';

/** Environment variable with the Python to use, where none is given by name. */
const PYTHON_VARIABLE = 'ALPHA_CL_PYTHON';

/** Seconds that a Python may take to say what it has. */
const PATIENCE = 30;

/** Prints the version, and if torch is there: looked for, not loaded, which takes seconds. */
const QUESTION =
  'import importlib.util, sys; print(*sys.version_info[:2], importlib.util.find_spec("torch") is not None)';

/** A Python that can be started. */
interface FoundPython {
  readonly path: string;
  readonly version: readonly [number, number];
  readonly hasTorch: boolean;
}

/**
 * Finds the Python to run: the one that is given, else that of ALPHA_CL_PYTHON, else the first on the PATH that has PyTorch.
 *
 * @returns its path, or what is missing and how to get it
 */
export function findPython(given?: string, environment: NodeJS.ProcessEnv = process.env): string | Obstacle {
  const named = given ?? (environment[PYTHON_VARIABLE]?.trim() || undefined);
  const candidates = named === undefined ? pythonsOnPath(environment) : [named];
  const found: FoundPython[] = [];
  for (const candidate of candidates) {
    const python = ask(candidate, environment);
    if (python === undefined) continue;
    found.push(python);
    if (isFit(python)) return python.path;
  }
  if (named !== undefined) return namedObstacle(named, found[0]);
  if (found.length === 0) {
    return {
      reason: 'there is no Python on the PATH',
      remedy: 'install Python 3.9 or newer and PyTorch (pip install torch), or name one by --python PATH',
    };
  }
  const shown = found.map(({ path: file, version }) => `${file} (${version.join('.')})`);
  return {
    reason: `no Python on the PATH has PyTorch: ${shown.join(', ')}`,
    remedy: `install it (${found[0]?.path} -m pip install torch), or name a Python that has it by --python PATH`,
  };
}

function namedObstacle(named: string, found: FoundPython | undefined): Obstacle {
  if (found === undefined) {
    return { reason: `${named} is not a Python that can be started`, remedy: 'give --python the path of a Python' };
  }
  return found.hasTorch
    ? {
        reason: `${named} is Python ${found.version.join('.')}, and 3.9 is the oldest that will do`,
        remedy: 'give --python a newer one',
      }
    : { reason: `${named} has no PyTorch`, remedy: `install it: ${named} -m pip install torch` };
}

function isFit({ version: [major, minor], hasTorch }: FoundPython): boolean {
  return hasTorch && (major > 3 || (major === 3 && minor >= 9));
}

/** Lists the Pythons of the PATH in its order; that of an active environment is first there. */
function pythonsOnPath(environment: NodeJS.ProcessEnv): string[] {
  const names = process.platform === 'win32' ? ['python.exe', 'python3.exe'] : ['python3', 'python'];
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const files = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...new Set(files)].filter((file) => existsSync(file));
}

function ask(python: string, environment: NodeJS.ProcessEnv): FoundPython | undefined {
  const { status, stdout } = spawnSync(python, ['-c', QUESTION], {
    encoding: 'utf8',
    env: environment,
    timeout: 1000 * PATIENCE,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const answer = /^(\d+) (\d+) (True|False)\s*$/.exec(stdout ?? '');
  if (status !== 0 || answer === null) return undefined;
  return { path: python, version: [Number(answer[1]), Number(answer[2])], hasTorch: answer[3] === 'True' };
}
