/** Builds dist before the tests: the worker pool, the command line and the explorer run as they are shipped. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

export default function build(): void {
  const root = path.resolve(import.meta.dirname, '..');
  const run = (program: string, ...args: string[]): void => {
    execFileSync(process.execPath, [path.join(root, 'node_modules', program), ...args], {
      cwd: root,
      stdio: 'inherit',
      // Vitest's own NODE_ENV would have Vite build something else than what is shipped.
      env: { ...process.env, NODE_ENV: 'production' },
    });
  };
  run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
  run('vite/bin/vite.js', 'build');
}
