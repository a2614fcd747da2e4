/**
 * Verdicts and analyses as a page, as Markdown, as figures in Vega-Lite, SVG and PNG, and as text for the terminal.
 *
 * @packageDocumentation
 */
export type { ReportEntry, RunFacts } from './report.js';
export { type ReportOptions, writeReport } from './write-report.js';
export { findingsMarkdown } from './findings.js';
export { REPORT_FORMAT, verdictsJson } from './verdicts-json.js';
export { type VerdictTableOptions, verdictTable } from './verdict-table.js';
export { type FigureFiles, renderFigure } from './figure-files.js';
export { type NamedAnalysis, lossAtlas } from './loss-atlas.js';
export { writeAtlas } from './write-atlas.js';
export { writeAnalysis } from './write-analysis.js';
