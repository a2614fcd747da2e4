/**
 * A formula as straight-line steps: each an operation on numbers, the variable and earlier steps, every repeated part once.
 * JavaScript and the training graph are written from these.
 *
 * Logarithms of sums and quotients of exponentials are formed in the log domain, where they neither overflow nor vanish:
 * log(ε + eᵘ) is logAddExp(log ε, u), and e^u/(ε + e^u) is exp(u − logAddExp(log ε, u)). Where max or min of such sums is in a
 * logarithm, the largest exponent is taken out.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { logAddExp, logistic } from '../algebra/log-sum-exp.js';
import { operandsOf, type Expression, type Operation } from './expression.js';
import type { Formula } from './formula.js';

/** The operations of formulae, and three functions that keep digits. */
export type StepOperation = Operation | 'logAddExp' | 'log1p' | 'expm1';

/** A number, a variable, or the number of an earlier step. */
export type Operand<Variable extends string = 'x'> = number | Variable | { readonly step: number };

export interface LineStep<Variable extends string = 'x'> {
  readonly operation: StepOperation;
  readonly operands: readonly Operand<Variable>[];
}

/** The steps of a formula in one variable, `x`, or in several, by their names. */
export interface StraightLine<Variable extends string = 'x'> {
  readonly steps: readonly LineStep<Variable>[];
  readonly result: Operand<Variable>;
}

/** Values of parameters by name. */
export type Values = Readonly<Record<string, number>>;

/**
 * @param values of every symbol but the variable
 * @throws InvalidInput when a symbol has no value, or one that is not finite
 */
export function straightLine(formula: Formula, values: Values, variable: string): StraightLine {
  for (const name of formula.symbols) if (name !== variable) requireValue(name, values);
  const writer = new LineWriter(values, new Map([[variable, 'x' as const]]));
  const result = writer.valueOf(formula.expression);
  return { steps: writer.steps, result };
}

/** The symbols of a formula in several variables, which keep their names. */
export interface Symbols {
  readonly variables: ReadonlySet<string>;
  /** Those of the variables that are never 0 or less. */
  readonly positive: ReadonlySet<string>;
  /** Of every other symbol. */
  readonly values: Values;
  /** Those of the variables that are the same everywhere, with a value that tells their sign. Default: none. */
  readonly constants?: Values;
}

/**
 * Writes a formula in several variables.
 *
 * @throws InvalidInput when a symbol has no value, or one that is not finite
 */
export function straightLineOf(formula: Formula, symbols: Symbols): StraightLine<string> {
  const writer = severalIn(formula, symbols);
  const result = writer.valueOf(formula.expression);
  return { steps: writer.steps, result };
}

/**
 * Writes the logarithm of a formula that has exponentials of its variables and is nowhere negative, without forming the formula itself.
 *
 * @returns undefined where that is not sure
 * @throws InvalidInput when a symbol has no value, or one that is not finite
 */
export function logLineOf(formula: Formula, symbols: Symbols): StraightLine<string> | undefined {
  const writer = severalIn(formula, symbols);
  const result = writer.logOfGrowing(formula.expression);
  return result === undefined ? undefined : { steps: writer.steps, result };
}

function severalIn({ symbols }: Formula, { variables, positive, values, constants }: Symbols): LineWriter<string> {
  const named = new Map([...variables].map((name) => [name, name]));
  for (const name of symbols) if (!named.has(name)) requireValue(name, values);
  return new LineWriter(values, named, positive, constants);
}

function requireValue(name: string, values: Values): void {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined && Number.isFinite(value)) return;
  throw new InvalidInput(
    value === undefined
      ? `${name} has no value: give it one with --set ${name}=1`
      : `${name} is ${value}: it must be a finite number`,
  );
}

/**
 * Carries out the steps of a line in several variables, on whatever an operation is carried out on.
 *
 * @param entries of the variables, by name; NaN stands for one that is missing
 * @param carryOut makes the entry of an operation
 */
export function carriedOutBy<Entry>(
  { steps, result }: StraightLine<string>,
  entries: ReadonlyMap<string, Entry>,
  carryOut: (operation: StepOperation, operands: readonly (Entry | number)[]) => Entry | number,
): Entry | number {
  const made: (Entry | number)[] = [];
  const entryOf = (operand: Operand<string>): Entry | number => {
    if (typeof operand === 'number') return operand;
    return (typeof operand === 'string' ? entries.get(operand) : made[operand.step]) ?? Number.NaN;
  };
  for (const { operation, operands } of steps) made.push(carryOut(operation, operands.map(entryOf)));
  return entryOf(result);
}

