/**
 * Proves that a part of a loss of distances is convex or concave in all distances at once, by the rules of disciplined convex
 * programming (Grant, Boyd, Ye 2006): a sum of convex functions is convex, so is a convex function that does not fall of a convex one,
 * and the logarithm of a sum of exponentials of convex ones. Curvature in one variable is proven by signs and intervals.
 *
 * The game has the variables p and −n. They are linear in p and n, in which a function is convex just where it is so in these.
 */
import { COUNTS, NEGATIVE, POSITIVE, type DistanceProgram } from '../distance-losses/distance-program.js';
import { operandsOf, substitute, sum, symbol, symbolsOf, type Expression } from '../formula/expression.js';
import { simplified } from '../formula/simplify.js';
import { coreOf } from './core-expression.js';
import { directionOf, weaker, type ProofGrade } from './distance-direction.js';
import { jetOver, type Box } from './interval-jet.js';

/** The grades of the proofs that a function is convex, and that it is concave; of an affine one both. */
interface Bend {
  readonly convex?: ProofGrade | undefined;
  readonly concave?: ProofGrade | undefined;
}

const AFFINE: Bend = { convex: 'symbolic', concave: 'symbolic' };
const UNKNOWN: Bend = {};

/** The symbol of what an operation is of. No symbol of a formula begins like this. */
const INNER = '#inner';
const MARGIN = '#margin';

/** Asks for curvatures in the ranges of one loss without held parts. */
export class DistanceCurvature {
  readonly #fixed: ReadonlySet<string>;
  readonly #parts: ReadonlyMap<string, Expression>;
  readonly #bends = new Map<string, Bend>();

