/**
 * Proves in which direction a loss of distances goes with each distance, by the signs of all slopes on the way: where every step from
 * a distance to the loss is proven to rise or to fall, so is the whole.
 *
 * Ranges of symbols are those of any batch (distance-ranges.ts), and each symbol is taken to be anywhere in its range whatever the
 * others are, so that what is proven holds for all batches.
 */
import { NEGATIVE, type DistanceProgram, type Part } from '../distance-losses/distance-program.js';
import { differentiate } from '../formula/differentiate.js';
import { parts as partsOf, substitute, symbolsOf, type Expression } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { directionOf, weaker, type Direction } from './distance-direction.js';
import type { Box } from './interval-jet.js';

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
    const directions = new Map<string, Direction | undefined>([[from, { sign: 1, grade: 'symbolic' }]]);
    for (const part of this.program.parts) {
      if (part.name === from) continue;
      // What is held, and what earlier batches left, does not move with the distances.
      directions.set(part.name, part.kind === 'sum' ? this.#through(part.of, directions) : STEADY);
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
      // It weighs nothing, or all of its negatives weigh the same, whatever that is.
      const even = [outer, bend].find((one) => one?.sign === 0);
      if (even !== undefined) {
        found.push(even);
        continue;
      }
      if (outer === undefined || bend === undefined) return undefined;
      found.push({ sign: (outer.sign * bend.sign) as Direction['sign'], grade: weaker(outer.grade, bend.grade) });
    }
    const joint = sumOf(found);
    return joint?.sign === -1 ? undefined : joint;
  }

  #readsNegative({ of }: Part): boolean {
    return symbolsOf(this.#unheld(of.expression)).has(NEGATIVE);
  }

  /** Writes out what is held and differs from negative to negative, at any depth: weights move with n there though slopes do not. */
  #unheld(expression: Expression): Expression {
    let so = expression;
    for (const { kind, name, of } of this.program.parts.toReversed()) {
      if (kind === 'held' && symbolsOf(so).has(name)) so = substitute(so, name, of.expression);
    }
    return so;
  }

  /** Returns the direction of ∂ψ/∂n in n, held parts of ψ moving with n as weights do though the slope holds them. */
  #bendOf({ of }: Part): Direction | undefined {
    if (this.#unheld(of.expression) === of.expression) return this.#sign(of.expression, NEGATIVE, 'curvature');
    const slope = this.#unheld(differentiate(of, NEGATIVE).expression);
    // Functions with steps occur in derivatives alone, and the rules do not know them.
    if (partsOf(slope).some(({ kind }) => kind === 'step' || kind === 'sign')) return undefined;
    return this.#sign(slope, NEGATIVE, 'slope');
  }

  #through(
    { expression, symbols }: Formula,
    directions: ReadonlyMap<string, Direction | undefined>,
  ): Direction | undefined {
    const found: Direction[] = [];
    for (const [name, inner] of directions) {
      if (!symbols.has(name) || inner?.sign === 0) continue;
      if (inner === undefined) return undefined;
      const outer = this.#sign(expression, name, 'slope');
      if (outer === undefined) return undefined;
      found.push({ sign: (outer.sign * inner.sign) as Direction['sign'], grade: weaker(outer.grade, inner.grade) });
    }
    return sumOf(found);
  }

  #sign(expression: Expression, name: string, aspect: 'slope' | 'curvature'): Direction | undefined {
    const key = JSON.stringify([formulaOf(expression).text, name, aspect]);
    if (!this.#known.has(key))
      this.#known.set(key, directionOf(expression, { along: name, ranges: this.ranges, aspect }));
    return this.#known.get(key);
  }
}

/** Adds directions: none where two oppose each other. */
function sumOf(directions: readonly Direction[]): Direction | undefined {
  return directions.reduce<Direction | undefined>((so, { sign, grade }) => {
    if (so === undefined || so.sign * sign < 0) return undefined;
    return { sign: so.sign === 0 ? sign : so.sign, grade: weaker(so.grade, grade) };
  }, STEADY);
}