/** 1 above 0, else 0; NaN of NaN. */
export function step(u: number): number {
  return u > 0 ? 1 : Number.isNaN(u) ? u : 0;
}

/** Every operation as a function of numbers, equal to the bit to the generated code. */
export const OF_NUMBERS: Readonly<Record<StepOperation, (...operands: number[]) => number>> = {
  sum: (a = NaN, b = NaN) => a + b,
  difference: (a = NaN, b = NaN) => a - b,
  product: (a = NaN, b = NaN) => a * b,
  quotient: (a = NaN, b = NaN) => a / b,
  power: (a = NaN, b = NaN) => (b === 2 ? a * a : a ** b),
  negative: (a = NaN) => -a,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  max: Math.max,
  min: Math.min,
  tanh: Math.tanh,
  sigmoid: logistic,
  softplus: (a = NaN) => logAddExp(0, a),
  step,
  sign: Math.sign,
  logAddExp,
  log1p: Math.log1p,
  expm1: Math.expm1,
};

/** Steps in the order in which they are carried out, every repeated one once. */
export class StepList<Variable extends string = 'x'> {
  readonly steps: LineStep<Variable>[] = [];
  readonly #known = new Map<string, Operand<Variable>>();

  /** The operation as a step; carried out now where it is one of numbers alone, or changes nothing. */
  add(operation: StepOperation, ...operands: Operand<Variable>[]): Operand<Variable> {
    if (operands.every((operand) => typeof operand === 'number')) return OF_NUMBERS[operation](...operands);
    if (operation === 'logAddExp') {
      const rest = operands.filter((operand) => operand !== -Infinity);
      if (rest.length === 1) return rest[0] as Operand<Variable>;
    }
    const key = JSON.stringify([operation, operands.map(keyOf)]);
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    const made = { step: this.steps.push({ operation, operands }) - 1 };
    this.#known.set(key, made);
    return made;
  }
}

class LineWriter<Variable extends string> {
  private readonly written = new StepList<Variable>();

  constructor(
    private readonly values: Values,
    private readonly variables: ReadonlyMap<string, Variable>,
    private readonly positive: ReadonlySet<string> = new Set(),
    private readonly constants: Values = {},
  ) {}

  get steps(): readonly LineStep<Variable>[] {
    return this.written.steps;
  }

  valueOf(expression: Expression): Operand<Variable> {
    const { kind } = expression;
    if (kind === 'number') return expression.value;
    if (kind === 'symbol') return this.variables.get(expression.name) ?? this.values[expression.name] ?? NaN;
    if (kind === 'log') return this.logarithm(expression.of);
    const critical = kind === 'quotient' ? expression.b : rootOf(expression);
    if (critical !== undefined && this.grows(critical)) {
      const log = this.logOf(expression);
      if (log !== undefined) return this.step('exp', log);
    }
    if (kind === 'sum' || kind === 'difference') {
      const made = this.expm1(kind, expression.a, expression.b);
      if (made !== undefined) return made;
    }
    return this.step(kind, ...operandsOf(expression).map((operand) => this.valueOf(operand)));
  }

  /** exp u − 1, −1 + exp u and their likes: digits of a small u survive in expm1(u), not in exp(u) − 1. */
  private expm1(kind: 'sum' | 'difference', left: Expression, right: Expression): Operand<Variable> | undefined {
    const [a, b] = [exponentOf(left), exponentOf(right)];
    const one = kind === 'difference' ? 1 : -1;
    if (a !== undefined && b === undefined && this.isNumber(right, one)) return this.step('expm1', this.valueOf(a));
    if (b === undefined || a !== undefined || !this.isNumber(left, one)) return undefined;
    const made = this.step('expm1', this.valueOf(b));
    return kind === 'sum' ? made : this.step('negative', made);
  }

  private isNumber(expression: Expression, value: number): boolean {
    return this.isConstant(expression) && this.valueOf(expression) === value;
  }

  /** log of an expression that has exponentials and is nowhere negative; undefined for others. */
  logOfGrowing(argument: Expression): Operand<Variable> | undefined {
    return this.grows(argument) ? this.logOf(argument) : undefined;
  }

