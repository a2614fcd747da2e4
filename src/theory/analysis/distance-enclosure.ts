/** A loss of distances on one batch, as one expression in all of its distances: its value and slopes enclosed. */
import type { Interval } from '../algebra/interval.js';
import { COUNTS, NEGATIVE, POSITIVE, type DistanceProgram, type Part } from '../distance-losses/distance-program.js';
import { number, quotient, substitute, sum, symbol, VARIABLE, type Expression } from '../formula/expression.js';
import type { Values } from '../formula/straight-line.js';
import { coreOf } from './core-expression.js';
import type { BatchPoint } from './distance-points.js';
import { jetOver, pointBox, type Box } from './interval-jet.js';

/** A term, and one of its pairs where the formula is that of a negative. */
interface Place {
  readonly term: number;
  readonly pair?: number;
}

/** The loss of a batch; its held parts are held at the distances of that batch. */
export class EnclosedLoss {
  readonly #expression: Expression;
  readonly #box: Record<string, Interval>;
  readonly #parts: ReadonlyMap<string, Part>;
  readonly #known = new Map<string, Expression>();

  constructor(
    program: DistanceProgram,
    values: Values,
    private readonly point: BatchPoint,
  ) {
    const { layout, toPositive, toNegative } = point;
    this.#box = { ...pointBox(values) };
    toPositive.forEach((p, term) => (this.#box[this.#nameOf({ term })] = { lower: p, upper: p }));
    toNegative.forEach((n, pair) => {
      const term = layout.termOf[pair] as number;
      this.#box[this.#nameOf({ term, pair })] = { lower: n, upper: n };
    });
    this.#parts = new Map(program.parts.map((part) => [part.name, part]));
    const whole = this.#overTerms(program.anchor.expression, [...layout.anchorOf.keys()]);
    const anchors = layout.views * layout.samples;
    this.#expression = anchors === 1 ? whole : quotient(whole, number(anchors));
  }

  /** Encloses the loss. */
  value(): Interval | undefined {
    return jetOver(coreOf(this.#expression), this.#box)?.value;
  }

  /** Encloses the slope along the distance of a term, or of a pair of it, on both sides of a corner. */
  slope(along: Place): Interval | undefined {
    const name = this.#nameOf(along);
    const { [name]: here, ...others } = this.#box;
    if (here === undefined) return undefined;
    const inVariable = coreOf(substitute(this.#expression, name, symbol(VARIABLE)));
    return jetOver(inVariable, { ...others, [VARIABLE]: here } satisfies Box)?.first;
  }

  /** Names a distance; that to a negative is one, whatever the positive of the term. No symbol of a formula begins like this. */
  #nameOf({ term, pair }: Place): string {
    const { anchorOf, negativeOf } = this.point.layout;
    return pair === undefined ? `#p${term}` : `#n${anchorOf[term] as number},${negativeOf[pair] as number}`;
  }

  /** Writes the sum over terms, each counted 1/P. */
  #overTerms(of: Expression, terms: readonly number[]): Expression {
    const { positives } = this.point.layout;
    return terms
      .map((term) => {
        const [count, one] = [positives[term] as number, this.#written(of, { term })];
        return count === 1 ? one : quotient(one, number(count));
      })
      .reduce(sum);
  }

  /** Writes a formula at a term, or at a pair of it. */
  #written(expression: Expression, place: Place): Expression {
    const { layout, samples } = this.point;
    const { term } = place;
    if (expression.kind === 'number') return expression;
    if (expression.kind !== 'symbol') {
      if ('of' in expression) return { ...expression, of: this.#written(expression.of, place) };
      return { ...expression, a: this.#written(expression.a, place), b: this.#written(expression.b, place) };
    }
    const { name } = expression;
    if (name === POSITIVE) return symbol(this.#nameOf({ term }));
    if (name === NEGATIVE) return symbol(this.#nameOf(place));
    const counts = [
      samples,
      (layout.from[term + 1] as number) - (layout.from[term] as number),
      layout.positives[term] as number,
    ];
    const count = counts[COUNTS.findIndex((one) => one === name)];
    if (count !== undefined) return number(count);
    const part = this.#parts.get(name);
    return part === undefined ? expression : this.#partAt(part, place);
  }

  #partAt(part: Part, place: Place): Expression {
    const key = `${part.name} at ${place.term}, ${place.pair ?? ''}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      known = part.kind === 'sum' ? this.#total(part, place) : this.#heldAt(part, place, key);
      this.#known.set(key, known);
    }
    return known;
  }

  #total({ of: { expression }, over }: Extract<Part, { kind: 'sum' }>, { term }: Place): Expression {
    const { from, firstTerm, positives, anchorOf, samples } = this.point.layout;
    switch (over) {
      case 'negatives': {
        const [first, end] = [from[term] as number, from[term + 1] as number];
        return Array.from({ length: end - first }, (_, k) =>
          this.#written(expression, { term, pair: first + k }),
        ).reduce(sum);
      }
      case 'positives':
        return Array.from({ length: positives[term] as number }, (_, k) =>
          this.#written(expression, { term: (firstTerm[term] as number) + k }),
        ).reduce(sum);
      case 'anchors': {
        const viewOf = (one: number): boolean => (anchorOf[one] as number) < samples;
        return this.#overTerms(
          expression,
          [...anchorOf.keys()].filter((one) => viewOf(one) === viewOf(term)),
        );
      }
    }
  }

  /** Names a held part, and an average, of which this is the first value, by the range that it has here; a level may be any number. */
  #heldAt({ kind, of }: Part, place: Place, name: string): Expression {
    if (kind === 'level') return symbol(name);
    const range = jetOver(coreOf(this.#written(of.expression, place)), this.#box)?.value;
    if (range !== undefined) this.#box[name] = range;
    return symbol(name);
  }
}
