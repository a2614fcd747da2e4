/**
 * Proves that a loss of distances is convex in p and in minus its n, term by term: by the rules of convex functions, or a term of one
 * sum of ψ(p − n) or of ψ(n) as a loss of the paper's family, whose margins are p − n or −n.
 */
import { COUNTS, NEGATIVE, POSITIVE, type DistanceProgram, type Part } from '../distance-losses/distance-program.js';
import { negative, substitute, sum, symbol, symbolsOf, VARIABLE, type Expression } from '../formula/expression.js';
import { simplified } from '../formula/simplify.js';
import { convexity } from './convexity.js';
import { DistanceCurvature } from './distance-curvature.js';
import type { DistanceRanges } from './distance-ranges.js';
import type { Box } from './interval-jet.js';
import { expressionIn, xiDomain, type LossExpressions } from './loss-expressions.js';
import { phiIncreases } from './monotonicity.js';
import { isProven, jointEvidence, type Evidence, type Statement } from './statement.js';

/**
 * Returns the evidence that every term is convex; undefined where that is not proven.
 *
 * @param names of parameters
 */
export function convexOfTerms(
  program: DistanceProgram,
  names: readonly string[],
  ranges: DistanceRanges,
): Evidence | undefined {
  const curvature = new DistanceCurvature(program, ranges.box);
  const reason = 'it is a sum of convex functions, and of such that rise of convex ones';
  const whole = curvature.ofConvex(program.anchor.expression);
  if (whole !== undefined) return { grade: whole, domain: ranges.domain, reason };
  const statements: Statement[] = [];
  for (const term of termsOf(program.anchor.expression)) {
    const grade = curvature.ofConvex(term);
    const statement =
      grade === undefined
        ? familyTerm(program, { names, ranges: ranges.box }, term)
        : ({
            id: 'convex',
            claim: 'a term is convex',
            outcome: 'holds',
            evidence: { grade, domain: ranges.domain, reason },
          } as const);
    if (statement === undefined || !isProven(statement)) return undefined;
    statements.push(statement);
  }
  const terms = statements.length === 1 ? 'it is' : 'each of its terms is';
  const joint = jointEvidence(statements);
  return { ...joint, domain: 'p, n ∈ [0, 2], up to 4,095 negatives', reason: `${terms} convex: ${joint.reason}` };
}

/** Splits an expression into what is added, each with its sign. */
function termsOf(expression: Expression): Expression[] {
  if (expression.kind === 'sum') return [...termsOf(expression.a), ...termsOf(expression.b)];
  if (expression.kind === 'difference') return [...termsOf(expression.a), ...termsOf(expression.b).map(negative)];
  if (expression.kind === 'negative') return termsOf(expression.of).map(negative);
  return [expression];
}

/** States that a term of one sum over negatives is convex, as a loss of the family. */
function familyTerm(
  program: DistanceProgram,
  { names, ranges }: { readonly names: readonly string[]; readonly ranges: Box },
  term: Expression,
): Statement | undefined {
  const fixed = new Set<string>([...names, ...COUNTS]);
  const [only, other] = [...symbolsOf(term)].filter((name) => !fixed.has(name));
  if (only === undefined || other !== undefined) return undefined;
  const parameters = Object.fromEntries(Object.entries(ranges).filter(([name]) => fixed.has(name)));
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
