/** What the server answers, as types: the explorer reads nothing else. */
import type { CounterfeitVerdict, Counterexample, RealVerdict, Status, Verdict } from '../../claims/verdict.js';
import type { Evidence } from '../../claims/claim.js';
import type { GradeKind } from '../../claims/grade.js';
import type { ClaimWords } from '../report/claim-words.js';
import type { RunFacts } from '../report/report.js';
import type { Comparison } from '../../results/runs/compare-runs.js';
import type { Evaluation } from '../../results/runs/evaluation.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import type { TableSummary } from '../../results/tables/table-summary.js';
import type { MetricsLine } from '../../training/train/metrics-log.js';
import type { RunRecord } from '../../training/train/run-folder.js';

/** `GET /api/sources`: what was given, in the order in which it was given. */
export interface Sources {
  /** Of alpha-cl. */
  readonly version: string;
  readonly reports: readonly Source[];
  readonly runs: readonly Source[];
  readonly tables: readonly TableSource[];
}

export interface Source {
  /** As addresses name it; stays the same while the server runs. */
  readonly id: string;
  readonly folder: string;
}

export interface TableSource extends Pick<Source, 'id'> {
  /** `losses-laptop.json`, with its folder. */
  readonly file: string;
}

/** A number of `verdicts.json`: JSON has no infinite ones, so they are written as text, which `Number` reads. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** `GET /api/reports/ID`. */
export interface ReportOverview {
  readonly run: RunFacts;
  readonly claims: readonly ClaimLine[];
}

export interface ClaimLine extends Pick<ClaimWords, 'id' | 'chapter' | 'title' | 'source'> {
  readonly grade: GradeKind;
  readonly status: Status;
  readonly cases: number;
  readonly requested: number;
  /** Where residual ÷ bound is largest; absent where no instance was checked. */
  readonly worst?: Found;
  readonly counterfeits: number;
  readonly refuted: number;
  readonly seconds: number;
}

export interface Found {
  readonly residual: JsonNumber;
  readonly bound: JsonNumber;
}

/** `GET /api/reports/ID/claims/CLAIM`: a claim without its instances, which are asked for one by one. */
export interface ClaimDetail {
  readonly words: ClaimWords;
  readonly verdict: Pick<Verdict, 'status' | 'cases' | 'requested' | 'reason' | 'seconds'>;
  /** Of every generated instance, in the order of the seed. */
  readonly evidence: readonly Found[];
  /** Where residual ÷ bound is largest; absent where no instance was checked. */
  readonly worst?: Found;
  readonly counterexample?: FoundCounterexample;
  readonly counterfeits: readonly (Pick<CounterfeitVerdict, 'id' | 'description' | 'refuted' | 'alike' | 'cases'> & {
    readonly counterexample?: FoundCounterexample;
  })[];
  readonly real: readonly (Pick<RealVerdict, 'label'> & Found)[];
}

export type FoundCounterexample = Found & Pick<Counterexample, 'replay' | 'shrinks' | 'error'>;

/**
 * `GET /api/reports/ID/claims/CLAIM/cases/CASE`: one instance, where CASE is its place among the generated ones, `worst`,
 * `counterexample`, or `counterfeit:ID`.
 */
export interface CaseDetail extends Found {
  readonly details: Evidence['details'];
  /** `SEED:PATH`. */
  readonly replay: string;
  /** Kept for the worst instance and for counterexamples; others are made again from their seed. */
  readonly instance?: unknown;
  readonly shrinks?: number;
  readonly error?: string;
}

/** `GET …/cases/CASE/again`: a generated instance made again from its seed and checked again. */
export interface CaseAgain extends Found {
  readonly instance: unknown;
  /** Whether residual and bound are those of the report. */
  readonly same: boolean;
}

/** `GET /api/runs`: a line a run. */
export interface RunLine extends Source {
  readonly known?: {
    readonly loss: string;
    readonly model: string;
    readonly seed: number;
    readonly epochs: number;
    /** `CIFAR-10 train`. */
    readonly dataset: string;
    readonly startedAt: string;
    /** Done, and in the whole run. */
    readonly step: number;
    readonly steps: number;
    /** Whether a process holds it, as far as can be told from here. */
    readonly training: boolean;
  };
  /** Why nothing is known. */
  readonly fault?: string;
}

/** `GET /api/runs/ID`. */
export interface RunDetail extends Source {
  readonly record: RunRecord;
  readonly evaluations: readonly Evaluation[];
}

/** `GET /api/tables/ID`: a table of results as it was last written. */
export interface TableDetail {
  readonly file: string;
  /** ISO 8601. */
  readonly writtenAt: string;
  /** What goes on with it. */
  readonly command: string;
  readonly summary: TableSummary;
  /** Its finished runs that are among those given, which `run` names. */
  readonly runs: readonly (Pick<TableJob, 'row' | 'column' | 'seed' | 'baselines'> & { readonly run: string })[];
}

/** `GET /api/runs/compare?run=ID&run=ID…`: what `alpha-cl compare --json` says. */
export type RunComparison = Comparison;

/** `GET /api/runs/events?run=ID&run=ID…`: server-sent events. */
export type RunEvent = { readonly run: string } & (
  | { readonly kind: 'restart' }
  | { readonly kind: 'lines'; readonly lines: readonly MetricsLine[] }
  | { readonly kind: 'state'; readonly training: boolean }
);
