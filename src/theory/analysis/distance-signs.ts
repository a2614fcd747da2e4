/**
 * Proves in which direction a loss of distances goes with each distance, by the signs of all slopes on the way: where every step from
 * a distance to the loss is proven to rise or to fall, so is the whole.
 *
 * Ranges of symbols are those of any batch (distance-ranges.ts), and each symbol is taken to be anywhere in its range whatever the
 * others are, so that what is proven holds for all batches.
 */
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import { NEGATIVE, type DistanceProgram, type Part } from '../distance-losses/distance-program.js';
import { differentiate } from '../formula/differentiate.js';
import { parts as partsOf, substitute, symbol, symbolsOf, VARIABLE, type Expression } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { coreOf } from './core-expression.js';
import type { Box } from './interval-jet.js';
import { proveSign } from './prove-sign.js';
import { spanOf } from './span.js';
import { isProven } from './statement.js';

type Grade = Exclude<EvidenceGrade, 'exact' | 'sampled'>;

/** A proven direction: 1 for never falls, −1 for never rises, 0 for does not depend; with the weakest grade on the way. */
export interface Direction {
  readonly sign: -1 | 0 | 1;
  readonly grade: Grade;
}

const STEADY: Direction = { sign: 0, grade: 'symbolic' };

/** Asks for signs in the ranges of one loss. */
export class DistanceSigns {
  readonly #known = new Map<string, Direction | undefined>();

  constructor(
    private readonly program: DistanceProgram,
    private readonly ranges: Box,
  ) {}

  /** Returns the direction of the loss as a distance or a part grows; undefined where none is proven. */
  ofLoss(from: string): Direction | undefined {
    const directions = new Map<string, Direction>([[from, { sign: 1, grade: 'symbolic' }]]);
    for (const part of this.program.parts) {
      if (part.name === from) continue;
      // What is held, and what earlier batches left, does not move with the distances.
      const direction = part.kind === 'sum' ? this.#through(part.of, directions) : STEADY;
      if (direction === undefined) return undefined;
      directions.set(part.name, direction);
    }
    return this.#through(this.program.anchor, directions);
  }

  /**
   * Returns 1 where the weight of a negative is proven never to rise with its distance, among those of one anchor; undefined where
   * that is not proven.
   */
  ofWeight(): Direction | undefined {
    const found: Direction[] = [];
    for (const part of this.program.parts) {
      if (part.kind !== 'sum' || !this.#readsNegative(part)) continue;
      const [outer, bend] = [this.ofLoss(part.name), this.#bendOf(part)];
      if (outer === undefined || bend === undefined) return undefined;
      found.push({ sign: (outer.sign * bend.sign) as Direction['sign'], grade: weaker(outer.grade, bend.grade) });
    }
    const joint = sumOf(found);
    return joint?.sign === -1 ? undefined : joint;
  }

  #readsNegative({ of }: Part): boolean {
    return of.symbols.has(NEGATIVE) || this.#heldIn(of).some(({ of: body }) => body.symbols.has(NEGATIVE));
  }

  #heldIn({ symbols }: Formula): Part[] {
    return this.program.parts.filter(({ kind, name }) => kind !== 'sum' && symbols.has(name));
  }

  /** Returns the direction of ∂ψ/∂n in n, held parts of ψ moving with n as weights do though the slope holds them. */
  #bendOf(part: Part): Direction | undefined {
    const held = this.#heldIn(part.of).filter(({ of }) => of.symbols.has(NEGATIVE));
    if (held.length === 0) return this.#sign(part.of.expression, NEGATIVE, 'curvature');
    let slope = differentiate(part.of, NEGATIVE).expression;
    for (const { name, of } of held) slope = substitute(slope, name, of.expression);
    // Functions with steps occur in derivatives alone, and the rules do not know them.
    if (partsOf(slope).some(({ kind }) => kind === 'step' || kind === 'sign')) return undefined;
    return this.#sign(slope, NEGATIVE, 'slope');
  }

  #through({ expression, symbols }: Formula, directions: ReadonlyMap<string, Direction>): Direction | undefined {
    const found: Direction[] = [];
    for (const [name, inner] of directions) {
      if (!symbols.has(name) || inner.sign === 0) continue;
      const outer = this.#sign(expression, name, 'slope');
      if (outer === undefined) return undefined;
      found.push({ sign: (outer.sign * inner.sign) as Direction['sign'], grade: weaker(outer.grade, inner.grade) });
    }
    return sumOf(found);
  }

  #sign(expression: Expression, name: string, aspect: 'slope' | 'curvature'): Direction | undefined {
    const key = JSON.stringify([formulaOf(expression).text, name, aspect]);
    if (!this.#known.has(key)) this.#known.set(key, this.#proven(expression, name, aspect));
    return this.#known.get(key);
  }

  #proven(expression: Expression, name: string, aspect: 'slope' | 'curvature'): Direction | undefined {
    const { [name]: range, ...parameters } = this.ranges;
    if (range === undefined) return undefined;
    const inVariable = coreOf(substitute(expression, name, symbol(VARIABLE)));
    const used = symbolsOf(inVariable);
    const given = Object.fromEntries(Object.entries(parameters).filter(([one]) => used.has(one)));
    const grades = ([1, -1] as const).map((sign): Grade | undefined => {
      const statement = proveSign(
        { parameters: given },
        {
          id: 'direction',
          claim: 'it goes one way',
          quantity: aspect,
          expression: inVariable,
          aspect,
          wanted: sign === 1 ? 'non-negative' : 'non-positive',
          domain: { whole: spanOf(range), wholeText: name, bounded: range },
          parameters: 'given',
        },
      );
      return isProven(statement) ? (statement.evidence.grade as Grade) : undefined;
    });
    const [rises, falls] = grades;
    if (rises !== undefined && falls !== undefined) return { sign: 0, grade: weaker(rises, falls) };
    if (rises !== undefined) return { sign: 1, grade: rises };
    return falls === undefined ? undefined : { sign: -1, grade: falls };
  }
}

/** Adds directions: none where two oppose each other. */
function sumOf(directions: readonly Direction[]): Direction | undefined {
  return directions.reduce<Direction | undefined>((so, { sign, grade }) => {
    if (so === undefined || so.sign * sign < 0) return undefined;
    return { sign: so.sign === 0 ? sign : so.sign, grade: weaker(so.grade, grade) };
  }, STEADY);
}

function weaker(a: Grade, b: Grade): Grade {
  return a === 'symbolic' ? b : a;
}
