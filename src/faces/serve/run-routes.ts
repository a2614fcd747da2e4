/** Answers to `api/runs.json` and to addresses below `api/runs/`: the list, one run, and events of several. */
import { closeSync, existsSync, fstatSync, openSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { lockOwner } from '../../base/files/lock.js';
import { readInto } from '../../base/files/read-into.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { evaluatedBaselines } from '../../results/runs/evaluated-baselines.js';
import { readEvaluations } from '../../results/runs/evaluation-file.js';
import { openRun } from '../../results/runs/run-summary.js';
import { readMetrics, type MetricsLine } from '../../training/train/metrics-log.js';
import { objectiveTitle } from '../../training/train/objective-title.js';
import { readRunRecord, runPaths } from '../../training/train/run-folder.js';
import type { RunConfig } from '../../training/train/run-options.js';
import { nameOfJson } from './addresses.js';
import type { Answer } from './answer.js';
import type { RunDetail, RunLine, RunScalars, RunSummaryAnswer, Source, RunEvent } from './api.js';
import { metricsFollower } from './follow-metrics.js';
import { isForeign, lastStepOf, scalarsIn } from './foreign-runs.js';

/** Milliseconds between two looks. */
const LOOK = 500;

/** Largest number of lines per event: a long run comes in pieces that a page can draw meanwhile. */
const LINES = 5000;

/** A run that was given, under the name that readers see. */
export interface GivenRun extends Source {
  /** Its folder on the disk. */
  readonly place: string;
}

/** Says how answers look to their readers. */
interface Look {
  /** Returns the name under which readers see a path of this machine. */
  readonly shownAs: (place: string) => string;
  /** True if runs are followed; else none is training, as far as readers are told. */
  readonly live: boolean;
}

/** Answers `runs.json` or an address below `runs/`, of which the parts are given; undefined for an unknown one. */
export function runAnswer(
  runs: readonly GivenRun[],
  parts: readonly string[],
  query: URLSearchParams,
  look: Look,
): Answer | undefined {
  const [kind, named = '', what = ''] = parts;
  if (kind === 'runs.json')
    return parts.length === 1 ? { kind: 'json', value: runs.map((run) => runLine(run, look)) } : undefined;
  if (parts.length === 2 && named === 'events') {
    const chosen = query.getAll('run').map((id) => runs.find((run) => run.id === id));
    if (chosen.length === 0 || !chosen.every((run) => run !== undefined)) return undefined;
    return { kind: 'events', follow: (send, signal) => followRuns(chosen, send, signal) };
  }
  const id = parts.length === 2 ? nameOfJson(named) : named;
  const run = runs.find((one) => one.id === id);
  if (run === undefined || parts.length > 3) return undefined;
  if (parts.length === 2) return { kind: 'json', value: runDetail(run, look) };
  if (what === 'scalars.json') return { kind: 'json', value: runScalars(run) };
  if (isForeign(run.place)) return undefined;
  if (what === 'metrics.json') return { kind: 'json', value: metricsOf(run) };
  return what === 'summary.json' ? { kind: 'json', value: summaryOf(run, look) } : undefined;
}

/**
 * Returns the entry of a run in the list; damaged files are reported in its entry, and the other runs are listed all the same.
 */
function runLine({ id, folder, place }: GivenRun, { live }: Look): RunLine {
  const paths = runPaths(place);
  try {
    if (isForeign(place)) {
      const scalars = scalarsIn(place);
      return { id, folder, foreign: { step: lastStepOf(scalars), scalars: Object.keys(scalars).length } };
    }
    const { config, dataset, steps, startedAt } = readRunRecord(paths);
    const { model, seed, epochs } = config;
    const training = live && lockOwner(paths.lock) !== undefined;
    return {
      id,
      folder,
      known: {
        objective: objectiveTitle(config),
        model,
        seed,
        epochs,
        dataset: dataset.name,
        startedAt,
        steps,
        step: lastStep(paths.metrics),
        training,
      },
    };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { id, folder, fault: error.message };
  }
}

function runScalars({ id, folder, place }: GivenRun): RunScalars {
  return { id, folder, foreign: isForeign(place), scalars: scalarsIn(place) };
}

function runDetail({ id, folder, place }: GivenRun, look: Look): RunDetail {
  if (isForeign(place)) return { id, folder, evaluations: [] };
  const record = readRunRecord(runPaths(place));
  return {
    id,
    folder,
    record: { ...record, config: shownConfig(record.config, look) },
    objective: objectiveTitle(record.config),
    evaluations: readEvaluations(place),
  };
}

function metricsOf({ place }: GivenRun): readonly MetricsLine[] {
  const { metrics } = runPaths(place);
  return existsSync(metrics) ? readMetrics(metrics) : [];
}

function summaryOf({ folder, place }: GivenRun, look: Look): RunSummaryAnswer {
  const { run, ...rest } = openRun(place).comparable;
  return {
    ...rest,
    run: { ...run, folder, config: shownConfig(run.config, look) },
    lossTitle: objectiveTitle({ loss: run.config.loss }),
    baselines: evaluatedBaselines(readEvaluations(place)),
  };
}

function shownConfig(config: RunConfig, { shownAs }: Look): RunConfig {
  return { ...config, data: shownAs(config.data) };
}

/** Number of bytes read from the end of a file: more than any line has. */
const TAIL = 16_384;

/** Returns the step of the last whole line; 0 if there is none. */
function lastStep(metrics: string): number {
  let descriptor: number;
  try {
    descriptor = openSync(metrics, 'r');
  } catch {
    return 0;
  }
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(TAIL, size));
    readInto(descriptor, tail, size - tail.length);
    const steps = [...tail.toString('utf8').matchAll(/^\{"step":(\d+),.*\}\n/gm)];
    return Number(steps.at(-1)?.[1] ?? 0);
  } finally {
    closeSync(descriptor);
  }
}

/** Follows runs until the signal. @param send writes one event @param signal ends it */
async function followRuns(
  runs: readonly GivenRun[],
  send: (event: RunEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const followed = runs.map(({ id, place }) => ({ id, place, look: metricsFollower(runPaths(place).metrics) }));
  const training = new Map<string, boolean>();
  // A browser that connects again keeps what it had.
  for (const { id } of followed) await send({ run: id, kind: 'restart' });
  while (!signal.aborted) {
    for (const { id, place, look } of followed) {
      const { restarted, lines } = look();
      if (restarted) await send({ run: id, kind: 'restart' });
      for (let k = 0; k < lines.length && !signal.aborted; k += LINES) {
        await send({ run: id, kind: 'lines', lines: lines.slice(k, k + LINES) });
      }
      const now = lockOwner(runPaths(place).lock) !== undefined;
      if (training.get(id) !== now) await send({ run: id, kind: 'state', training: now });
      training.set(id, now);
    }
    await setTimeout(LOOK, undefined, { signal }).catch(() => undefined);
  }
}
