/**
 * Builds dist before the tests: the worker pool, the command line and the explorer run as they are shipped. Types are checked by
 * `npm run typecheck`, and not again here.
 */
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';

/** Vitest calls this for each of its projects, in one process. */
const BUILT = 'ALPHA_CL_BUILT';

export default function build(): void {
  if (process.env[BUILT] !== undefined) return;
  process.env[BUILT] = '1';
  const root = path.resolve(import.meta.dirname, '..');
  const run = (program: string, ...args: string[]): void => {
    execFileSync(process.execPath, [path.join(root, 'node_modules', program), ...args], {
      cwd: root,
      stdio: 'inherit',
      // Vitest's own NODE_ENV would have Vite build something else than what is shipped.
      env: { ...process.env, NODE_ENV: 'production' },
    });
  };
  run('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck');
  // As npm run build:library does.
  const runner = 'src/training/engines/pytorch/runner.py';
  cpSync(path.join(root, runner), path.join(root, 'dist', runner));
  run('vite/bin/vite.js', 'build');
}
