/** Reads a run's `metrics.jsonl` by kind, also while it is being written. */
import { existsSync } from 'node:fs';
import { readMetrics, type KnnMetrics, type StepMetrics } from '../../training/train/metrics-log.js';

/** Metrics that a run wrote while it trained, by kind. */
export interface TrainingMetrics {
  readonly steps: readonly StepMetrics[];
  /** Empty where neighbours were not followed. */
  readonly knn: readonly KnnMetrics[];
  /** True if α was looked at. */
  readonly importance: boolean;
}

/**
 * @returns nothing of a file that is not there, and of a damaged one what comes before the damage
 * @throws InvalidInput when the file cannot be read
 */
export function readTrainingMetrics(file: string): TrainingMetrics {
  const lines = existsSync(file) ? readMetrics(file) : [];
  return {
    steps: lines.filter((line) => 'loss' in line),
    knn: lines.filter((line) => 'knn' in line),
    importance: lines.some((line) => 'importance' in line),
  };
}
