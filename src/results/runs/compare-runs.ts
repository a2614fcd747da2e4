/** Comparison of runs in folders. */
import path from 'node:path';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { comparisonOf, type Comparison } from './comparison.js';
import { openRun } from './run-summary.js';
import { TEST_CHOICES, type TestChoice } from './test-choices.js';
import type { TrainingMetrics } from './training-metrics.js';

/** A comparison, with the metrics of each run for its curves. */
export interface ComparedRuns {
  readonly comparison: Comparison;
  /** Metrics by the folder of the run. */
  readonly metrics: ReadonlyMap<string, TrainingMetrics>;
}

/** Choice of the evaluations that are compared. */
export interface CompareOptions {
  /** Test images of the evaluations. Default: those that most runs have, `official` of equally many. */
  readonly test?: TestChoice;
}

/**
 * Compares runs, grouped by configuration.
 *
 * @throws InvalidInput when no run is given or one twice, a folder holds none, or its files are damaged
 * @example
 * compareRuns(['run']).comparison.groups.map(({ seeds }) => seeds); // [[1]]
 * compareRuns([]); // throws no runs given: pass one or more run folders
 */
export function compareRuns(folders: readonly string[], { test }: CompareOptions = {}): ComparedRuns {
  if (folders.length === 0) throw new InvalidInput('no runs given: pass one or more run folders');
  if (test !== undefined && !TEST_CHOICES.includes(test))
    throw unknownName('choice of test images', test, TEST_CHOICES);
  const twice = folders.find(
    (folder, k) => folders.findIndex((other) => path.resolve(other) === path.resolve(folder)) < k,
  );
  if (twice !== undefined)
    throw new InvalidInput(`${twice} is given twice, and its metrics would count twice: name it once`);
  const opened = folders.map(openRun);
  return {
    comparison: comparisonOf(
      opened.map(({ comparable }) => comparable),
      test,
    ),
    metrics: new Map(opened.map(({ comparable: { run }, metrics }) => [run.folder, metrics])),
  };
}
