/**
 * Proves that a loss of distances is convex in p and in minus its n, term by term: a term of p alone by its curvature, a term of one
 * sum of ψ(p − n) or of ψ(n) as a loss of the paper's family, whose margins are p − n or −n.
 */
import { COUNTS, NEGATIVE, POSITIVE, type DistanceProgram, type Part } from '../distance-losses/distance-program.js';
import { negative, substitute, sum, symbol, symbolsOf, VARIABLE, type Expression } from '../formula/expression.js';
import { simplified } from '../formula/simplify.js';
import { convexity } from './convexity.js';
import { coreOf } from './core-expression.js';
import type { Box } from './interval-jet.js';
import { expressionIn, xiDomain, type LossExpressions } from './loss-expressions.js';
import { phiIncreases } from './monotonicity.js';
import { proveSign } from './prove-sign.js';
import { spanOf } from './span.js';
import { isProven, jointEvidence, type Evidence, type Statement } from './statement.js';

/**
 * Returns the evidence that every term is convex; undefined where that is not proven.
 *
 * @param names of its parameters
 * @param ranges from `distanceRanges`
 */
export function convexOfTerms(program: DistanceProgram, names: readonly string[], ranges: Box): Evidence | undefined {
  const statements: Statement[] = [];
  for (const term of termsOf(program.anchor.expression)) {
    const statement = convexTerm(program, { names, ranges }, term);
    if (statement === undefined || !isProven(statement)) return undefined;
    statements.push(statement);
  }
  const terms = statements.length === 1 ? 'it is' : 'each of its terms is';
  const { reason, ...evidence } = jointEvidence(statements);
  return { ...evidence, domain: 'p, n ∈ [0, 2], up to 4,095 negatives', reason: `${terms} convex: ${reason}` };
}

/** Splits an expression into what is added, each with its sign. */
function termsOf(expression: Expression): Expression[] {
  if (expression.kind === 'sum') return [...termsOf(expression.a), ...termsOf(expression.b)];
  if (expression.kind === 'difference') return [...termsOf(expression.a), ...termsOf(expression.b).map(negative)];
  if (expression.kind === 'negative') return termsOf(expression.of).map(negative);
  return [expression];
}

function convexTerm(
  program: DistanceProgram,
  { names, ranges }: { readonly names: readonly string[]; readonly ranges: Box },
  term: Expression,
): Statement | undefined {
  const fixed = new Set<string>([...names, ...COUNTS]);
  const moving = [...symbolsOf(term)].filter((name) => !fixed.has(name));
  const [only, other] = moving;
  // A term without a distance is a constant.
  if (only === undefined) return CONSTANT;
  if (other !== undefined) return undefined;
  const parameters = Object.fromEntries(Object.entries(ranges).filter(([name]) => fixed.has(name)));
  if (only === POSITIVE) {
    const range = ranges[POSITIVE] ?? { lower: 0, upper: 2 };
    return proveSign(
      { parameters },
      {
        id: 'convex',
        claim: 'a term of p is convex',
        quantity: 'its curvature',
        expression: coreOf(substitute(term, POSITIVE, symbol(VARIABLE))),
        aspect: 'curvature',
        wanted: 'non-negative',
        domain: { whole: spanOf(range), wholeText: 'p', bounded: range },
        parameters: 'given',
      },
    );
  }
  const part = program.parts.find(({ name }) => name === only);
  const psi = part && psiOf(part, fixed);
  if (psi === undefined) return undefined;
  const loss: LossExpressions = {
    phi: expressionIn(substitute(term, only, symbol(VARIABLE)), parameters),
    psi: expressionIn(psi, parameters),
    parameters,
  };
  return convexOfFamily(loss);
}

function convexOfFamily(loss: LossExpressions): Statement | undefined {
  let xi;
  try {
    xi = xiDomain(loss);
  } catch {
    // ψ has no value somewhere in [−2, 2]: nothing is said of it.
    return undefined;
  }
  return convexity(loss, xi, phiIncreases(loss, xi));
}

/** Writes what a sum adds up in a margin x: −n, or p − n. */
function psiOf(part: Part, fixed: ReadonlySet<string>): Expression | undefined {
  if (part.kind !== 'sum' || part.over !== 'negatives') return undefined;
  const hasPositive = part.of.symbols.has(POSITIVE);
  const inMargin = hasPositive
    ? simplified(substitute(part.of.expression, POSITIVE, sum(symbol(VARIABLE), symbol(NEGATIVE))))
    : substitute(part.of.expression, NEGATIVE, negative(symbol(VARIABLE)));
  const strangers = [...symbolsOf(inMargin)].filter((name) => name !== VARIABLE && !fixed.has(name));
  return strangers.length === 0 ? inMargin : undefined;
}

const CONSTANT: Statement = {
  id: 'convex',
  claim: 'a constant is convex',
  outcome: 'holds',
  evidence: { grade: 'symbolic', domain: '', reason: 'it does not depend on the distances' },
};
