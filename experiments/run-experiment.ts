/** Runs all cells of an experiment. */
import path from 'node:path';
import { openCellLog } from '../src/base/cells/cell-log.js';
import { runCells, type CellProgress } from '../src/base/cells/run-cells.js';
import { packageVersion } from '../src/base/version.js';
import type { Experiment, Finished, Profile } from './experiment.js';

export interface RunExperimentOptions {
  readonly profile: Profile;
  /** Folder where finished cells are kept, so that a later run goes on from them. Default: nothing is kept. */
  readonly out?: string;
  /** Worker threads. Default: as many as the machine runs in parallel. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CellProgress) => void;
}

export interface ExperimentResults {
  readonly experiment: string;
  readonly profile: Profile;
  readonly version: string;
  readonly node: string;
  /** ISO 8601. */
  readonly finishedAt: string;
  readonly cells: readonly Finished<unknown, unknown>[];
}

/**
 * @param experiment one of the catalogue, since a worker finds it there by its id
 * @returns results that depend on the profile alone, but for the date
 */
export async function runExperiment(
  experiment: Experiment,
  { profile, out, ...options }: RunExperimentOptions,
): Promise<ExperimentResults> {
  const [version, node] = [packageVersion(), process.version];
  const cells = experiment.cells(profile);
  const log =
    out === undefined
      ? undefined
      : await openCellLog(path.join(out, `${experiment.id}.cells.jsonl`), [experiment.id, version, node]);
  const catalogue = new URL('./index.js', import.meta.url);
  const results = await runCells({ ...options, catalogue, id: experiment.id, cells, ...(log && { log }) });
  return {
    experiment: experiment.id,
    profile,
    version,
    node,
    finishedAt: new Date().toISOString(),
    cells: cells.map((cell, place) => ({ cell, result: results[place] })),
  };
}
