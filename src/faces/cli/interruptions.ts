/** SIGINT, SIGTERM and SIGHUP as a wish to stop that a run can honour at its own pace. */

import { InvalidInput } from '../../base/invalid-input.js';

/** As shells have it: 128 and the signal's number. A terminal that is closed sends SIGHUP. */
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
  /** Listens no longer. */
  readonly end: () => void;
}

/** Listener since the process started, until a command takes it over. */
let early: Interruptions | undefined;

/**
 * Listens before the command is loaded that will take the signals over: until then a signal ends the process at once.
 *
 * @param onSignal ends it, with this exit code
 */
export function listenEarly(onSignal: (exitCode: number) => void): void {
  const listening = listen();
  early = listening;
  listening.signal.addEventListener('abort', () => {
    if (early === listening) onSignal(listening.exitCode());
  });
}

/** The first signal asks for a checkpoint; a second one of its kind ends the process as if nobody listened. */
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
 * Work that can be told to stop and keeps what is done.
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
