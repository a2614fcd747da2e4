/** Follows `metrics.jsonl` of a run as it grows, even if it is truncated and written again, or does not exist yet. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { readInto } from '../../base/files/read-into.js';
import { parsedLine, type MetricsLine } from '../../training/train/metrics-log.js';

export interface NewMetrics {
  /** True if earlier lines no longer count: the file was truncated, replaced or removed. */
  readonly restarted: boolean;
  /** New whole lines; a line that is still being written comes with a later call. */
  readonly lines: readonly MetricsLine[];
}

/** Number of bytes before the read position that are compared, to detect a file that was truncated and grew again. */
const MARK = 96;

/** Returns a function that reads the file from where its last call ended. */
export function metricsFollower(file: string): () => NewMetrics {
  let read = { bytes: 0, mark: Buffer.alloc(0) };
  return () => {
    let descriptor: number;
    try {
      descriptor = openSync(file, 'r');
    } catch {
      // It is not there, or not for us: whatever was read was of a run that is gone.
      const restarted = read.bytes > 0;
      read = { bytes: 0, mark: Buffer.alloc(0) };
      return { restarted, lines: [] };
    }
    try {
      const restarted = read.bytes > 0 && !continues(descriptor, read);
      if (restarted) read = { bytes: 0, mark: Buffer.alloc(0) };
      const whole = wholeLines(descriptor, read.bytes);
      if (whole.length > 0) {
        const mark = whole.length >= MARK ? whole.subarray(-MARK) : Buffer.concat([read.mark, whole]).subarray(-MARK);
        read = { bytes: read.bytes + whole.length, mark: Buffer.from(mark) };
      }
      // A damaged line says nothing; those after it do.
      const lines = whole
        .toString('utf8')
        .split('\n')
        .flatMap((line) => parsedLine(line) ?? []);
      return { restarted, lines };
    } finally {
      closeSync(descriptor);
    }
  };
}

/** Tells if the file still has the same bytes before the read position. */
function continues(descriptor: number, { bytes, mark }: { readonly bytes: number; readonly mark: Buffer }): boolean {
  if (fstatSync(descriptor).size < bytes) return false;
  const now = Buffer.alloc(mark.length);
  readInto(descriptor, now, bytes - mark.length);
  return now.equals(mark);
}

/** Reads from a byte up to the last end of a line. */
function wholeLines(descriptor: number, from: number): Buffer {
  const rest = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - from));
  const all = rest.subarray(0, readInto(descriptor, rest, from));
  return all.subarray(0, all.lastIndexOf('\n') + 1);
}
