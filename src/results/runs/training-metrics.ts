/** Reads a run's `metrics.jsonl` by kind, also while it is being written. */
import { existsSync } from 'node:fs';
import { readMetrics, type KnnMetrics, type StepMetrics } from '../../training/train/metrics-log.js';

/** Metrics that a run wrote while it trained, by kind. */
export interface TrainingMetrics {
  readonly steps: readonly StepMetrics[];
  /** Accuracies of neighbours; empty if they were not followed. */
  readonly knn: readonly KnnMetrics[];
  /** True if α was observed. */
  readonly importance: boolean;
}

/**
 * Reads the metrics of a run.
 *
 * @returns nothing of a missing file, and of a damaged one the lines before the damage
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
