/** The metrics of a run that a table shows, in the order of the page. */
import { EVALUATION_METRICS } from '../runs/run-metrics.js';

/** The name of a metric. */
export type MetricId = keyof typeof METRICS;

const { linearBest, linearLast, neighbours, nearest, effectiveRank } = EVALUATION_METRICS;

export const METRICS = { linearBest, linearLast, neighbours, nearest, effectiveRank } as const;

export const METRIC_IDS = Object.keys(METRICS) as MetricId[];
