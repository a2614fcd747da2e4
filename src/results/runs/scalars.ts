/**
 * Scalars that a training wrote, ours or another program's: `metrics.jsonl`, TensorBoard's event files, or a `metrics.csv`.
 */
import path from 'node:path';
import { pathKind, readWhole } from '../../base/files/file-bytes.js';
import { namesIn } from '../../base/files/folder.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { eachRecord } from '../../training/embeddings/delimited-text.js';
import { decodeEvent } from '../../training/train/event-format.js';
import { readMetrics } from '../../training/train/metrics-log.js';
import { runPaths } from '../../training/train/run-folder.js';
import { scalarsOf } from '../../training/train/run-log.js';
import { recordContents } from '../../training/train/tf-record.js';

/** A value of a step. */
interface Sample {
  readonly step: number;
  readonly value: number;
}

/** Values by the names of their writer, in the order of their steps. */
export type Scalars = Readonly<Record<string, readonly Sample[]>>;

/** Name of a table of metrics, as PyTorch Lightning's CSVLogger and others write it. */
const TABLE = 'metrics.csv';

const isEvents = (name: string): boolean => name.includes('tfevents');

/** Tells if a file of this name holds scalars, as other programs write them. */
export function isScalarsFile(name: string): boolean {
  return isEvents(name) || name === TABLE;
}

/**
 * Reads the scalars in a folder; of several sources the first of `metrics.jsonl`, event files, `metrics.csv`.
 *
 * @returns undefined where there are none
 * @throws InvalidInput when a file cannot be read, or the table has no column of steps
 * @example
 * readScalars('run')?.['train/loss']?.length; // 2
 */
export function readScalars(folder: string): Scalars | undefined {
  const { metrics } = runPaths(folder);
  const collector = new ScalarCollector();
  if (pathKind(metrics) === 'file') {
    for (const line of readMetrics(metrics)) collector.add(line.step, scalarsOf(line));
    return collector.scalars();
  }
  // Their names begin with the time at which they were begun.
  const events = namesIn(folder).filter(isEvents).toSorted();
  for (const name of events) readEvents(path.join(folder, name), collector);
  if (events.length > 0) return collector.scalars();
  const table = path.join(folder, TABLE);
  if (pathKind(table) !== 'file') return undefined;
  readTable(table, collector);
  return collector.scalars();
}

class ScalarCollector {
  readonly #samples = new Map<string, Sample[]>();

  add(step: number, values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) {
      if (!Number.isFinite(value)) continue;
      const samples = this.#samples.get(name);
      if (samples === undefined) this.#samples.set(name, [{ step, value }]);
      else samples.push({ step, value });
    }
  }

  /** Forgets a step and those after it. */
  restart(step: number): void {
    for (const [name, samples] of this.#samples) {
      this.#samples.set(
        name,
        samples.filter((sample) => sample.step < step),
      );
    }
  }

  scalars(): Scalars {
    return Object.fromEntries(
      [...this.#samples].map(([name, samples]) => [name, samples.toSorted((a, b) => a.step - b.step)]),
    );
  }
}

/** Reads an event file up to where it is cut or damaged. */
function readEvents(file: string, collector: ScalarCollector): void {
  for (const content of recordContents(Buffer.from(readWhole(file)))) {
    const event = decodeEvent(content);
    if (event === undefined) return;
    if (event.starts) collector.restart(event.step);
    collector.add(event.step, event.values);
  }
}

/** Names of the column of steps, the first that is there; rows are counted by epochs where there is no step. */
const STEPS = ['step', 'global_step', 'iteration', 'iter', 'epoch'];

function readTable(file: string, collector: ScalarCollector): void {
  let names: readonly string[] | undefined;
  let stepAt = -1;
  eachRecord(file, (fields) => {
    if (names === undefined) {
      names = fields.map((field) => field.trim());
      const lower = names.map((name) => name.toLowerCase());
      stepAt = STEPS.map((name) => lower.indexOf(name)).find((at) => at >= 0) ?? -1;
      if (stepAt >= 0) return;
      throw new InvalidInput(`${file} has no column of steps: name one of its columns ${STEPS.join(', ')}`);
    }
    const step = numberIn(fields[stepAt]);
    // A row that says nothing of a step, or is still being written.
    if (step === undefined) return;
    const values: Record<string, number> = {};
    names.forEach((name, k) => {
      const value = k === stepAt || name === '' ? undefined : numberIn(fields[k]);
      if (value !== undefined) values[name] = value;
    });
    collector.add(step, values);
  });
}

function numberIn(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
