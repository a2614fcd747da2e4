/**
 * Reads a loss of distances: every sum, held part and average in its formulae becomes a part with a name, in the order in which
 * they are computed, so that what is left of each is an ordinary formula.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { requireText } from '../../base/option-checks.js';
import { operandsOf, symbol, symbolsOf, type Expression } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { columnOf, parseFormula, requireParameterName, type OwnFunction } from '../formula/parse-formula.js';
import { formulaFault } from '../formula/tokens.js';
import type { DistanceFormulae } from './distance-formulae.js';

/** The distance to the positive and to a negative. */
export const [POSITIVE, NEGATIVE] = ['p', 'n'] as const;

/** Numbers of samples, of an anchor's negatives and of its positives. */
export const COUNTS = ['N', 'M', 'P'] as const;

/** Functions of a loss of distances, beside those of every formula. */
export const DISTANCE_FUNCTIONS = ['sum', 'sum_positives', 'sum_anchors', 'sum_pairs', 'detach', 'average'] as const;

/** That over which a sum goes. */
export type Range = 'negatives' | 'positives' | 'anchors';

/** A part of a loss that is computed before what uses it by its name. */
export type Part = { readonly name: string; readonly of: Formula } & (
  | { readonly kind: 'sum'; readonly over: Range }
  | { readonly kind: 'held' }
  | { readonly kind: 'average'; readonly rate: Formula }
);

/** A loss of distances, read. */
export interface DistanceProgram {
  readonly parts: readonly Part[];
  /** The loss of one anchor, in p, the counts, the parts and the parameters. */
  readonly anchor: Formula;
  /** The names of its parameters. */
  readonly parameters: readonly string[];
}

/**
 * Reads the formulae of a loss of distances.
 *
 * @throws InvalidInput, one line that names formula and column, on a formula that is none, a sum that is not used, a symbol without a
 *   value, n outside a sum, and a sum over negatives without n
 * @example
 * const { parts, anchor } = distanceProgram({ anchor: 'log(1 + sum(exp((p - n)/tau)))', parameters: { tau: 0.5 } });
 * parts.length; // 1
 * anchor.text; // 'log(1 + @1)'
 */
export function distanceProgram({ anchor, sums = {}, parameters = {} }: DistanceFormulae): DistanceProgram {
  const names = Object.keys(parameters);
  requireText('anchor', anchor);
  for (const name of [...names, ...Object.keys(sums)]) requireOwnName(name, names, Object.keys(sums));
  const reader = new PartReader(names);
  for (const [name, text] of Object.entries(sums)) reader.takeSum(name, text);
  const formula = reader.read(anchor, 'anchor');
  reader.requireNoNegative(formula.expression, 'anchor');
  const program = { parts: reader.parts, anchor: formula, parameters: names };
  requireAllUsed(program, Object.keys(sums));
  return program;
}

function requireOwnName(name: string, parameters: readonly string[], sums: readonly string[]): void {
  requireParameterName(name);
  const taken = [POSITIVE, NEGATIVE, ...COUNTS].find((one) => one === name);
  if (taken !== undefined) {
    throw new InvalidInput(`"${name}" cannot name a sum or a parameter: it is ${MEANINGS[taken]}; choose another name`);
  }
  if (parameters.includes(name) && sums.includes(name)) {
    throw new InvalidInput(`"${name}" names a sum and a parameter: choose another name for one of them`);
  }
}

const MEANINGS = {
  p: 'the distance to the positive',
  n: 'the distance to a negative',
  N: 'the number of samples',
  M: "the number of an anchor's negatives",
  P: "the number of an anchor's positives",
} as const;

class PartReader {
  readonly parts: Part[] = [];
  /** Parts whose value differs from negative to negative. */
  readonly #ofPairs = new Set<string>([NEGATIVE]);
  readonly #known: string[];
  #formula = '';

  constructor(private readonly parameters: readonly string[]) {
    this.#known = [POSITIVE, NEGATIVE, ...COUNTS];
  }

  /** Reads a sum that has a name. */
  takeSum(name: string, text: string): void {
    const { expression } = this.read(text, name);
    const last = this.parts.at(-1);
    // `sum_anchors(…)` alone is the sum itself.
    if (expression.kind === 'symbol' && last?.kind === 'sum' && last.name === expression.name && isUnnamed(last.name)) {
      this.parts[this.parts.length - 1] = { ...last, name };
    } else {
      this.#sum('negatives', expression, columnOf(expression), name);
    }
    this.#known.push(name);
  }

