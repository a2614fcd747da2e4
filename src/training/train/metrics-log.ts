/**
 * `metrics.jsonl`: one JSON object a line, appended; what a resumed run does again is cut off first.
 *
 * A line a step, and after it what was observed of the weights then: a line an observation, told apart by what it holds.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { namingFile } from '../../base/files/file-fault.js';
import { writeAll } from '../../base/files/write-all.js';

/** Metrics of a training step. */
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

/** Nearest neighbours of images that are not trained on, by the weights after `step` steps. */
export interface KnnMetrics {
  /** From 0: before the first step. */
  readonly step: number;
  /** Epochs done, a whole number but at the end of training. */
  readonly epoch: number;
  readonly knn: {
    /** Shares of the queries, 0..1: weighted vote of the `count` nearest by cosine (τ = 0.1), and the nearest alone. */
    readonly weighted: number;
    readonly nearest: number;
    readonly count: number;
    /** Images of either; `run.json` says which. */
    readonly bank: number;
    readonly queries: number;
  };
}

/** Distribution of the importance α over the pairs of a batch that stays the same, by the weights after `step` steps. */
export interface ImportanceMetrics {
  /** From 0: before the first step. */
  readonly step: number;
  /** Epochs done. */
  readonly epoch: number;
  readonly importance: {
    /** N, samples of the batch. */
    readonly pairs: number;
    /** Share of all weight on each tenth of the pairs, by ascending distance; uniform α puts 0.1 on each. */
    readonly deciles: readonly number[];
    /** Quantiles 0.1, 0.25, 0.5, 0.75, 0.9 of α·(2N − 2) over all pairs; uniform α is 1. */
    readonly quantiles: readonly number[];
    /** exp(entropy of α) of an anchor's 2N − 2 negatives over their number, mean over anchors: 1 is uniform. */
    readonly effectiveShare: number;
    /** Spearman's, of α with −distance over all pairs; 0 where α is uniform. */
    readonly rankCorrelation: number;
    /** Distance r = 1 − cosine of the negatives: the mean, and the mean weighted by α. */
    readonly meanDistance: number;
    readonly weightedDistance: number;
  };
  /** The spectrum of both views' embeddings of that batch; absent where all are equal, and in runs before there was a spectrum. */
  readonly spectrum?: {
    /** Singular values of the centred embeddings, descending, to four digits. */
    readonly singularValues: readonly number[];
    /** exp of the entropy of the singular values as shares of their sum: 1 is one direction alone. */
    readonly effectiveRank: number;
  };
}

/** Metrics of the weights between epochs. */
export type ObservationMetrics = KnnMetrics | ImportanceMetrics;

/** A line of metrics.jsonl. */
export type MetricsLine = StepMetrics | ObservationMetrics;

export interface MetricsLog {
  /** Lines that were kept, in their order. */
  readonly kept: readonly MetricsLine[];
  /** @throws InvalidInput when the line cannot be written */
  append(metrics: MetricsLine): void;
  /** Waits until the disk has every line. @throws InvalidInput when it cannot */
  flush(): void;
  close(): void;
}

/**
 * @param steps the last step whose lines are kept; what follows is cut off
 * @param notice is told when lines before are missing
 * @throws InvalidInput when the file cannot be opened or cut
 */
export function openMetricsLog(file: string, steps: number, notice: (text: string) => void): MetricsLog {
  const writing = <Result>(act: () => Result): Result => namingFile(file, 'written', act);
  const descriptor = writing(() => openSync(file, 'a+'));
  const { bytes, lines } = whole(
    namingFile(file, 'read', () => readFileSync(descriptor)),
    steps,
  );
  const last = lines.at(-1)?.step ?? 0;
  if (last < steps) {
    notice(
      `${file} is damaged or cut after line ${lines.length}: the metrics of steps ${last + 1} to ${steps} are lost`,
    );
  }
  writing(() => ftruncateSync(descriptor, bytes));
  return {
    kept: lines,
    append: (metrics) => {
      const line = Buffer.from(`${JSON.stringify(metrics)}\n`);
      writing(() => writeAll(descriptor, line));
    },
    flush: () => writing(() => fsyncSync(descriptor)),
    close: () => closeSync(descriptor),
  };
}

/**
 * Reads the lines of a run, up to the first that is damaged.
 *
 * @throws InvalidInput when the file cannot be read
 * @example
 * const lines = readMetrics(runPaths('run').metrics);
 * lines.flatMap((line) => ('loss' in line ? [line.step] : [])); // [1, 2]
 */
export function readMetrics(file: string): MetricsLine[] {
  return whole(
    namingFile(file, 'read', () => readFileSync(file)),
    Infinity,
  ).lines;
}

/** The longest start of the file that holds lines up to `steps`: steps grow, and no observation is of an earlier one. */
function whole(content: Buffer, steps: number): { readonly bytes: number; readonly lines: MetricsLine[] } {
  const lines: MetricsLine[] = [];
  let bytes = 0;
  for (;;) {
    const end = content.indexOf('\n', bytes);
    const line = end === -1 ? undefined : parsedLine(content.toString('utf8', bytes, end));
    if (line === undefined || line.step > steps) return { bytes, lines };
    const last = lines.at(-1)?.step ?? 0;
    if ('loss' in line ? line.step <= last : line.step < last) return { bytes, lines };
    lines.push(line);
    bytes = end + 1;
  }
}

/** Undefined for a line that is damaged. */
export function parsedLine(line: string): MetricsLine | undefined {
  try {
    const value = JSON.parse(line) as MetricsLine | null;
    return Number.isSafeInteger(value?.step) ? (value ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
