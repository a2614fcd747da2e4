/** Types of the server's answers; the explorer reads nothing else. */
import type { ClaimLine, Found } from '../views/claim-detail.js';
import type { RunFacts } from '../views/report-entry.js';
import type { Comparison } from '../../results/runs/compare-runs.js';
import type { Scalars } from '../../results/runs/scalars.js';
import type { EvaluatedBaseline } from '../../results/runs/evaluated-baselines.js';
import type { Evaluation } from '../../results/runs/evaluation.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import type { TableSummary } from '../../results/tables/table-summary.js';
import type { MetricsLine } from '../../training/train/metrics-log.js';
import type { RunRecord } from '../../training/train/run-folder.js';

/** Answer to `GET /api/sources`: the given folders, in the order in which they were given. */
export interface Sources {
  /** Version of alpha-cl. */
  readonly version: string;
  readonly reports: readonly Source[];
  readonly runs: readonly Source[];
  readonly tables: readonly TableSource[];
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
 * Answer to `GET /api/reports/ID`. `…/claims/CLAIM` answers with a `ClaimDetail`, `…/claims/CLAIM/cases/CASE` with a `CaseDetail`, where CASE
 * is the place of an instance among the generated ones, `worst`, `counterexample`, or `counterfeit:ID`.
 */
export interface ReportOverview {
  readonly run: RunFacts;
  readonly claims: readonly ClaimLine[];
}

/** Answer to `GET …/cases/CASE/again`: a generated instance made again from its seed and checked again. */
export interface CaseAgain extends Found {
  readonly instance: unknown;
  /** True if residual and bound equal those of the report. */
  readonly same: boolean;
}

/** Element of the answer to `GET /api/runs`, one per run. */
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

/** Answer to `GET /api/runs/ID`. */
export interface RunDetail extends Source {
  /** Absent of a run of another program, as is `objective`, its loss as papers name it. */
  readonly record?: RunRecord;
  readonly objective?: string;
  readonly evaluations: readonly Evaluation[];
}

/** Element of the answer to `GET /api/runs/scalars?run=ID&run=ID…`: what TensorBoard would show of a run. */
export interface RunScalars extends Source {
  /** True of a run of another program. */
  readonly foreign: boolean;
  readonly scalars: Scalars;
}

/** Answer to `GET /api/tables/ID`: a table of results as it was last written. */
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

/** Answer to `GET /api/runs/compare?run=ID&run=ID…`: the output of `alpha-cl compare --json`, and what curves are drawn with. */
export interface RunComparison extends Comparison {
  /** Loss of each run as papers name it, without its parameters, by its name in the configuration. */
  readonly lossTitles: Readonly<Record<string, string>>;
  readonly baselines: readonly EvaluatedBaseline[];
}

/** One of the server-sent events of `GET /api/runs/events?run=ID&run=ID…`. */
export type RunEvent = { readonly run: string } & (
  | { readonly kind: 'restart' }
  | { readonly kind: 'lines'; readonly lines: readonly MetricsLine[] }
  | { readonly kind: 'state'; readonly training: boolean }
);
