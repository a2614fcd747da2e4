/** The curve of a pair's weight against its distance, which the figure of an analysis shows. */
import { contains, middle } from '../algebra/interval.js';
import { VARIABLE } from './core-expression.js';
import { jetOver, pointBox } from './interval-jet.js';
import { middleOf, type LossExpressions } from './loss-expressions.js';
import { piecesOf } from './pieces.js';

/** A point of the curve of α against distance. */
export interface WeightAtDistance {
  /** d²ᵢⱼ = 1 − cos. */
  readonly distance: number;
  /** αᵢⱼ divided by the largest on the curve. */
  readonly weight: number;
}

/** d²ᵢ of the anchor's own second view: pairs on both sides of it occur, which is where losses differ. */
const OWN_DISTANCE = 0.5;
const POINTS = 121;
/** Widest enclosure, relative to the largest slope, whose middle is shown; a figure cannot show a smaller difference. */
const MOST_DOUBT = 1e-6;

/**
 * Returns ψ′(d²ᵢ − d²) for d² from 0 to 2, relative to its largest absolute value, with parameters at the middle of their
 * ranges. A distance at which the slope is not known is left out.
 *
 * @param own d²ᵢ
 */
export function importanceCurve(loss: LossExpressions, own = OWN_DISTANCE): WeightAtDistance[] {
  const parameters = pointBox(middleOf(loss));
  const pieces = piecesOf(loss.psi, { lower: own - 2, upper: own }, parameters);
  const slopes = Array.from({ length: POINTS }, (_, k) => {
    const distance = (2 * k) / (POINTS - 1);
    const x = own - distance;
    // On a corner the left derivative counts, as in the library: that of the piece which ends there.
    const piece = pieces.find(({ over, isSmooth }) => isSmooth && over.lower <= x && x <= over.upper);
    const first = jetOver(piece?.expression ?? loss.psi, { ...parameters, [VARIABLE]: { lower: x, upper: x } })?.first;
    if (first === undefined) return { distance, slope: Number.NaN, doubt: 0 };
    return { distance, slope: contains(first, 0) ? 0 : middle(first), doubt: first.upper - first.lower };
  });
  const largest = Math.max(...slopes.map(({ slope }) => Math.abs(slope)).filter(Number.isFinite), Number.MIN_VALUE);
  return slopes
    .filter(({ slope, doubt }) => Number.isFinite(slope) && doubt <= MOST_DOUBT * largest)
    .map(({ distance, slope }) => ({ distance, weight: slope / largest }));
}
