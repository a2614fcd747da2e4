/**
 * Training runs as they lie on the disk: evaluated, compared, exported.
 *
 * @packageDocumentation
 */
export { type EvaluateRunOptions, type RunEvaluation, type BaselineName, evaluateRun } from './evaluate-run.js';
export type { Evaluation, Subject, ImagesUsed } from './evaluation.js';
export { TEST_CHOICES, type TestChoice } from './evaluated-images.js';
export type { Progress, OnProgress } from './representation.js';
export { readEvaluations } from './evaluation-file.js';
export type { TrainingMetrics } from './training-metrics.js';
export type { RunSummary, RunFigures, FigureName } from './run-summary.js';
export {
  type CompareOptions,
  type ComparedRuns,
  type Comparison,
  type RunGroup,
  type Statistic,
  compareRuns,
  statistic,
} from './compare-runs.js';
export { comparisonFigures } from './comparison-figures.js';
export { importanceFigure } from './importance-figure.js';
export { EXPORT_FORMATS, type ExportFormat, type ExportOptions, type Exported, exportRun } from './export-run.js';
