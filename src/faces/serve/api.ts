/**
 * Types of the answers that the explorer reads, and their addresses below `api/`. A server gives them, or a web host whose files
 * `alpha-cl site` has written: answers that change, or are made on demand, are from a server alone.
 */
import type { ClaimLine, Found } from '../views/claim-detail.js';
import type { RunFacts } from '../views/report-entry.js';
import type { ComparableRun } from '../../results/runs/comparison.js';
import type { Inspection } from '../../results/inspect/inspection.js';
import type { Scalars } from '../../results/runs/scalars.js';
import type { EvaluatedBaseline } from '../../results/runs/evaluated-baselines.js';
import type { Evaluation } from '../../results/runs/evaluation.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import type { TableSummary } from '../../results/tables/table-summary.js';
import type { MetricsLine } from '../../training/train/metrics-log.js';
import type { RunRecord } from '../../training/train/run-folder.js';

/** Answer to `sources.json`: the given folders, in the order in which they were given. */
export interface Sources {
  /** Version of alpha-cl. */
  readonly version: string;
  /** True from a server, which follows runs and makes instances again; false of a site’s files. */
  readonly live: boolean;
  readonly reports: readonly Source[];
  readonly runs: readonly Source[];
  readonly tables: readonly TableSource[];
  readonly inspections: readonly Source[];
  /** Given folders that hold nothing of these yet. */
  readonly waiting: readonly string[];
}

export interface Source {
  /** Name in addresses; stays the same while the server runs. */
  readonly id: string;
  readonly folder: string;
}

interface TableSource extends Pick<Source, 'id'> {
  /** Path of the file `losses-laptop.json`. */
  readonly file: string;
}

/**
 * Answer to `reports/ID.json`. `reports/ID/claims/CLAIM.json` answers with a `ClaimDetail`, `reports/ID/claims/CLAIM/cases.json` with
 * `ClaimCases`, `reports/ID/figures/NAME` with a file.
 */
export interface ReportOverview {
  readonly run: RunFacts;
  readonly claims: readonly ClaimLine[];
}

/** A server's answer to `reports/ID/claims/CLAIM/again?case=CASE`: a generated instance made again from its seed and checked again. */
export interface CaseAgain extends Found {
  readonly instance: unknown;
  /** True if residual and bound equal those of the report. */
  readonly same: boolean;
}

/** Element of the answer to `runs.json`, one per run. */
export interface RunLine extends Source {
  readonly known?: {
    /** Its loss as papers name it, with its parameters: `InfoNCE, τ = 0.5`. */
    readonly objective: string;
    readonly model: string;
    readonly seed: number;
    readonly epochs: number;
    /** Name of the images: `CIFAR-10 train`. */
    readonly dataset: string;
    readonly startedAt: string;
    /** Steps done; `steps`: those of the whole run. */
    readonly step: number;
    readonly steps: number;
    /** True if a process holds the run's lock, as far as this machine can tell. */
    readonly training: boolean;
  };
  /** A run of another program, of which only scalars are known. */
  readonly foreign?: {
    /** The last step of which there is a value. */
    readonly step: number;
    /** Number of scalars by name. */
    readonly scalars: number;
  };
  /** The reason why nothing is known of the run. */
  readonly fault?: string;
}

/** Answer to `runs/ID.json`. `runs/ID/metrics.json` answers with all `MetricsLine`s. */
export interface RunDetail extends Source {
  /** Absent of a run of another program, as is `objective`, its loss as papers name it. */
  readonly record?: RunRecord;
  readonly objective?: string;
  readonly evaluations: readonly Evaluation[];
}

/** Answer to `runs/ID/scalars.json`: what TensorBoard would show of a run. */
export interface RunScalars extends Source {
  /** True of a run of another program. */
  readonly foreign: boolean;
  readonly scalars: Scalars;
}

/** Answer to `inspections/ID.json`, one of each file that was inspected. */
export type InspectionDetail = readonly Inspection[];

/** Answer to `tables/ID.json`: a table of results as it was last written. */
export interface TableDetail {
  readonly file: string;
  /** Time of the last change of the file, ISO 8601. */
  readonly writtenAt: string;
  /** The command that continues the table. */
  readonly command: string;
  readonly summary: TableSummary;
  /** Its finished runs among those given; `run` is the id of each. */
  readonly runs: readonly (Pick<TableJob, 'row' | 'column' | 'seed' | 'baselines'> & { readonly run: string })[];
}

/** Answer to `runs/ID/summary.json`: a run as it is compared, and what curves are drawn with. */
export interface RunSummaryAnswer extends ComparableRun {
  /** Its loss as papers name it, without its parameters. */
  readonly lossTitle: string;
  readonly baselines: readonly EvaluatedBaseline[];
}

/** One of the server-sent events of `runs/events?run=ID&run=ID…`. */
export type RunEvent = { readonly run: string } & (
  | { readonly kind: 'restart' }
  | { readonly kind: 'lines'; readonly lines: readonly MetricsLine[] }
  | { readonly kind: 'state'; readonly training: boolean }
);
