/** How long a device was busy training a run. */
import { readTrainingMetrics } from '../runs/training-metrics.js';
import { readRunRecord, runPaths } from '../train/run-folder.js';

/** Time of all training steps, from their pace. */
export function trainingSeconds(folder: string): number {
  const paths = runPaths(folder);
  const { config } = readRunRecord(paths);
  const { steps } = readTrainingMetrics(paths.metrics);
  return steps.reduce((sum, { viewsPerSecond }) => sum + (2 * config.batch) / viewsPerSecond, 0);
}