  /** @param ranges of all symbols, as `distanceRanges` gives them */
  constructor(
    program: DistanceProgram,
    private readonly ranges: Box,
  ) {
    this.#fixed = new Set([...program.parameters, ...COUNTS]);
    this.#parts = new Map(
      program.parts.flatMap(({ kind, name, of }) => (kind === 'sum' ? [[name, of.expression] as const] : [])),
    );
  }

  /** Returns the grade of a proof that an expression is convex in all distances; undefined where there is none. */
  ofConvex(expression: Expression): ProofGrade | undefined {
    return this.#bendOf(expression).convex;
  }

  #bendOf(expression: Expression): Bend {
    const moving = this.#movingIn(expression);
    if (moving.length === 0) return AFFINE;
    const [known, other] = [this.#byRules(expression), this.#inOneVariable(expression, moving)];
    return { convex: stronger(known.convex, other.convex), concave: stronger(known.concave, other.concave) };
  }

  #movingIn(expression: Expression): string[] {
    return [...symbolsOf(expression)].filter((name) => !this.#fixed.has(name));
  }

  #byRules(expression: Expression): Bend {
    switch (expression.kind) {
      case 'symbol':
        return this.#ofSymbol(expression.name);
      case 'sum':
        return both(this.#bendOf(expression.a), this.#bendOf(expression.b));
      case 'difference':
        return both(this.#bendOf(expression.a), opposite(this.#bendOf(expression.b)));
      case 'negative':
        return opposite(this.#bendOf(expression.of));
      case 'max':
        return { convex: both(this.#bendOf(expression.a), this.#bendOf(expression.b)).convex };
      case 'min':
        return { concave: both(this.#bendOf(expression.a), this.#bendOf(expression.b)).concave };
      case 'log': {
        const composed = this.#composed(expression);
        return { ...composed, convex: stronger(composed.convex, this.#logConvex(expression.of)) };
      }
      case 'product':
      case 'quotient': {
        const composed = this.#composed(expression);
        // What has a convex logarithm is convex.
        return { ...composed, convex: stronger(composed.convex, this.#logConvex(expression)) };
      }
      default:
        return this.#composed(expression);
    }
  }

  /** The distances themselves, and sums, which bend as their terms do. */
  #ofSymbol(name: string): Bend {
    if (name === POSITIVE || name === NEGATIVE) return AFFINE;
    const of = this.#parts.get(name);
    if (of === undefined) return UNKNOWN;
    let known = this.#bends.get(name);
    if (known === undefined) this.#bends.set(name, (known = this.#bendOf(of)));
    return known;
  }

  /** An operation of which one operand moves. */
  #composed(expression: Expression): Bend {
    const moving = operandsOf(expression).filter((operand) => this.#movingIn(operand).length > 0);
    const [inner, other] = moving;
    if (inner === undefined || other !== undefined) return UNKNOWN;
    const range = jetOver(coreOf(inner), this.ranges)?.value;
    if (range === undefined || !Number.isFinite(range.upper - range.lower)) return UNKNOWN;
    const by = symbol(INNER);
    const outer =
      'of' in expression
        ? { ...expression, of: by }
        : 'a' in expression
          ? { ...expression, ...(expression.a === inner ? { a: by } : { b: by }) }
          : expression;
    return this.#chained(outer, { along: INNER, ranges: { ...this.ranges, [INNER]: range } }, this.#bendOf(inner));
  }

  /** An expression in one symbol, or in the margin p − n alone. */
  #inOneVariable(expression: Expression, moving: readonly string[]): Bend {
    const [only = '', other] = moving;
    if (expression.kind === 'symbol') return UNKNOWN;
    if (other === undefined) {
      const question = { along: only, ranges: this.ranges };
      return this.#chained(expression, question, this.#ofSymbol(only));
    }
    if (moving.length > 2 || !moving.includes(POSITIVE) || !moving.includes(NEGATIVE)) return UNKNOWN;
    const inMargin = simplified(substitute(expression, POSITIVE, sum(symbol(MARGIN), symbol(NEGATIVE))));
    if (this.#movingIn(inMargin).some((name) => name !== MARGIN)) return UNKNOWN;
    const ranges = { ...this.ranges, [MARGIN]: { lower: -2, upper: 2 } };
    return this.#chained(inMargin, { along: MARGIN, ranges }, AFFINE);
  }

  /** The bend of f(u) from those of f and u: convex where f is, and u is affine, or convex where f does not fall, … */
  #chained(f: Expression, question: { readonly along: string; readonly ranges: Box }, u: Bend): Bend {
    const curvature = directionOf(f, { ...question, aspect: 'curvature' });
    if (curvature === undefined) return UNKNOWN;
    const isAffine = u.convex !== undefined && u.concave !== undefined;
    const slope = isAffine ? undefined : directionOf(f, { ...question, aspect: 'slope' });
    const grade = (of: ProofGrade | undefined): ProofGrade | undefined =>
      of && weaker(weaker(of, curvature.grade), slope?.grade ?? 'symbolic');
    const [rises, falls] = [isAffine || (slope?.sign ?? -1) >= 0, isAffine || (slope?.sign ?? 1) <= 0];
    const needed = (wanted: 'convex' | 'concave', unwanted: 'convex' | 'concave'): ProofGrade | undefined =>
      grade((rises ? u[wanted] : undefined) ?? (falls ? u[unwanted] : undefined));
    return {
      convex: curvature.sign >= 0 ? needed('convex', 'concave') : undefined,
      concave: curvature.sign <= 0 ? needed('concave', 'convex') : undefined,
    };
  }

  /** Returns the grade of a proof that an expression is positive and its logarithm convex. */
  #logConvex(expression: Expression): ProofGrade | undefined {
    if (this.#movingIn(expression).length === 0) {
      const range = jetOver(coreOf(expression), this.ranges)?.value;
      return range !== undefined && range.lower > 0 ? 'symbolic' : undefined;
    }
    switch (expression.kind) {
      case 'exp':
        return this.#bendOf(expression.of).convex;
      case 'sum':
      case 'product':
      case 'max':
        return weakest(this.#logConvex(expression.a), this.#logConvex(expression.b));
      case 'quotient':
      case 'power':
        if (this.#movingIn(expression.b).length > 0) return undefined;
        return weakest(this.#logConvex(expression.a), this.#logConvex(expression.b));
      case 'symbol': {
        const of = this.#parts.get(expression.name);
        return of && this.#logConvex(of);
      }
      default:
        return undefined;
    }
  }
}

/** Both bend so, and so does their sum. */
function both(a: Bend, b: Bend): Bend {
  return { convex: weakest(a.convex, b.convex), concave: weakest(a.concave, b.concave) };
}

function opposite({ convex, concave }: Bend): Bend {
  return { convex: concave, concave: convex };
}

function weakest(a: ProofGrade | undefined, b: ProofGrade | undefined): ProofGrade | undefined {
  return a && b && weaker(a, b);
}

function stronger(a: ProofGrade | undefined, b: ProofGrade | undefined): ProofGrade | undefined {
  return a === 'symbolic' || b === undefined ? a : b === 'symbolic' ? b : (a ?? b);
}