  private logarithm(argument: Expression): Operand<Variable> {
    const log = this.logOfGrowing(argument) ?? this.logOfScaled(argument);
    if (log !== undefined) return log;
    // Digits of a small u survive in log1p(u), not in log(1 + u).
    if (argument.kind === 'sum') {
      const [left, right] = [this.valueOf(argument.a), this.valueOf(argument.b)];
      if (left === 1) return this.step('log1p', right);
      if (right === 1) return this.step('log1p', left);
    }
    return this.step('log', this.valueOf(argument));
  }

  /** log of an expression that is nowhere negative, formed of the logs of its parts; undefined when that is not sure. */
  private logOf(expression: Expression): Operand<Variable> | undefined {
    switch (expression.kind) {
      case 'symbol':
        if (this.positive.has(expression.name)) return this.step('log', this.valueOf(expression));
        return logOfNumber(this.valueOf(expression));
      case 'number':
        return logOfNumber(this.valueOf(expression));
      case 'exp':
        return this.valueOf(expression.of);
      case 'sum':
        return this.both(expression.a, expression.b, 'logAddExp');
      case 'product':
        return this.both(expression.a, expression.b, 'sum');
      case 'quotient':
        return this.logOfShare(expression.a, expression.b) ?? this.both(expression.a, expression.b, 'difference');
      case 'sqrt': {
        const log = this.logOf(expression.of);
        return log === undefined ? undefined : this.step('product', log, 0.5);
      }
      case 'power': {
        const [log, exponent] = [this.logOf(expression.a), this.valueOf(expression.b)];
        return log === undefined || !this.isConstant(expression.b) ? undefined : this.step('product', log, exponent);
      }
      case 'sigmoid':
        return this.step('negative', this.step('softplus', this.step('negative', this.valueOf(expression.of))));
      default:
        return this.isConstant(expression) ? this.logOfConstant(expression) : undefined;
    }
  }

  /**
   * log of what has max or min of exponentials, of which parts may be negative: m + log(e⁻ᵐ·E), and m + log1p(e⁻ᵐ − 1 + e⁻ᵐ·E) for
   * 1 + E, where m is the largest exponent. Undefined for others.
   */
  private logOfScaled(argument: Expression): Operand<Variable> | undefined {
    if (!hasExtreme(argument)) return undefined;
    const exponents = this.exponentsOf(argument);
    if (exponents === undefined) return undefined;
    const largest = exponents.reduce((a, b) => (isSame(a, b) ? a : this.step('max', a, b)), 0);
    if (largest === 0) return undefined;
    const rest = argument.kind === 'sum' ? this.besideOne(argument.a, argument.b) : undefined;
    const log =
      rest === undefined
        ? this.step('log', this.scaled(argument, largest))
        : this.step(
            'log1p',
            this.step('sum', this.step('expm1', this.step('negative', largest)), this.scaled(rest, largest)),
          );
    return this.step('sum', largest, log);
  }

  private besideOne(a: Expression, b: Expression): Expression | undefined {
    return this.isNumber(a, 1) ? b : this.isNumber(b, 1) ? a : undefined;
  }

  /** The exponents in what `scaled` can write; undefined for others. */
  private exponentsOf(expression: Expression): Operand<Variable>[] | undefined {
    if (!this.grows(expression)) return [];
    const log = this.logOf(expression);
    if (log !== undefined) return [log];
    const { kind } = expression;
    if (kind === 'negative') return this.exponentsOf(expression.of);
    const isScaled = kind === 'sum' || kind === 'difference' || kind === 'max' || kind === 'min';
    if (!isScaled && kind !== 'product' && kind !== 'quotient') return undefined;
    const [left, right] = [this.exponentsOf(expression.a), this.exponentsOf(expression.b)];
    if (left === undefined || right === undefined) return undefined;
    const isOfOne = right.length === 0 || (kind === 'product' && left.length === 0);
    return isScaled || isOfOne ? [...left, ...right] : undefined;
  }

