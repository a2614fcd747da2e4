/**
 * Tables of results: their jobs as plain data, runs collected from folders alone, and the page as Markdown, HTML, LaTeX and JSON.
 *
 * @packageDocumentation
 */
export {
  TABLE_PRESETS,
  type TablePresetName,
  type BenchmarkTable,
  type TableRow,
  type TableColumn,
  type TablePreset,
  type ColumnSetting,
  type PublishedResult,
} from '../results/tables/benchmark-table.js';
export { type Recipe, type LinearRecipe, recipeDifferences } from '../results/tables/recipe.js';
export { type TableJob, type JobOptions, tableJobs, tablePreset } from '../results/tables/table-jobs.js';
export {
  type TableRun,
  type JobState,
  type Found,
  type MeasuredEncoder,
  collectRuns,
} from '../results/tables/table-runs.js';
export { type TableWatch, type TableProgress, reproduceTable } from '../results/tables/reproduce-table.js';
export { type JobWatch, type JobProgress, finishJob } from '../results/tables/finish-job.js';
export {
  type PlanOptions,
  type TablePlan,
  type JobPlan,
  type StepClass,
  type Cost,
  planTable,
} from '../results/tables/plan-table.js';
export { type TableToWrite, type WrittenTable, writeTable } from '../faces/report/write-table.js';
export type { TableSummary } from '../results/tables/table-summary.js';
export type { ColumnSummary, LineSummary, PublishedSummary, OtherRecipe } from '../results/tables/column-summary.js';
export type { MetricId } from '../results/tables/table-metrics.js';
export type { Difference } from '../results/runs/difference.js';
export type { Mixture } from '../results/tables/mixtures.js';
export type { TrainingRates } from '../results/tables/measured-rates.js';
