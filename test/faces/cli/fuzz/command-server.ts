/** Asks a process that runs argument lists (`run-commands.js`), and begins another when that one has ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type Answer =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  /** Was at work for long and was sent SIGINT, which ended the process. */
  | { readonly kind: 'interrupted' }
  /** Ended the process by itself, or did not end on SIGINT. */
  | { readonly kind: 'crashed' | 'hung'; readonly stderr: string };

export interface CommandServer {
  readonly run: (argv: readonly string[], cwd: string, work?: number) => Promise<Answer>;
  readonly end: () => void;
}

/** Milliseconds after which a command that works is interrupted, unless told otherwise, and that it has to leave then. */
const WORK = 6_000;
const LEAVE = 60_000;
const START = 120_000;

export function commandServer(): CommandServer {
  let current: Promise<Process> | undefined;
  return {
    run: async (argv, cwd, work = WORK) => {
      current ??= started();
      const server = await current;
      server.child.stdin?.write(`${JSON.stringify({ argv, cwd })}\n`);
      const interrupt = setTimeout(() => server.child.kill('SIGINT'), work);
      const line = await Promise.race([server.next(), after(work + LEAVE)]);
      clearTimeout(interrupt);
      if (typeof line === 'string') {
        return { kind: 'ended', ...(JSON.parse(line) as { code: number; stdout: string; stderr: string }) };
      }
      current = undefined;
      server.child.kill('SIGKILL');
      if (line === undefined) return { kind: 'hung', stderr: server.errors() };
      if (line.signal === 'SIGINT') return { kind: 'interrupted' };
      return { kind: 'crashed', stderr: `${line.signal ?? `exit code ${line.code}`}: ${server.errors()}` };
    },
    end: () => void current?.then(({ child }) => child.kill('SIGKILL')),
  };
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Process {
  readonly child: ChildProcess;
  /** The next line, or how the process ended. */
  readonly next: () => Promise<string | Ended>;
  readonly errors: () => string;
}

async function started(): Promise<Process> {
  const { ALPHA_CL_DATA: _data, ...inherited } = process.env;
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'run-commands.js')], {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    env: { ...inherited, PATH: '', ALPHA_CL_THREADS: '1' },
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (errors += text));
  child.stdin?.on('error', () => undefined);
  const lines = createInterface({ input: child.stdio[3] as Readable })[Symbol.asyncIterator]();
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const line = async (): Promise<string | Ended> => {
    const { done, value } = (await lines.next()) as { done?: boolean; value: string };
    return done === true ? ended : value;
  };
  const next = async (): Promise<string | Ended> => Promise.race([ended, line()]);
  const server = { child, next, errors: () => errors };
  const ready = await Promise.race([next(), after(START)]);
  if (typeof ready !== 'string') throw new Error(`the command line does not start: ${errors}`);
  return server;
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds, undefined).unref();
  });
}
