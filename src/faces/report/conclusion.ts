/**
 * Concludes an analysis, of either family: sentences in plain words, and one line a property that says if the loss has it, what
 * follows where it lacks it, and how that is known. The terminal, the page, the atlas and the explorer show the same. Needs no Node.
 */
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import type { DistanceAnalysis } from '../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import { aboutDistances } from './distance-conclusion.js';
import { aboutFamily } from './family-conclusion.js';

/**
 * A property is good to have and the loss `has` it, or `lacks` it; `neutral` is a fact that is neither; `open` is undecided.
 */
export type ConclusionSign = 'has' | 'lacks' | 'neutral' | 'open';

/** One property of a loss. */
export interface ConclusionRow {
  /** The id of the statement that the row is about. */
  readonly id: string;
  readonly sign: ConclusionSign;
  /** Says what the loss has; where it lacks a property, names that. */
  readonly claim: string;
  /** Says what follows from the lack. */
  readonly follows?: string;
  readonly grade: EvidenceGrade;
  /** The grade in words: `proven for every tau > 0`, `fails at a point`, `sampled`. */
  readonly known: string;
}

/** The conclusion of an analysis. */
export interface Conclusion {
  /** One to three sentences on what α does, whether it balances with β, and whether a min player exists. */
  readonly sentences: readonly string[];
  readonly rows: readonly ConclusionRow[];
}

/** The marks of signs in text. */
export const SIGN_MARKS: Readonly<Record<ConclusionSign, string>> = { has: '✓', lacks: '✗', neutral: '·', open: '?' };

/**
 * Concludes an analysis.
 *
 * @example
 * const { sentences, rows } = conclude(analyseLoss({ phi: 'log(1 + x)', psi: 'exp(x/tau)', parameters: { tau: 0.5 } }));
 * sentences[0]; // 'A closer negative weighs more: its α falls by a factor e every 0.5 of squared distance.'
 * rows.filter(({ sign }) => sign === 'lacks'); // []
 */
export function conclude(analysis: LossAnalysis | DistanceAnalysis): Conclusion {
  return isOfDistances(analysis) ? aboutDistances(analysis) : aboutFamily(analysis);
}

/** Tells the analysis of a loss of distances from that of one of the paper's family. */
export function isOfDistances(analysis: LossAnalysis | DistanceAnalysis): analysis is DistanceAnalysis {
  return 'anchor' in analysis;
}
