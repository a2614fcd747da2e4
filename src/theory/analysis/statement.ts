/** A statement about a loss: a claim, its outcome, the evidence, and a point where it fails. */
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import type { Interval } from '../algebra/interval.js';

/** The grades of a statement about a loss; `exact` is of identities that claims check. */
type Grade = Exclude<EvidenceGrade, 'exact'>;

/** The evidence for a statement: its grade, domain and reason. */
export interface Evidence {
  readonly grade: Grade;
  /** The domain that the evidence covers: `x ∈ ℝ, τ > 0`. */
  readonly domain: string;
  readonly reason: string;
}

/** Tells if a statement holds by a proof, not by samples alone. */
export function isProven({ outcome, evidence }: Statement): boolean {
  return outcome === 'holds' && evidence.grade !== 'sampled';
}

const STRENGTH: readonly Grade[] = ['sampled', 'interval-certified', 'symbolic'];

/** Joins the evidence of statements that are all needed: the lowest grade, its first reason, and all their domains. */
export function jointEvidence(statements: readonly Statement[]): Evidence {
  const [weakest] = statements
    .map(({ evidence }) => evidence)
    .toSorted((a, b) => STRENGTH.indexOf(a.grade) - STRENGTH.indexOf(b.grade));
  if (weakest === undefined) throw new Error('evidence of no statement was asked for');
  const domains = new Set(statements.map(({ evidence }) => evidence.domain));
  return { ...weakest, domain: [...domains].join('; ') };
}

/** Returns the statement of the highest grade, the first of several. */
export function strongest(statements: readonly Statement[]): Statement | undefined {
  return statements.toSorted((a, b) => STRENGTH.indexOf(b.evidence.grade) - STRENGTH.indexOf(a.evidence.grade))[0];
}

/** A point at which a claim fails, with what is proven there. */
export interface FailurePoint {
  readonly at: Readonly<Record<string, number>>;
  /** The enclosed quantity: `ψ″(x)`. */
  readonly quantity: string;
  readonly value: Interval;
}

/** Writes a point of failure as text: `x = 1: ψ″(x) ∈ [-2, -1]`. */
export function witnessText({ at, quantity, value }: FailurePoint): string {
  const place = Object.entries(at).map(([name, x]) => `${name} = ${x}`);
  return `${place.join(', ')}: ${quantity} ∈ [${value.lower}, ${value.upper}]`;
}

/** One statement about a loss, whether it holds, and how that is known. */
export interface Statement {
  readonly id: string;
  readonly claim: string;
  /** `open`: neither proven nor refuted, and points were tried without a verdict. */
  readonly outcome: 'holds' | 'fails' | 'open';
  readonly evidence: Evidence;
  readonly witness?: FailurePoint;
}
