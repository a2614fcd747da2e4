/** SIGINT, SIGTERM and SIGHUP as requests to stop that a run honours when it has saved its state. */

import { InvalidInput } from '../../base/invalid-input.js';

/** Exit codes as in shells, 128 plus the number of the signal; a terminal that is closed sends SIGHUP. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Error of a command that was interrupted and has nothing to print but these words. */
export class Interrupted extends InvalidInput {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface Interruptions {
  readonly signal: AbortSignal;
  /** Exit code for the signal that came; 0 without one. */
  readonly exitCode: () => number;
  /** Stops listening. */
  readonly end: () => void;
}

/** Listener since the process started, until a command takes it over. */
let early: Interruptions | undefined;

/**
 * Listens before the command is loaded that will handle the signals; until then a signal ends the process at once.
 *
 * @param onSignal ends the process with this exit code
 */
export function listenEarly(onSignal: (exitCode: number) => void): void {
  const listening = listen();
  early = listening;
  listening.signal.addEventListener('abort', () => {
    if (early === listening) onSignal(listening.exitCode());
  });
}

/** Listens for signals: the first one asks for a checkpoint; a second one of its kind ends the process, as by default. */
export function interruptions(): Interruptions {
  const taken = early;
  early = undefined;
  return taken ?? listen();
}

function listen(): Interruptions {
  const controller = new AbortController();
  let exitCode = 0;
  const listeners = Object.entries(EXIT_CODES).map(([name, code]) => {
    const listener = (): void => {
      exitCode = code;
      controller.abort();
    };
    process.once(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    end: () => listeners.forEach(({ name, listener }) => process.off(name, listener)),
  };
}

/**
 * Runs work that can be stopped by a signal and keeps its finished parts.
 *
 * @throws Interrupted in place of the InvalidInput that the work throws on the signal
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const { signal, exitCode, end } = interruptions();
  try {
    return await work(signal);
  } catch (error) {
    if (exitCode() === 0 || !(error instanceof InvalidInput)) throw error;
    throw new Interrupted(error.message, exitCode());
  } finally {
    end();
  }
}
