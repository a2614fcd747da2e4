/** A progress line on standard error: updated in place on a terminal, elsewhere one line a minute. */
import type { Ora } from 'ora';

export interface ProgressLine {
  readonly show: (text: string) => void;
  /** Prints a line of its own, also without a terminal. */
  readonly notice: (text: string) => void;
  readonly end: () => void;
}

/** Milliseconds between lines in a log; work that ends earlier leaves none. */
const QUIET = 60_000;

/** Starts a progress line. @param first text that is shown until there is progress */
export function progressLine(first: string, stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  return isLively(stream) ? movingLine(first, stream) : loggedLines(stream);
}

function movingLine(first: string, stream: NodeJS.WriteStream): ProgressLine {
  let [current, isOver] = [first, false];
  let spinner: Ora | undefined;
  // Loaded here: most commands are over sooner, and logs need none of it.
  void import('ora').then(({ default: ora }) => {
    if (!isOver) spinner = ora({ text: current, stream, discardStdin: false, isEnabled: true }).start();
  });
  return {
    show: (text) => {
      current = text;
      if (spinner !== undefined) spinner.text = text;
    },
    notice: (text) => {
      spinner?.clear();
      stream.write(`${text}\n`);
      spinner?.render();
    },
    end: () => {
      isOver = true;
      spinner?.stop();
    },
  };
}

function loggedLines(stream: NodeJS.WriteStream): ProgressLine {
  let last = performance.now();
  return {
    show: (text) => {
      if (performance.now() - last < QUIET) return;
      last = performance.now();
      stream.write(`${text}\n`);
    },
    notice: (text) => void stream.write(`${text}\n`),
    end: () => undefined,
  };
}

/**
 * Tells if a stream is such a terminal. NO_COLOR counts if it is set and not empty (https://no-color.org); without a width, ora
 * would clear lines without end.
 */
function isLively(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  { NO_COLOR = '', TERM }: NodeJS.ProcessEnv = process.env,
): boolean {
  return stream.isTTY === true && (stream.columns ?? 0) > 0 && NO_COLOR === '' && TERM !== 'dumb';
}