  /** e⁻ᵐ·E, from exponents of which none is above m. */
  private scaled(expression: Expression, m: Operand<Variable>): Operand<Variable> {
    const grows = this.grows(expression);
    const log = grows ? this.logOf(expression) : undefined;
    if (log !== undefined) return this.step('exp', this.step('difference', log, m));
    if (!grows) return this.step('product', this.valueOf(expression), this.step('exp', this.step('negative', m)));
    switch (expression.kind) {
      case 'negative':
        return this.step('negative', this.scaled(expression.of, m));
      case 'product': {
        const [a, b] = this.grows(expression.a) ? [expression.a, expression.b] : [expression.b, expression.a];
        return this.step('product', this.scaled(a, m), this.valueOf(b));
      }
      case 'quotient':
        return this.step('quotient', this.scaled(expression.a, m), this.valueOf(expression.b));
      default:
        return this.step(
          expression.kind as 'sum' | 'difference' | 'max' | 'min',
          ...operandsOf(expression).map((operand) => this.scaled(operand, m)),
        );
    }
  }

  private logOfConstant(expression: Expression): Operand<Variable> | undefined {
    const operand = this.valueOf(expression);
    if (typeof operand === 'number') return logOfNumber(operand);
    return this.numberOf(expression) > 0 ? this.step('log', operand) : undefined;
  }

  /** The value of an expression without variables, those that keep their names taken at their values. */
  private numberOf(expression: Expression): number {
    if (expression.kind === 'number') return expression.value;
    if (expression.kind === 'symbol') return this.values[expression.name] ?? this.constants[expression.name] ?? NaN;
    return OF_NUMBERS[expression.kind](...operandsOf(expression).map((operand) => this.numberOf(operand)));
  }

  /** log(a/(a + b)) as −log(1 + b/a): log a − log(a + b) keeps no digit of it, or of its slopes, where b is small. */
  private logOfShare(share: Expression, total: Expression): Operand<Variable> | undefined {
    if (total.kind !== 'sum') return undefined;
    const [log, left, right] = [share, total.a, total.b].map((part) => this.logOf(part));
    if (log === undefined || left === undefined || right === undefined) return undefined;
    const rest = isSame(left, log) ? right : isSame(right, log) ? left : undefined;
    if (rest === undefined) return undefined;
    return this.step('negative', this.step('softplus', this.step('difference', rest, log)));
  }

  private both(a: Expression, b: Expression, join: StepOperation): Operand<Variable> | undefined {
    const [left, right] = [this.logOf(a), this.logOf(b)];
    return left === undefined || right === undefined ? undefined : this.step(join, left, right);
  }

  /** True if there is an exponential of a variable in it. */
  private grows(expression: Expression): boolean {
    if (expression.kind === 'exp' && !this.isConstant(expression)) return true;
    return operandsOf(expression).some((operand) => this.grows(operand));
  }

  private isConstant(expression: Expression): boolean {
    if (expression.kind === 'symbol') {
      return !this.variables.has(expression.name) || Object.hasOwn(this.constants, expression.name);
    }
    return operandsOf(expression).every((operand) => this.isConstant(operand));
  }

  private step(operation: StepOperation, ...operands: Operand<Variable>[]): Operand<Variable> {
    return this.written.add(operation, ...operands);
  }
}

function exponentOf(expression: Expression): Expression | undefined {
  return expression.kind === 'exp' ? expression.of : undefined;
}

function keyOf(operand: Operand<string>): string {
  if (typeof operand === 'number') return Object.is(operand, -0) ? '-0' : String(operand);
  return typeof operand === 'string' ? operand : `#${operand.step}`;
}

/** True if max or min is in it, outside functions. */
function hasExtreme(expression: Expression): boolean {
  const { kind } = expression;
  if (kind === 'max' || kind === 'min') return true;
  return INFIX.has(kind) && operandsOf(expression).some(hasExtreme);
}

const INFIX: ReadonlySet<string> = new Set(['sum', 'difference', 'product', 'quotient', 'negative']);

/** The base of a root: of a power whose slopes are of powers below 0. */
function rootOf(expression: Expression): Expression | undefined {
  if (expression.kind === 'sqrt') return expression.of;
  if (expression.kind !== 'power') return undefined;
  const { a, b } = expression;
  return b.kind === 'number' && Number.isInteger(b.value) && b.value > 0 ? undefined : a;
}

function isSame(a: Operand<string>, b: Operand<string>): boolean {
  return keyOf(a) === keyOf(b);
}

function logOfNumber(operand: Operand<string>): number | undefined {
  return typeof operand === 'number' && operand >= 0 ? Math.log(operand) : undefined;
}
