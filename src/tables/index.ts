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
  type PublishedFigure,
} from './benchmark-table.js';
export { type Recipe, type LinearRecipe, recipeDifferences } from './recipe.js';
export { type TableJob, type JobOptions, tableJobs, tablePreset } from './table-jobs.js';
export { type TableRun, type JobState, type Found, type MeasuredEncoder, collectRuns } from './table-runs.js';
export { type TableWatch, type TableProgress, reproduceTable } from './reproduce-table.js';
export { type JobWatch, type JobProgress, finishJob } from './finish-job.js';
export { type PlanOptions, type TablePlan, type JobPlan, type StepClass, type Cost, planTable } from './plan-table.js';
export { type TableToWrite, type WrittenTable, writeTable } from './write-table.js';
export type { TableSummary } from './table-summary.js';
export type { ColumnSummary, LineSummary, PublishedSummary, OtherRecipe } from './column-summary.js';
export type { FigureId } from './table-figures.js';
export type { Difference } from './difference.js';
export type { Mixture } from './mixtures.js';
export type { TrainingRates } from '../runs/training-cost.js';
