/** Writes the metrics of a run: each line to `metrics.jsonl`, and to TensorBoard's file. */
import { QUANTILES } from '../evaluate/importance-distribution.js';
import { openEventFile, type EventFile } from './event-file.js';
import { openMetricsLog, type MetricsLine, type MetricsLog } from './metrics-log.js';
import type { RunPaths } from './run-folder.js';

/**
 * @param steps that are done; metrics of later ones count no longer
 * @param since when the process began with the run, in milliseconds since 1970
 * @throws InvalidInput when a file cannot be opened or cut
 */
export function openRunLog(
  { folder, metrics }: RunPaths,
  { steps, since }: { readonly steps: number; readonly since: number },
  notice: (text: string) => void,
): MetricsLog {
  const lines = openMetricsLog(metrics, steps, notice);
  // With the first line: a run that is over leaves no empty file.
  let events: EventFile | undefined;
  return {
    kept: lines.kept,
    append: (line) => {
      events ??= openEventFile(folder, steps, since);
      // The copy first: what a killed process has not written to both is measured again.
      events.append(line.step, scalarsOf(line));
      lines.append(line);
    },
    flush: () => {
      events?.flush();
      lines.flush();
    },
    close: () => {
      events?.close();
      lines.close();
    },
  };
}

/** By the names that TensorBoard shows. */
export function scalarsOf(line: MetricsLine): Record<string, number> {
  if ('loss' in line) {
    return {
      'train/loss': line.loss,
      // A step that was skipped in float16 has none.
      ...(line.gradientNorm !== null && { 'train/gradient_norm': line.gradientNorm }),
      'train/learning_rate': line.learningRate,
      'train/views_per_second': line.viewsPerSecond,
    };
  }
  if ('knn' in line) return { 'knn/weighted': line.knn.weighted, 'knn/nearest': line.knn.nearest };
  const { deciles, quantiles, effectiveShare, rankCorrelation, meanDistance, weightedDistance } = line.importance;
  return {
    ...Object.fromEntries(deciles.map((weight, k) => [`importance_by_distance/decile_${k + 1}`, weight])),
    ...Object.fromEntries(quantiles.map((value, k) => [`importance/quantile_${QUANTILES[k] ?? k}`, value])),
    'importance/effective_share': effectiveShare,
    'importance/rank_correlation': rankCorrelation,
    'importance/mean_distance': meanDistance,
    'importance/weighted_distance': weightedDistance,
    ...(line.spectrum !== undefined && { 'spectrum/effective_rank': line.spectrum.effectiveRank }),
  };
}
