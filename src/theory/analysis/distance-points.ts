/**
 * A loss of distances at the distances of one anchor: its value and slopes enclosed, so that a statement can be refuted. Any distances
 * to a positive and to some negatives occur, of rows of length 1 in enough dimensions.
 */
import type { Interval } from '../algebra/interval.js';
import { COUNTS, NEGATIVE, POSITIVE, type DistanceProgram } from '../distance-losses/distance-program.js';
import { number, substitute, sum, symbol, VARIABLE, type Expression } from '../formula/expression.js';
import type { Values } from '../formula/straight-line.js';
import { coreOf } from './core-expression.js';
import { jetOver, pointBox, type Box } from './interval-jet.js';

/** Distances of one anchor. */
export interface AnchorPoint {
  readonly p: number;
  readonly n: readonly number[];
}

/** True if one anchor alone tells what a loss is: it has no sums over anchors, and does not count samples. */
export function isOfOneAnchor({ parts, anchor }: DistanceProgram): boolean {
  const [samples] = COUNTS;
  return (
    !parts.some((part) => part.kind === 'sum' && part.over === 'anchors') &&
    ![anchor, ...parts.map(({ of }) => of)].some(({ symbols }) => symbols.has(samples))
  );
}

/** The loss of one anchor with this many negatives, as one expression in p, n1, n2, …. */
export class AnchorLoss {
  readonly #expression: Expression;
  readonly #box: Box;

  /** @param at the distances at which held parts are held */
  constructor(program: DistanceProgram, values: Values, at: AnchorPoint) {
    const box: Record<string, Interval> = { ...pointBox({ ...values, [POSITIVE]: at.p }) };
    at.n.forEach((x, j) => (box[nameOf(j)] = { lower: x, upper: x }));
    /** By name, one for each negative, or the same for all. */
    const known = new Map<string, readonly Expression[]>();
    const written = (expression: Expression, j: number): Expression => {
      const [, negatives, positives] = COUNTS;
      let made = substitute(expression, NEGATIVE, symbol(nameOf(j)));
      made = substitute(substitute(made, negatives, number(at.n.length)), positives, number(1));
      for (const [name, parts] of known) made = substitute(made, name, parts[j] as Expression);
      return made;
    };
    for (const part of program.parts) {
      const ofEach = at.n.map((_, j) => written(part.of.expression, j));
      if (part.kind === 'sum') {
        const total = part.over === 'negatives' ? ofEach.reduce(sum) : (ofEach[0] as Expression);
        known.set(
          part.name,
          ofEach.map(() => total),
        );
        continue;
      }
      // Held, and the first value of an average.
      known.set(
        part.name,
        ofEach.map((expression, j) => {
          const name = `${part.name} of ${j}`;
          const range = jetOver(coreOf(expression), box)?.value;
          if (range !== undefined) box[name] = range;
          return symbol(name);
        }),
      );
    }
    this.#expression = written(program.anchor.expression, 0);
    this.#box = box;
  }

  /** Encloses the loss. */
  value(): Interval | undefined {
    return jetOver(coreOf(this.#expression), this.#box)?.value;
  }

  /** Encloses ∂F/∂p, or ∂F/∂n of negative j, on both sides of a corner. */
  slope(along: 'p' | number): Interval | undefined {
    const name = along === 'p' ? POSITIVE : nameOf(along);
    const { [name]: here, ...others } = this.#box;
    if (here === undefined) return undefined;
    const inVariable = coreOf(substitute(this.#expression, name, symbol(VARIABLE)));
    return jetOver(inVariable, { ...others, [VARIABLE]: here })?.first;
  }
}

function nameOf(negative: number): string {
  return `n${negative + 1}`;
}