  /** Reads a formula, and takes the parts in it. */
  read(text: string, name: string): Formula {
    this.#formula = name;
    const { expression } = parseFormula(text, this.parameters, name, this.#known, this.#functions);
    return { text, expression, symbols: symbolsOf(expression) };
  }

  /** @throws InvalidInput where the distance to a negative, or what depends on it, stands outside a sum over negatives */
  requireNoNegative(expression: Expression, name: string): void {
    const place = placeOf(expression, (one) => one.kind === 'symbol' && this.#ofPairs.has(one.name));
    if (place === undefined) return;
    throw formulaFault(name, columnOf(place), 'n is the distance to one negative: write it inside sum(…)');
  }

  readonly #functions: ReadonlyMap<string, OwnFunction> = new Map(
    Object.entries({
      sum: ofOne((of, column) => this.#sum('negatives', of, column)),
      sum_positives: ofOne((of, column) => this.#sum('positives', of, column)),
      sum_anchors: ofOne((of, column) => this.#sum('anchors', of, column)),
      sum_pairs: ofOne((of, column) => this.#sum('anchors', this.#sum('negatives', of, column), column)),
      detach: ofOne((of) => this.#take({ kind: 'held', of: formulaOf(of), name: this.#nextName() })),
      average: { operands: 2, make: ([of, rate], column) => this.#average(of, rate, column) },
    } satisfies Record<(typeof DISTANCE_FUNCTIONS)[number], OwnFunction>),
  );

  #sum(over: Range, of: Expression, column: number, name = this.#nextName()): Expression {
    const ofPairs = placeOf(of, (one) => one.kind === 'symbol' && this.#ofPairs.has(one.name)) !== undefined;
    if (over === 'negatives' && !ofPairs) {
      throw formulaFault(this.#formula, column, 'this sum over negatives has no n: write M times its term');
    }
    if (over !== 'negatives') this.requireNoNegative(of, this.#formula);
    return this.#take({ kind: 'sum', over, of: formulaOf(of), name });
  }

  #average(of: Expression, rate: Expression | undefined, column: number): Expression {
    this.requireNoNegative(of, this.#formula);
    const given = rate === undefined ? undefined : formulaOf(rate);
    if (given === undefined || [...given.symbols].some((name) => !this.parameters.includes(name))) {
      throw formulaFault(this.#formula, column, 'the rate of an average is a number from 0 to 1, or a parameter');
    }
    return this.#take({ kind: 'average', of: formulaOf(of), rate: given, name: this.#nextName() });
  }

  #take(part: Part): Expression {
    this.parts.push(part);
    if (part.kind === 'held' && [...part.of.symbols].some((name) => this.#ofPairs.has(name))) {
      this.#ofPairs.add(part.name);
    }
    return symbol(part.name);
  }

  /** A name that nobody can type. */
  #nextName(): string {
    return `@${this.parts.length + 1}`;
  }
}

function isUnnamed(name: string): boolean {
  return name.startsWith('@');
}

function ofOne(make: (of: Expression, column: number) => Expression): OwnFunction {
  return { operands: 1, make: ([of], column) => make(of, column) };
}

/** The first part of an expression that is so, from left to right. */
function placeOf(expression: Expression, isSo: (part: Expression) => boolean): Expression | undefined {
  if (isSo(expression)) return expression;
  for (const operand of operandsOf(expression)) {
    const found = placeOf(operand, isSo);
    if (found !== undefined) return found;
  }
  return undefined;
}

function requireAllUsed({ parts, anchor, parameters }: DistanceProgram, sums: readonly string[]): void {
  const used = new Set([anchor, ...parts.flatMap((part) => formulaeOf(part))].flatMap(({ symbols }) => [...symbols]));
  const idle = [...sums, ...parameters].find((name) => !used.has(name));
  if (idle === undefined) return;
  if (sums.includes(idle)) {
    throw formulaFault(idle, 1, 'this sum is used nowhere: leave it out, or use it in the formula of the anchor');
  }
  throw new InvalidInput(`the parameter ${idle} is used nowhere: leave it out, or use it in the formula of the anchor`);
}

/** The formulae of a part. */
function formulaeOf(part: Part): Formula[] {
  return part.kind === 'average' ? [part.of, part.rate] : [part.of];
}
