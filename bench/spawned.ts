/** Lines that contenders print when they run as processes of their own. */
import { spawnSync } from 'node:child_process';

/**
 * @param environment variables beside those of this process; undefined takes one away
 * @returns the last line of the program's standard output, read as JSON
 * @throws Error with what the program said, when it fails
 */
export function spawnedJson(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): unknown {
  const { status, signal, error, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...environment },
  });
  if (error !== undefined) throw new Error(`${program} did not start: ${error.message}`, { cause: error });
  if (status !== 0) {
    const said = stderr.trim().split('\n').slice(-8).join('\n');
    throw new Error(`${[program, ...args].join(' ')} ended with ${signal ?? `status ${status}`}:\n${said}`);
  }
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
}

export function viewsPerSecond(program: string, args: readonly string[]): number {
  return (spawnedJson(program, args) as { readonly views_per_s: number }).views_per_s;
}
