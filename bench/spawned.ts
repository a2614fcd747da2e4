/** What contenders print when they run as processes of their own. */
import { spawnSync } from 'node:child_process';

export interface SpawnOptions {
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** @throws Error with what the program said, when it fails @returns the last line of its standard output, read as JSON */
export function spawnedJson(
  program: string,
  args: readonly string[],
  { environment = {} }: SpawnOptions = {},
): unknown {
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
