/**
 * Builds dist before the tests: the worker pool, the command line and the explorer run as they are shipped. Types are checked by
 * `npm run typecheck`, and not again here.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Vitest calls this for each of its projects, in one process. */
const BUILT = 'ALPHA_CL_BUILT';

export default function build(): void {
  if (process.env[BUILT] !== undefined) return;
  process.env[BUILT] = '1';
  execFileSync(process.execPath, [path.resolve(import.meta.dirname, '../tools/build.js')], { stdio: 'inherit' });
}
