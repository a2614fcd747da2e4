/** Proves in which direction an expression goes, or bends, as one of its symbols grows. */
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import { substitute, symbol, symbolsOf, VARIABLE, type Expression } from '../formula/expression.js';
import { mapValues } from '../../base/map-values.js';
import { coreOf } from './core-expression.js';
import type { Box } from './interval-jet.js';
import { proveSign } from './prove-sign.js';
import { shapeOf } from './shape.js';
import { NON_NEGATIVE, NON_POSITIVE, within, ZERO } from './sign.js';
import { spanOf } from './span.js';
import { isProven } from './statement.js';

export type ProofGrade = Exclude<EvidenceGrade, 'exact' | 'sampled'>;

/** A proven direction: 1 for never falls, −1 for never rises, 0 for does not depend; with the weakest grade on the way. */
export interface Direction {
  readonly sign: -1 | 0 | 1;
  readonly grade: ProofGrade;
}

/** A question about one symbol of an expression, whatever the others are in their ranges. */
interface DirectionQuestion {
  readonly along: string;
  readonly ranges: Box;
  readonly aspect: 'slope' | 'curvature';
}

/** Returns the sign that slope or curvature has in all of the ranges; undefined where none is proven, or the symbol has no range. */
export function directionOf(
  expression: Expression,
  { along, ranges, aspect }: DirectionQuestion,
): Direction | undefined {
  const { [along]: range, ...others } = ranges;
  if (range === undefined) return undefined;
  const inVariable = coreOf(substitute(expression, along, symbol(VARIABLE)));
  const used = symbolsOf(inVariable);
  const given = Object.fromEntries(Object.entries(others).filter(([one]) => used.has(one)));
  const byRules = shapeOf(inVariable, mapValues({ ...given, [VARIABLE]: range }, spanOf));
  if (byRules.defined) {
    const sign = byRules[aspect];
    if (sign === ZERO) return { sign: 0, grade: 'symbolic' };
    if (within(sign, NON_NEGATIVE)) return { sign: 1, grade: 'symbolic' };
    if (within(sign, NON_POSITIVE)) return { sign: -1, grade: 'symbolic' };
  }
  const grades = ([1, -1] as const).map((sign): ProofGrade | undefined => {
    const statement = proveSign(
      { parameters: given },
      {
        id: 'direction',
        claim: 'it goes one way',
        quantity: aspect,
        expression: inVariable,
        aspect,
        wanted: sign === 1 ? 'non-negative' : 'non-positive',
        domain: { whole: spanOf(range), wholeText: along, bounded: range },
        parameters: 'given',
      },
    );
    return isProven(statement) ? (statement.evidence.grade as ProofGrade) : undefined;
  });
  const [rises, falls] = grades;
  if (rises !== undefined && falls !== undefined) return { sign: 0, grade: weaker(rises, falls) };
  if (rises !== undefined) return { sign: 1, grade: rises };
  return falls === undefined ? undefined : { sign: -1, grade: falls };
}

export function weaker(a: ProofGrade, b: ProofGrade): ProofGrade {
  return a === 'symbolic' ? b : a;
}
