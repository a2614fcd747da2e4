/** A claim as data for its views: what its verdict holds, without the instances, which are shown one by one. */
import type { Evidence } from '../../claims/claim.js';
import type { CounterfeitVerdict, Counterexample, RealVerdict, Verdict } from '../../claims/verdict.js';
import type { ClaimWords } from './claim-words.js';
import type { JsonNumber } from './json-numbers.js';

export interface Found {
  readonly residual: JsonNumber;
  readonly bound: JsonNumber;
}

/** One claim among others. */
export interface ClaimLine extends Pick<
  ClaimWords,
  'id' | 'chapter' | 'title' | 'source' | 'paper' | 'about' | 'file' | 'outcome' | 'grade' | 'conditions' | 'restsOn'
> {
  readonly cases: number;
  readonly requested: number;
  /** Residual and bound where their ratio is largest; absent if no instance was checked. */
  readonly worst?: Found;
  readonly counterfeits: number;
  readonly refuted: number;
  readonly seconds: number;
}

/** A claim without its instances. */
export interface ClaimDetail {
  readonly words: ClaimWords;
  readonly verdict: Pick<Verdict, 'status' | 'cases' | 'requested' | 'reason' | 'seconds'>;
  /** Residual and bound of every generated instance, in the order of the seed. */
  readonly evidence: readonly Found[];
  /** Residual and bound where their ratio is largest; absent if no instance was checked. */
  readonly worst?: Found;
  readonly counterexample?: FoundCounterexample;
  readonly counterfeits: readonly CounterfeitLine[];
  readonly real: readonly RealLine[];
}

export type CounterfeitLine = Pick<CounterfeitVerdict, 'id' | 'description' | 'refuted' | 'alike' | 'cases'> & {
  readonly counterexample?: FoundCounterexample;
};

export type RealLine = Pick<RealVerdict, 'label'> & Found;

type FoundCounterexample = Found & Pick<Counterexample, 'replay' | 'shrinks' | 'error'>;

/** One instance that was checked. */
export interface CaseDetail extends Found {
  readonly details: Evidence['details'];
  /** Seed and path of the instance, `SEED:PATH`. */
  readonly replay: string;
  /** The instance itself, for the worst one and for counterexamples; others are made again from their seed. */
  readonly instance?: unknown;
  readonly shrinks?: number;
  readonly error?: string;
}

/** Returns the claim as one among others. */
export function claimLine(words: ClaimWords, verdict: Verdict): ClaimLine {
  const { id, chapter, title, source, paper, about, file, outcome, grade, conditions, restsOn = [] } = words;
  const { cases, requested, worst, counterfeits, seconds } = verdict;
  return {
    id,
    chapter,
    title,
    source,
    ...(paper !== undefined && { paper }),
    ...(about !== undefined && { about }),
    ...(file !== undefined && { file }),
    outcome,
    grade,
    conditions,
    restsOn,
    cases,
    requested,
    ...(worst !== undefined && { worst: found(worst) }),
    counterfeits: counterfeits.length,
    refuted: counterfeits.filter(({ refuted }) => refuted).length,
    seconds,
  };
}

/** Returns the claim without its instances. */
export function claimDetail(words: ClaimWords, verdict: Verdict): ClaimDetail {
  const { status, cases, requested, reason, seconds, evidence, worst, counterexample, counterfeits, real } = verdict;
  return {
    words,
    verdict: { status, cases, requested, seconds, ...(reason !== undefined && { reason }) },
    evidence: evidence.map(found),
    ...(worst !== undefined && { worst: found(worst) }),
    ...(counterexample !== undefined && { counterexample: foundCounterexample(counterexample) }),
    counterfeits: counterfeits.map(
      ({ id, description, refuted, alike, cases: tried, counterexample: refuting }): CounterfeitLine => ({
        id,
        description,
        refuted,
        ...(alike && { alike }),
        cases: tried,
        ...(refuting !== undefined && { counterexample: foundCounterexample(refuting) }),
      }),
    ),
    real: real.map((image) => ({ label: image.label, ...found(image) })),
  };
}

function found({ residual, bound }: { readonly residual: number; readonly bound: number }): Found {
  return { residual, bound };
}

function foundCounterexample(from: Counterexample): FoundCounterexample {
  const { replay, shrinks, error } = from;
  return { ...found(from), replay, shrinks, ...(error !== undefined && { error }) };
}
