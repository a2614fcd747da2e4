/** The command line, killed with SIGKILL at some moment of a run and then told to go on. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, watch } from 'node:fs';
import path from 'node:path';
import { MAIN } from '../../main-file.js';

/** When to kill: so many milliseconds after the start, or while the so-manieth checkpoint is being written. */
export type KillMoment = { readonly milliseconds: number } | { readonly checkpoint: number };

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export function startCli(args: readonly string[]): { readonly process: ChildProcess; readonly ended: Promise<Ended> } {
  const began = performance.now();
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...text, milliseconds: performance.now() - began }));
  });
  return { process: child, ended };
}

/** @returns how the process ended: by itself, when the moment came too late */
export async function killedAt(args: readonly string[], run: string, moment: KillMoment): Promise<Ended> {
  const { process: child, ended } = startCli(args);
  const stop =
    'milliseconds' in moment
      ? killAfter(child, moment.milliseconds)
      : killWhileWriting(child, path.join(run, 'checkpoints'), moment.checkpoint);
  const result = await ended;
  stop();
  return result;
}

function killAfter(child: ChildProcess, milliseconds: number): () => void {
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  return () => clearTimeout(timer);
}

/** A checkpoint in the making has a name that begins with a dot. */
function killWhileWriting(child: ChildProcess, folder: string, checkpoint: number): () => void {
  const seen = new Set<string>();
  const kill = (name: string | null): void => {
    if (name?.startsWith('.step-') !== true) return;
    seen.add(name);
    if (seen.size >= checkpoint) child.kill('SIGKILL');
  };
  let stop = (): void => clearInterval(waiting);
  const waiting = setInterval(() => {
    if (!existsSync(folder)) return;
    clearInterval(waiting);
    const watcher = watch(folder, (_, name) => kill(name));
    stop = () => watcher.close();
    readdirSync(folder).forEach(kill);
  }, 5);
  return () => stop();
}
