/** `metrics.jsonl`: one JSON object a step, appended; what a resumed run does again is cut off first. */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { InvalidInput } from '../invalid-input.js';

export interface StepMetrics {
  /** Steps done, from 1. */
  readonly step: number;
  /** From 0. */
  readonly epoch: number;
  readonly loss: number;
  /** ℓ2 norm over all parameters; null in a step that loss scaling skipped, for it was not finite. */
  readonly gradientNorm: number | null;
  readonly learningRate: number;
  /** Images through the network a second, two a sample; the only entry that differs from run to run. */
  readonly viewsPerSecond: number;
}

export interface MetricsLog {
  /** @throws InvalidInput when the line cannot be written */
  append(metrics: StepMetrics): void;
  /** Waits until the disk has every line. @throws InvalidInput when it cannot */
  flush(): void;
  close(): void;
}

/**
 * @param steps lines to keep, those of steps 1..`steps`; what follows is cut off
 * @param notice is told when fewer are there
 * @throws InvalidInput when the file cannot be opened or cut
 */
export function openMetricsLog(file: string, steps: number, notice: (text: string) => void): MetricsLog {
  const told = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw new InvalidInput(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
    }
  };
  const descriptor = told(() => openSync(file, 'a+'));
  const { bytes, lines } = whole(readFileSync(descriptor), steps);
  if (lines < steps) {
    notice(`${file} is damaged or cut after line ${lines}: the figures of steps ${lines + 1} to ${steps} are lost`);
  }
  told(() => ftruncateSync(descriptor, bytes));
  return {
    append: (metrics) => {
      const line = Buffer.from(`${JSON.stringify(metrics)}\n`);
      told(() => {
        for (let done = 0; done < line.length;) done += writeSync(descriptor, line, done);
      });
    },
    flush: () => told(() => fsyncSync(descriptor)),
    close: () => closeSync(descriptor),
  };
}

/** The longest start of the file that holds lines of growing steps up to `steps`. */
function whole(content: Buffer, steps: number): { readonly bytes: number; readonly lines: number } {
  let [bytes, lines, last] = [0, 0, 0];
  for (;;) {
    const end = content.indexOf('\n', bytes);
    if (end === -1) return { bytes, lines };
    const step = stepOf(content.toString('utf8', bytes, end));
    if (!(step > last && step <= steps)) return { bytes, lines };
    [bytes, lines, last] = [end + 1, lines + 1, step];
  }
}

function stepOf(line: string): number {
  try {
    return Number((JSON.parse(line) as { step?: unknown } | null)?.step);
  } catch {
    return Number.NaN;
  }
}
