/**
 * Verdicts and analyses as a page, as Markdown, as figures in Vega-Lite, SVG and PNG, and as text for the terminal.
 *
 * @packageDocumentation
 */
export type { ReportEntry, RunFacts } from '../faces/views/report-entry.js';
export { type ReportOptions, writeReport } from '../faces/report/write-report.js';
export { findingsMarkdown } from '../faces/report/findings.js';
export { REPORT_FORMAT, verdictsJson } from '../faces/report/verdicts-json.js';
export { type VerdictTableOptions, verdictTable } from '../faces/report/verdict-table.js';
export { drawPng } from '../faces/figures/draw-png.js';
export { type FigureFiles, renderFigure } from '../faces/figures/figure-files.js';
export { type NamedAnalysis, lossAtlas } from '../faces/report/loss-atlas.js';
export { writeAtlas } from '../faces/report/write-atlas.js';
export { writeAnalysis } from '../faces/report/write-analysis.js';
export { conclude, type Conclusion, type ConclusionRow, type ConclusionSign } from '../faces/report/conclusion.js';
export type { Analysed } from '../faces/report/analysed.js';
