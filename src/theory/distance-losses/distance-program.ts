/**
 * Reads a loss of distances: every sum, held part, average and level in its formulae becomes a part with a name, in the order in
 * which they are computed, so that what is left of each is an ordinary formula.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { requireText } from '../../base/option-checks.js';
import { operandsOf, symbol, symbolsOf, VARIABLE, type Expression } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { columnOf, parseFormula, requireParameterName, type OwnFunction } from '../formula/parse-formula.js';
import { formulaFault } from '../formula/tokens.js';
import type { DistanceFormulae } from './distance-formulae.js';

/** The distance to the positive and to a negative. */
export const [POSITIVE, NEGATIVE] = ['p', 'n'] as const;

/** Numbers of samples, of an anchor's negatives and of its positives. */
export const COUNTS = ['N', 'M', 'P'] as const;

/** Functions of a loss of distances, beside those of every formula. */
export const DISTANCE_FUNCTIONS = [
  'sum',
  'sum_positives',
  'sum_anchors',
  'sum_pairs',
  'detach',
  'average',
  'level',
] as const;

/** The number that a level looks for. */
export const LEVEL = VARIABLE;

/** That over which a sum goes. */
export type Range = 'negatives' | 'positives' | 'anchors';

/** A part of a loss that is computed before what uses it by its name. */
export type Part = { readonly name: string; readonly of: Formula } & (
  | { readonly kind: 'sum'; readonly over: Range }
  | { readonly kind: 'held' }
  | { readonly kind: 'average'; readonly rate: Formula }
  | { readonly kind: 'level' }
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
 *   value, n outside a sum, a sum over negatives without n, and x outside a level
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
  reader.requireNoNegative(formula.expression);
  reader.requireNoLevel(formula.expression);
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

  /** Reads a sum or a level that has a name. */
  takeSum(name: string, text: string): void {
    const { expression } = this.read(text, name);
    const last = this.parts.at(-1);
    // `sum_anchors(…)` alone is the sum itself, and so is `level(…)`.
    const isItself = expression.kind === 'symbol' && last?.name === expression.name && isUnnamed(last.name);
    if (isItself && (last.kind === 'sum' || last.kind === 'level')) {
      this.parts[this.parts.length - 1] = { ...last, name };
    } else {
      this.#sum('negatives', expression, columnOf(expression), name);
    }
    this.#known.push(name);
  }

  /** Reads a formula, and takes the parts in it. */
  read(text: string, name: string): Formula {
    this.#formula = name;
    // Only a formula with a level has x, and is told that it may have it.
    const known = /\blevel\b/.test(text) ? [...this.#known, LEVEL] : this.#known;
    const { expression } = parseFormula(text, this.parameters, name, known, this.#functions);
    return { text, expression, symbols: symbolsOf(expression) };
  }

  /** @throws InvalidInput where the distance to a negative, or what depends on it, stands outside a sum over negatives */
  requireNoNegative(expression: Expression): void {
    const place = this.#negativeIn(expression);
    if (place === undefined) return;
    throw formulaFault(this.#formula, columnOf(place), 'n is the distance to one negative: write it inside sum(…)');
  }

  /** @throws InvalidInput where x stands, which a level alone has */
  requireNoLevel(expression: Expression): void {
    const place = levelIn(expression);
    if (place === undefined) return;
    const words = 'x is what level(…) looks for: write it there alone, in no other function of sums or held parts';
    throw formulaFault(this.#formula, columnOf(place), words);
  }

  readonly #functions: ReadonlyMap<string, OwnFunction> = new Map(
    Object.entries({
      sum: ofOne((of, column) => this.#sum('negatives', of, column)),
      sum_positives: ofOne((of, column) => this.#sum('positives', of, column)),
      sum_anchors: ofOne((of, column) => this.#sum('anchors', of, column)),
      sum_pairs: ofOne((of, column) => this.#sum('anchors', this.#sum('negatives', of, column), column)),
      detach: ofOne((of) => this.#take({ kind: 'held', of: formulaOf(of), name: this.#nextName() })),
      average: { operands: 2, make: ([of, rate], column) => this.#average(of, rate, column) },
      level: ofOne((of, column) => this.#level(of, column)),
    } satisfies Record<(typeof DISTANCE_FUNCTIONS)[number], OwnFunction>),
  );

  #sum(over: Range, of: Expression, column: number, name = this.#nextName()): Expression {
    if (over === 'negatives' && this.#negativeIn(of) === undefined) {
      throw formulaFault(this.#formula, column, 'this sum over negatives has no n: write M times its term');
    }
    if (over !== 'negatives') this.requireNoNegative(of);
    return this.#take({ kind: 'sum', over, of: formulaOf(of), name });
  }

  #average(of: Expression, rate: Expression | undefined, column: number): Expression {
    this.requireNoNegative(of);
    const given = rate === undefined ? undefined : formulaOf(rate);
    if (given === undefined || [...given.symbols].some((name) => !this.parameters.includes(name))) {
      throw formulaFault(this.#formula, column, 'the rate of an average is a number from 0 to 1, or a parameter');
    }
    return this.#take({ kind: 'average', of: formulaOf(of), rate: given, name: this.#nextName() });
  }

  #level(of: Expression, column: number): Expression {
    const lacking = this.#negativeIn(of) === undefined ? NEGATIVE : levelIn(of) === undefined ? LEVEL : undefined;
    if (lacking !== undefined) {
      const words = `this level has no ${lacking}: write weights that rise with x, as in level(max(0, x - n))`;
      throw formulaFault(this.#formula, column, words);
    }
    return this.#take({ kind: 'level', of: formulaOf(of), name: this.#nextName() });
  }

  #take(part: Part): Expression {
    if (part.kind !== 'level') this.requireNoLevel(part.of.expression);
    this.parts.push(part);
    if (part.kind === 'held' && [...part.of.symbols].some((name) => this.#ofPairs.has(name))) {
      this.#ofPairs.add(part.name);
    }
    return symbol(part.name);
  }

  /** The first part of an expression that differs from negative to negative. */
  #negativeIn(expression: Expression): Expression | undefined {
    return placeOf(expression, (one) => one.kind === 'symbol' && this.#ofPairs.has(one.name));
  }

  /** A name that nobody can type. */
  #nextName(): string {
    return `@${this.parts.length + 1}`;
  }
}

/** The first x in an expression. */
function levelIn(expression: Expression): Expression | undefined {
  return placeOf(expression, (one) => one.kind === 'symbol' && one.name === LEVEL);
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
