/** Encloses the range of a formula or its slope, sharply where it rises or falls throughout a piece: then its ends bound it. */
import type { Interval } from '../algebra/interval.js';
import { rangeOver } from './certify-sign.js';
import { VARIABLE, type CoreExpression } from './core-expression.js';
import { jetOver, type Box } from './interval-jet.js';
import { hull } from './jet-rules.js';
import { piecesOf, valueOver } from './pieces.js';

/**
 * Encloses the value, or the slope from both sides, at every x of `over`; undefined where that is not proven to be defined.
 *
 * @param parameters numbers or ranges
 */
export function rangeOf(
  expression: CoreExpression,
  aspect: 'value' | 'slope',
  over: Interval,
  parameters: Box,
): Interval | undefined {
  let range: Interval | undefined;
  for (const piece of piecesOf(expression, over, parameters)) {
    const found = rangeOfPiece(piece.expression, aspect, piece.over, parameters);
    if (found === undefined) return undefined;
    range = range === undefined ? found : hull(range, found);
  }
  return range;
}

function rangeOfPiece(
  expression: CoreExpression,
  aspect: 'value' | 'slope',
  over: Interval,
  parameters: Box,
): Interval | undefined {
  const at = (box: Box): Interval | undefined =>
    aspect === 'value' ? valueOver(expression, box) : jetOver(expression, box)?.first;
  const course = rangeOver(
    (box) => {
      const jet = jetOver(expression, box);
      return jet && { value: jet.first, slope: jet.second }[aspect];
    },
    { ...parameters, [VARIABLE]: over },
    COARSE,
  );
  const isBounded = Number.isFinite(over.lower + over.upper);
  if (isBounded && course !== undefined && (course.lower >= 0 || course.upper <= 0)) {
    const ends = [over.lower, over.upper].map((x) =>
      rangeOver(at, { ...parameters, [VARIABLE]: { lower: x, upper: x } }, COARSE),
    );
    if (ends[0] !== undefined && ends[1] !== undefined) return hull(ends[0], ends[1]);
  }
  return rangeOver(at, { ...parameters, [VARIABLE]: over }, FINE);
}

const [COARSE, FINE] = [32, 256];
