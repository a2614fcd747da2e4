/** Answers to addresses below `/api/runs`: the list, one run, and runs side by side. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { lockOwner } from '../../base/files/lock.js';
import { readInto } from '../../base/files/read-into.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { compareRuns } from '../../results/runs/compare-runs.js';
import { evaluatedBaselines } from '../../results/runs/evaluated-baselines.js';
import { readEvaluations } from '../../results/runs/evaluation-file.js';
import { objectiveTitle } from '../../training/train/objective-title.js';
import { readRunRecord, runPaths } from '../../training/train/run-folder.js';
import type { Answer } from './answer.js';
import type { RunComparison, RunDetail, RunLine, RunScalars, Source, RunEvent } from './api.js';
import { metricsFollower } from './follow-metrics.js';
import { isForeign, lastStepOf, scalarsIn } from './foreign-runs.js';

/** Milliseconds between two looks. */
const LOOK = 500;

/** Largest number of lines per event: a long run comes in pieces that a page can draw meanwhile. */
const LINES = 5000;

/** Answers an address below `/api/runs`; undefined for an unknown one. */
export function runAnswer(
  runs: readonly Source[],
  parts: readonly string[],
  query: URLSearchParams,
): Answer | undefined {
  const [first] = parts;
  if (first === undefined) return { kind: 'json', value: runs.map(runLine) };
  if (parts.length > 1) return undefined;
  if (first === 'compare' || first === 'events' || first === 'scalars') {
    const chosen = query.getAll('run').map((id) => runs.find((run) => run.id === id));
    if (chosen.length === 0 || !chosen.every((run) => run !== undefined)) return undefined;
    if (first === 'scalars') return { kind: 'json', value: chosen.map(runScalars) };
    return first === 'compare'
      ? { kind: 'json', value: runComparison(chosen.map(({ folder }) => folder)) }
      : { kind: 'events', follow: (send, signal) => followRuns(chosen, send, signal) };
  }
  const run = runs.find(({ id }) => id === first);
  return run === undefined ? undefined : { kind: 'json', value: runDetail(run) };
}

/**
 * Returns the entry of a run in the list; damaged files are reported in its entry, and the other runs are listed all the same.
 */
function runLine({ id, folder }: Source): RunLine {
  const paths = runPaths(folder);
  try {
    if (isForeign(folder)) {
      const scalars = scalarsIn(folder);
      return { id, folder, foreign: { step: lastStepOf(scalars), scalars: Object.keys(scalars).length } };
    }
    const { config, dataset, steps, startedAt } = readRunRecord(paths);
    const { model, seed, epochs } = config;
    const training = lockOwner(paths.lock) !== undefined;
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

function runScalars({ id, folder }: Source): RunScalars {
  return { id, folder, foreign: isForeign(folder), scalars: scalarsIn(folder) };
}

function runDetail({ id, folder }: Source): RunDetail {
  if (isForeign(folder)) return { id, folder, evaluations: [] };
  const record = readRunRecord(runPaths(folder));
  return { id, folder, record, objective: objectiveTitle(record.config), evaluations: readEvaluations(folder) };
}

function runComparison(folders: readonly string[]): RunComparison {
  const { comparison } = compareRuns(folders);
  const losses = comparison.groups.flatMap(({ runs }) => runs.map(({ config }) => config.loss));
  return {
    ...comparison,
    lossTitles: Object.fromEntries(losses.map((loss) => [loss, objectiveTitle({ loss })])),
    baselines: evaluatedBaselines(folders.flatMap(readEvaluations)),
  };
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
  runs: readonly Source[],
  send: (event: RunEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const followed = runs.map(({ id, folder }) => ({ id, folder, look: metricsFollower(runPaths(folder).metrics) }));
  const training = new Map<string, boolean>();
  // A browser that connects again keeps what it had.
  for (const { id } of followed) await send({ run: id, kind: 'restart' });
  while (!signal.aborted) {
    for (const { id, folder, look } of followed) {
      const { restarted, lines } = look();
      if (restarted) await send({ run: id, kind: 'restart' });
      for (let k = 0; k < lines.length && !signal.aborted; k += LINES) {
        await send({ run: id, kind: 'lines', lines: lines.slice(k, k + LINES) });
      }
      const now = lockOwner(runPaths(folder).lock) !== undefined;
      if (training.get(id) !== now) await send({ run: id, kind: 'state', training: now });
      training.set(id, now);
    }
    await setTimeout(LOOK, undefined, { signal }).catch(() => undefined);
  }
}
