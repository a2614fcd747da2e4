/** One line on standard error that keeps up with what is done, where that is a terminal. */
import ora, { type Ora } from 'ora';

export interface ProgressLine {
  readonly show: (text: string) => void;
  /** A line of its own; without a terminal too. */
  readonly notice: (text: string) => void;
  readonly end: () => void;
}

export function progressLine(first: string): ProgressLine {
  // A terminal that tells no width (a bare pty) makes ora clear infinitely many lines.
  const terminal = process.stderr.isTTY && process.stderr.columns > 0;
  const spinner: Ora | undefined = terminal
    ? ora({ text: first, stream: process.stderr, discardStdin: false }).start()
    : undefined;
  return {
    show: (text) => {
      if (spinner !== undefined) spinner.text = text;
    },
    notice: (text) => {
      spinner?.clear();
      process.stderr.write(`${text}\n`);
    },
    end: () => spinner?.stop(),
  };
}
