/** A run in a few metrics: its configuration, its progress, its evaluation. */
import type { RunConfig } from '../../training/train/run-options.js';
import { readRunRecord, runPaths, type RunRecord } from '../../training/train/run-folder.js';
import type { TestChoice } from './test-choices.js';
import type { Evaluation } from './evaluation.js';
import { readEvaluations } from './evaluation-file.js';
import { readTrainingMetrics, type TrainingMetrics } from './training-metrics.js';

/** Metrics that runs are compared by; null where a run has none. Shares are 0..1. */
export interface RunMetrics {
  /** Mean over the steps of the last epoch, as far as they are done. */
  readonly finalLoss: number | null;
  readonly linearBest: number | null;
  readonly linearLast: number | null;
  readonly neighbours: number | null;
  readonly nearest: number | null;
  readonly effectiveRank: number | null;
  readonly embeddingRank: number | null;
  readonly alignment: number | null;
  readonly uniformity: number | null;
}

/** A metric of a run by name. */
export type MetricName = keyof RunMetrics;

/** Summary of a run: its configuration, its progress, and its metrics. */
export interface RunSummary {
  readonly folder: string;
  readonly config: RunConfig;
  readonly dataset: RunRecord['dataset'];
  readonly engine: RunRecord['engine'];
  /** Steps done; `steps`: those of the whole run. */
  readonly step: number;
  readonly steps: number;
  readonly batchesPerEpoch: number;
  /** The evaluated representation and images; absent without evaluation. */
  readonly evaluated?: { readonly step: number; readonly test: Evaluation['images']['test'] };
  readonly metrics: RunMetrics;
}

export interface OpenedRun {
  readonly summary: (choice: TestChoice) => RunSummary;
  /** Kinds of test images on which its encoder was evaluated. */
  readonly choices: readonly TestChoice[];
  readonly metrics: TrainingMetrics;
}

/** Reads a run. @throws InvalidInput when there is no run, or `run.json` or `evaluation.json` is damaged */
export function openRun(folder: string): OpenedRun {
  const paths = runPaths(folder);
  const record = readRunRecord(paths);
  const metrics = readTrainingMetrics(paths.metrics);
  const evaluations = readEvaluations(folder).filter(({ subject }) => subject.kind === 'encoder');
  const { config, dataset, engine, steps, batchesPerEpoch } = record;
  return {
    metrics,
    choices: [...new Set(evaluations.map(({ images }) => images.choice))],
    summary: (choice) => {
      const evaluation = evaluations
        .filter(({ images }) => images.choice === choice)
        .toSorted((a, b) => stepOf(b) - stepOf(a))[0];
      return {
        folder,
        config,
        dataset,
        engine,
        step: metrics.steps.at(-1)?.step ?? 0,
        steps,
        batchesPerEpoch,
        ...(evaluation !== undefined && { evaluated: { step: stepOf(evaluation), test: evaluation.images.test } }),
        metrics: { finalLoss: finalLoss(metrics, batchesPerEpoch), ...evaluationMetrics(evaluation) },
      };
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

function evaluationMetrics(evaluation: Evaluation | undefined): Omit<RunMetrics, 'finalLoss'> {
  return {
    linearBest: evaluation?.linear.best.testAccuracy ?? null,
    linearLast: evaluation?.linear.last.testAccuracy ?? null,
    neighbours: evaluation?.neighbours.weighted ?? null,
    nearest: evaluation?.neighbours.nearest ?? null,
    effectiveRank: evaluation?.spectrum?.features?.effectiveRank ?? null,
    embeddingRank: evaluation?.spectrum?.embedding?.effectiveRank ?? null,
    alignment: evaluation?.views?.embedding?.alignment ?? null,
    uniformity: evaluation?.views?.embedding?.uniformity ?? null,
  };
}
