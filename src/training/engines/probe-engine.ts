/** Finds out if an engine works on this machine: it is tried in a process of its own, which may end in any way. */
import { fork } from 'node:child_process';
import type { EngineKind, EngineOptions, Obstacle } from './engine-kind.js';

/** The result of an engine's trial. */
export type EngineProbe = WorkingEngine | BrokenEngine;

/** An engine that works here, with its speed. */
export interface WorkingEngine {
  readonly works: true;
  readonly device: string;
  /** Speed of a small convolutional step; to compare engines with each other, not with models. */
  readonly imagesPerSecond: number;
  /** Advice to make it faster, in words. */
  readonly hint?: string;
}

/** An engine that does not work here, with the reason and the remedy. */
export interface BrokenEngine extends Obstacle {
  readonly works: false;
}

/** The report of a trial's process. */
export type TrialReport = { readonly device: string; readonly imagesPerSecond: number } | { readonly reason: string };

/** The script and the time limit of a trial. */
export interface Trial {
  /** A script that is given the engine's name and options, and sends a `TrialReport`. */
  readonly script: URL;
  /** Seconds after which the trial is ended: a driver may hang. */
  readonly timeLimit: number;
}

/** The trial of every engine. A software driver on a busy machine takes half a minute. */
const TRIAL: Trial = { script: new URL('./trial-process.js', import.meta.url), timeLimit: 120 };

const probes = new Map<string, Promise<EngineProbe>>();

/**
 * Tries an engine in a process of its own, once in the life of this process for the same options.
 *
 * @example
 * const [cpu] = ENGINES;
 * cpu && (await probeEngine(cpu)).works; // true
 */
export function probeEngine(kind: EngineKind, options: EngineOptions = {}): Promise<EngineProbe> {
  const key = JSON.stringify([kind.name, options]);
  const known = probes.get(key);
  if (known !== undefined) return known;
  const probe = tryEngine(kind, TRIAL, options);
  probes.set(key, probe);
  return probe;
}

/** Tries an engine anew. */
export async function tryEngine(kind: EngineKind, trial: Trial, options: EngineOptions = {}): Promise<EngineProbe> {
  const obstacle = kind.obstacle(options);
  if (obstacle !== undefined) return { works: false, ...obstacle };
  const report = await runTrial([kind.name, JSON.stringify(options)], trial);
  if ('reason' in report) return { works: false, reason: report.reason, remedy: kind.remedy };
  const hint = kind.hint?.();
  return { works: true, ...report, ...(hint !== undefined && { hint }) };
}

/** Runs the process of a trial; resolves to its report, or to the reason why there is none. */
function runTrial(given: readonly string[], { script, timeLimit }: Trial): Promise<TrialReport> {
  const child = fork(script, given, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    timeout: 1000 * timeLimit,
    killSignal: 'SIGKILL',
  });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
  return new Promise((resolve) => {
    child.on('message', (report) => resolve(report as TrialReport));
    child.on('error', ({ message }) => resolve({ reason: message }));
    child.on('close', (code, signal) => {
      const end = child.killed ? `it gave no answer in ${timeLimit} seconds` : endWords(code, signal);
      const last = words.trim().split('\n').at(-1) ?? '';
      resolve({ reason: last === '' ? end : `${end}; its last words: ${last}` });
    });
  });
}

/** Describes the end of a process that was to report and did not. */
function endWords(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGKILL')
    return 'the system killed the process that tried it (SIGKILL), as it does when memory runs out';
  if (signal !== null) return `its library or driver ended the process that tried it (${signal})`;
  return `the process that tried it ended without an answer (exit code ${code})`;
}
