/** A run as it is compared: its configuration, its progress, its evaluations. */
import { objectiveTitle, TITLED_OPTIONS } from '../../training/train/objective-title.js';
import { lastingConfig } from '../../training/train/run-config.js';
import { readRunRecord, runPaths } from '../../training/train/run-folder.js';
import type { ComparableRun, RunMetrics } from './comparison.js';
import type { Evaluation } from './evaluation.js';
import { readEvaluations } from './evaluation-file.js';
import { EVALUATION_METRICS, type MetricKind } from './run-metrics.js';
import { readTrainingMetrics, type TrainingMetrics } from './training-metrics.js';

export interface OpenedRun {
  readonly comparable: ComparableRun;
  readonly metrics: TrainingMetrics;
}

/** Reads a run. @throws InvalidInput when there is no run, or `run.json` or `evaluation.json` is damaged */
export function openRun(folder: string): OpenedRun {
  const paths = runPaths(folder);
  const { config, dataset, engine, steps, batchesPerEpoch } = readRunRecord(paths);
  const metrics = readTrainingMetrics(paths.metrics);
  const evaluations = readEvaluations(folder)
    .filter(({ subject }) => subject.kind === 'encoder')
    .toSorted((a, b) => stepOf(a) - stepOf(b));
  const { seed: _seed, subset: _subset, ...lasting } = lastingConfig(config) as Record<string, string | number>;
  return {
    metrics,
    comparable: {
      run: { folder, config, dataset, engine, step: metrics.steps.at(-1)?.step ?? 0, steps, batchesPerEpoch },
      title: objectiveTitle(config),
      titled: TITLED_OPTIONS,
      options: { ...lasting, images: dataset.images },
      finalLoss: finalLoss(metrics, batchesPerEpoch),
      evaluations: Object.fromEntries(
        evaluations.map((evaluation) => [
          evaluation.images.choice,
          {
            evaluated: {
              step: stepOf(evaluation),
              test: evaluation.images.test,
              linearEpochs: evaluation.linear.last.epoch,
            },
            metrics: evaluationMetrics(evaluation),
          },
        ]),
      ),
    },
  };
}

function stepOf({ subject }: Evaluation): number {
  return subject.kind === 'encoder' ? subject.step : 0;
}

function finalLoss({ steps }: TrainingMetrics, batchesPerEpoch: number): number | null {
  const last = steps.at(-1);
  if (last === undefined) return null;
  const from = (Math.ceil(last.step / batchesPerEpoch) - 1) * batchesPerEpoch;
  const epoch = steps.filter(({ step }) => step > from);
  return epoch.reduce((sum, { loss }) => sum + loss, 0) / epoch.length;
}

function evaluationMetrics(evaluation: Evaluation): Omit<RunMetrics, 'finalLoss'> {
  const metrics: readonly (readonly [string, MetricKind])[] = Object.entries(EVALUATION_METRICS);
  return Object.fromEntries(metrics.map(([name, { of }]) => [name, of(evaluation) ?? null])) as RunMetrics;
}
