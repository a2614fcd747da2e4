/**
 * Training runs as they lie on the disk: evaluated, compared, exported.
 *
 * @packageDocumentation
 */
export {
  type EvaluateRunOptions,
  type RunEvaluation,
  type BaselineName,
  evaluateRun,
} from '../results/runs/evaluate-run.js';
export type { Evaluation, Subject, ImagesUsed } from '../results/runs/evaluation.js';
export { TEST_CHOICES, type TestChoice } from '../results/runs/test-choices.js';
export type { Progress, OnProgress } from '../results/runs/representation.js';
export { runsBelow } from '../results/runs/runs-below.js';
export { type Scalars, readScalars } from '../results/runs/scalars.js';
export { readEvaluations } from '../results/runs/evaluation-file.js';
export type { TrainingMetrics } from '../results/runs/training-metrics.js';
export { type CompareOptions, type ComparedRuns, compareRuns } from '../results/runs/compare-runs.js';
export type { Comparison, GroupDifference, RunGroup, RunMetrics, RunSummary } from '../results/runs/comparison.js';
export type { MetricName } from '../results/runs/run-metrics.js';
export type { Difference } from '../results/runs/difference.js';
export { type Statistic, statistic } from '../results/runs/statistic.js';
export { comparisonFigures } from '../faces/figures/comparison-figures.js';
export { importanceFigure } from '../faces/figures/importance-figure.js';
export {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportOptions,
  type Exported,
  exportRun,
} from '../results/runs/export-run.js';
