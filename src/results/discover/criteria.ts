/** The criteria that shapes of α are judged by, as a table: adding one is one entry. */
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import { middle } from '../../theory/algebra/interval.js';
import { normalised, type Importance } from '../../theory/losses/importances.js';
import type { Candidate } from './candidate.js';
import { referenceDistances } from './reference-distances.js';
import { theoryOf, type Theory } from './theory.js';

/** A number for every criterion. */
export type CriterionValues = Readonly<Record<CriterionName, number>>;

/** A shape with its theory and the value of each criterion. */
export interface Judgement {
  readonly candidate: Candidate;
  readonly theory: Theory;
  readonly values: CriterionValues;
  readonly grades: Readonly<Record<CriterionName, EvidenceGrade>>;
}

interface Criterion {
  readonly title: string;
  /** Definition of the criterion, and the reason for it. */
  readonly meaning: string;
  readonly of: (judged: Judged) => { readonly value: number; readonly grade: EvidenceGrade };
}

interface Judged {
  readonly theory: Theory;
  readonly row: RowFigures;
}

const COMPUTED = 'sampled' satisfies EvidenceGrade;

/** Criteria by which a shape is judged, each with its meaning and its computation. */
export const CRITERIA = {
  score: {
    title: 'score',
    meaning:
      'hardness × effective share, 0 where α is not known to fall. Declared before any accuracy was looked at. The min player exists ' +
      'to take from the distances that the max player raises, which is hardness; the max player then sees the covariance of ' +
      'few pairs, whose variance grows as one over their number, which is the effective share. Their product is largest ' +
      'where α tilts the distances by one standard deviation: for exp(−r/τ) on normal distances, at τ equal to it',
    of: ({ theory: { falls }, row: { hardness, share } }) => ({
      value: falls.outcome === 'holds' ? Math.max(0, hardness) * share : 0,
      grade: COMPUTED,
    }),
  },
  hardness: {
    title: 'hardness',
    meaning: '1 − E_α[r]/E[r]: by how much α brings the mean distance down; 0 for uniform α',
    of: ({ row: { hardness } }) => ({ value: hardness, grade: COMPUTED }),
  },
  effectiveShare: {
    title: 'effective share',
    meaning: 'exp(entropy of α)/n: the share of the negatives that α is spread over; 1 for uniform α',
    of: ({ row: { share } }) => ({ value: share, grade: COMPUTED }),
  },
  peak: {
    title: 'peak',
    meaning: 'n·max α: the largest weight beside the mean one',
    of: ({ row: { peak } }) => ({ value: peak, grade: COMPUTED }),
  },
  preference: {
    title: 'preference',
    meaning:
      '−∂ log α/∂r at r = 1, the pairs that are neither near nor far. Its inverse is the effective temperature: that of the ' +
      'InfoNCE that would prefer close pairs as much; ∞ where pairs from there on weigh nothing (shapes of which this is so were ' +
      'first left out, and counted as ∞ only after the first accuracies had been seen)',
    of: ({ theory: { preference }, row: { slope } }) =>
      preference === undefined
        ? { value: slope, grade: COMPUTED }
        : { value: middle(preference.logSlope), grade: preference.evidence.grade },
  },
} as const satisfies Record<string, Criterion>;

/** A criterion by name. */
export type CriterionName = keyof typeof CRITERIA;
/** The names of all criteria. */
export const CRITERION_NAMES = Object.keys(CRITERIA) as CriterionName[];

/**
 * Judges a shape by every criterion.
 *
 * @example
 * const { values } = judged(givenCandidate('exp(-r/tau)', { tau: 0.5 }));
 * values; // { score: 0.1887, hardness: 0.2380, effectiveShare: 0.7927, peak: 4.2665, preference: 2 }
 */
export function judged(candidate: Candidate): Judgement {
  const theory = theoryOf(candidate);
  const row = rowFigures(candidate.importance);
  const found = CRITERION_NAMES.map((name) => [name, (CRITERIA[name] as Criterion).of({ theory, row })] as const);
  return {
    candidate,
    theory,
    values: Object.fromEntries(found.map(([name, { value }]) => [name, value])) as CriterionValues,
    grades: Object.fromEntries(found.map(([name, { grade }]) => [name, grade])) as Judgement['grades'],
  };
}

/**
 * Ranks judgements by a criterion, the largest first; shapes that are not known to fall come last whatever the criterion. Equal
 * ones keep their order.
 *
 * @example
 * const judgements = [judged(givenCandidate('1', {})), judged(givenCandidate('exp(-2*r)', {}))];
 * ranked(judgements, 'preference').map(({ candidate }) => candidate.alpha); // ['exp(-2*r)', '1']
 */
export function ranked(judgements: readonly Judgement[], by: CriterionName = 'score'): Judgement[] {
  const place = ({ theory: { falls }, values }: Judgement): number =>
    falls.outcome === 'holds' ? values[by] : -Infinity;
  return judgements.toSorted((a, b) => {
    const [p, q] = [place(a), place(b)];
    return p === q ? 0 : q - p;
  });
}

/**
 * Returns the effective temperature 1/preference: τ for exp(−r/τ), ∞ for uniform α.
 *
 * @example
 * effectiveTemperature(judged(givenCandidate('exp(-r/tau)', { tau: 0.5 }))); // 0.5
 */
export function effectiveTemperature({ values: { preference } }: Judgement): number {
  return 1 / preference;
}

/** Numbers of the weights of one anchor, on the reference distances. */
export interface RowFigures {
  readonly hardness: number;
  readonly share: number;
  readonly peak: number;
  /** −∂ log α/∂r at the median distance; ∞ where α is 0 from there on. */
  readonly slope: number;
}

/** Computes the numbers of an importance from the weights that it gives the reference distances. */
export function rowFigures(importance: Importance): RowFigures {
  const distances = referenceDistances();
  const alpha = normalised(importance(distances));
  const mean = distances.reduce((sum, r) => sum + r, 0) / distances.length;
  const nearer = distances.reduce((sum, r, j) => sum + (1 / distances.length - (alpha[j] as number)) * r, 0);
  const entropy = alpha.reduce((sum, weight) => (weight > 0 ? sum - weight * Math.log(weight) : sum), 0);
  return {
    hardness: nearer / mean,
    share: Math.exp(entropy) / alpha.length,
    peak: alpha.length * alpha.reduce((most, weight) => Math.max(most, weight), 0),
    slope: slopeAtMedian(distances, alpha),
  };
}

/** Returns −∂ log α/∂r between the two distances in the middle; ∞ if α is 0 at the larger one. */
function slopeAtMedian(distances: Float64Array, alpha: Float64Array): number {
  const k = distances.length / 2;
  const [below, above] = [alpha[k - 1] as number, alpha[k] as number];
  if (above === 0) return Infinity;
  return Math.log(below / above) / ((distances[k] as number) - (distances[k - 1] as number));
}
