/**
 * A formula as straight-line steps: each an operation on numbers, the variable and earlier steps, every repeated part once.
 * JavaScript and the training graph are written from these.
 *
 * Logarithms of sums and quotients of exponentials are formed in the log domain, where they neither overflow nor vanish:
 * log(ε + eᵘ) is logAddExp(log ε, u), and e^u/(ε + e^u) is exp(u − logAddExp(log ε, u)).
 */
import type { MathNode } from 'mathjs';
import { InvalidInput } from '../../base/invalid-input.js';
import { logAddExp, logistic } from '../algebra/log-sum-exp.js';
import { shapeOf, type Formula, type Operation, type Shape } from './formula.js';

/** What formulae are made of, and three functions that keep digits. */
export type StepOperation = Operation | 'logAddExp' | 'log1p' | 'expm1';

/** A number, the variable, or the number of an earlier step. */
export type Operand = number | 'x' | { readonly step: number };

export interface LineStep {
  readonly operation: StepOperation;
  readonly operands: readonly Operand[];
}

export interface StraightLine {
  readonly steps: readonly LineStep[];
  readonly result: Operand;
}

/** Values of parameters by name. */
export type Values = Readonly<Record<string, number>>;

/**
 * @param values of every symbol but the variable
 * @throws InvalidInput when a symbol has no value, or one that is not finite
 */
export function straightLine(formula: Formula, values: Values, variable: string): StraightLine {
  for (const name of formula.symbols) if (name !== variable) requireValue(name, values);
  const writer = new LineWriter(values, variable);
  const result = writer.valueOf(formula.node);
  return { steps: writer.steps, result };
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

/** 1 above 0, else 0; NaN of NaN. */
export function step(u: number): number {
  return u > 0 ? 1 : Number.isNaN(u) ? u : 0;
}

/** What each operation is of numbers, to the bit as the generated function has it. */
export const OF_NUMBERS: Readonly<Record<StepOperation, (...operands: number[]) => number>> = {
  add: (a = NaN, b = NaN) => a + b,
  subtract: (a = NaN, b = NaN) => a - b,
  multiply: (a = NaN, b = NaN) => a * b,
  divide: (a = NaN, b = NaN) => a / b,
  pow: (a = NaN, b = NaN) => (b === 2 ? a * a : a ** b),
  unaryMinus: (a = NaN) => -a,
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
export class StepList {
  readonly steps: LineStep[] = [];
  readonly #known = new Map<string, Operand>();

  /** The operation as a step; carried out now where it is one of numbers alone, or changes nothing. */
  add(operation: StepOperation, ...operands: Operand[]): Operand {
    if (operands.every((operand) => typeof operand === 'number')) return OF_NUMBERS[operation](...operands);
    if (operation === 'logAddExp') {
      const rest = operands.filter((operand) => operand !== -Infinity);
      if (rest.length === 1) return rest[0] as Operand;
    }
    const key = JSON.stringify([operation, operands.map(keyOf)]);
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    const made = { step: this.steps.push({ operation, operands }) - 1 };
    this.#known.set(key, made);
    return made;
  }
}

class LineWriter {
  private readonly written = new StepList();

  constructor(
    private readonly values: Values,
    private readonly variable: string,
  ) {}

  get steps(): readonly LineStep[] {
    return this.written.steps;
  }

  valueOf(node: MathNode): Operand {
    const shape = shapeOf(node);
    if (shape.kind === 'constant') return shape.value;
    if (shape.kind === 'symbol') return shape.name === this.variable ? 'x' : (this.values[shape.name] ?? NaN);
    const { operation, operands } = shape;
    const [a, b] = operands as [MathNode, MathNode];
    if (operation === 'log') return this.logarithm(a);
    if ((operation === 'divide' && this.grows(b)) || (isRoot(shape) && this.grows(a))) {
      const log = this.logOf(node);
      if (log !== undefined) return this.step('exp', log);
    }
    return this.expm1(operation, operands) ?? this.step(operation, ...operands.map((operand) => this.valueOf(operand)));
  }

  /** exp u − 1, −1 + exp u and their likes: digits of a small u survive in expm1(u), not in exp(u) − 1. */
  private expm1(operation: Operation, [left, right]: readonly MathNode[]): Operand | undefined {
    if (left === undefined || right === undefined || (operation !== 'add' && operation !== 'subtract'))
      return undefined;
    const [a, b] = [exponentOf(left), exponentOf(right)];
    const one = operation === 'subtract' ? 1 : -1;
    if (a !== undefined && b === undefined && this.isNumber(right, one)) return this.step('expm1', this.valueOf(a));
    if (b === undefined || a !== undefined || !this.isNumber(left, one)) return undefined;
    const made = this.step('expm1', this.valueOf(b));
    return operation === 'add' ? made : this.step('unaryMinus', made);
  }

  private isNumber(node: MathNode, value: number): boolean {
    return this.isConstant(node) && this.valueOf(node) === value;
  }

  private logarithm(argument: MathNode): Operand {
    if (this.grows(argument)) {
      const log = this.logOf(argument);
      if (log !== undefined) return log;
    }
    // Digits of a small u survive in log1p(u), not in log(1 + u).
    const shape = shapeOf(argument);
    if (shape.kind === 'operation' && shape.operation === 'add') {
      const [left = NaN, right = NaN] = shape.operands.map((operand) => this.valueOf(operand));
      if (left === 1) return this.step('log1p', right);
      if (right === 1) return this.step('log1p', left);
    }
    return this.step('log', this.valueOf(argument));
  }

  /** log of a node that is nowhere negative, formed of the logs of its parts; undefined when that is not sure. */
  private logOf(node: MathNode): Operand | undefined {
    const shape = shapeOf(node);
    if (shape.kind !== 'operation') return logOfNumber(this.valueOf(node));
    const { operation, operands } = shape;
    const [a, b] = operands as [MathNode, MathNode];
    switch (operation) {
      case 'exp':
        return this.valueOf(a);
      case 'add':
        return this.both(a, b, 'logAddExp');
      case 'multiply':
        return this.both(a, b, 'add');
      case 'divide':
        return this.logOfShare(a, b) ?? this.both(a, b, 'subtract');
      case 'sqrt': {
        const log = this.logOf(a);
        return log === undefined ? undefined : this.step('multiply', log, 0.5);
      }
      case 'pow': {
        const [log, exponent] = [this.logOf(a), this.valueOf(b)];
        return log === undefined || typeof exponent !== 'number' ? undefined : this.step('multiply', log, exponent);
      }
      case 'sigmoid':
        return this.step('unaryMinus', this.step('softplus', this.step('unaryMinus', this.valueOf(a))));
      default:
        return this.isConstant(node) ? logOfNumber(this.valueOf(node)) : undefined;
    }
  }

  /** log(a/(a + b)) as −log(1 + b/a): log a − log(a + b) keeps no digit of it, or of its slopes, where b is small. */
  private logOfShare(share: MathNode, total: MathNode): Operand | undefined {
    const shape = shapeOf(total);
    if (shape.kind !== 'operation' || shape.operation !== 'add') return undefined;
    const [log, left, right] = [share, ...shape.operands].map((part) => this.logOf(part));
    if (log === undefined || left === undefined || right === undefined) return undefined;
    const rest = isSame(left, log) ? right : isSame(right, log) ? left : undefined;
    if (rest === undefined) return undefined;
    return this.step('unaryMinus', this.step('softplus', this.step('subtract', rest, log)));
  }

  private both(a: MathNode, b: MathNode, join: StepOperation): Operand | undefined {
    const [left, right] = [this.logOf(a), this.logOf(b)];
    return left === undefined || right === undefined ? undefined : this.step(join, left, right);
  }

  /** Whether there is an exponential of the variable in it. */
  private grows(node: MathNode): boolean {
    const shape = shapeOf(node);
    if (shape.kind !== 'operation') return false;
    return (
      (shape.operation === 'exp' && !this.isConstant(node)) || shape.operands.some((operand) => this.grows(operand))
    );
  }

  private isConstant(node: MathNode): boolean {
    const shape = shapeOf(node);
    if (shape.kind === 'symbol') return shape.name !== this.variable;
    return shape.kind === 'constant' || shape.operands.every((operand) => this.isConstant(operand));
  }

  private step(operation: StepOperation, ...operands: Operand[]): Operand {
    return this.written.add(operation, ...operands);
  }
}

function exponentOf(node: MathNode): MathNode | undefined {
  const shape = shapeOf(node);
  return shape.kind === 'operation' && shape.operation === 'exp' ? shape.operands[0] : undefined;
}

function keyOf(operand: Operand): string {
  if (typeof operand === 'number') return Object.is(operand, -0) ? '-0' : String(operand);
  return operand === 'x' ? operand : `v${operand.step}`;
}

/** A power whose slopes are of powers below 0. */
function isRoot({ operation, operands }: Extract<Shape, { kind: 'operation' }>): boolean {
  if (operation !== 'pow') return operation === 'sqrt';
  const exponent = operands[1] && shapeOf(operands[1]);
  return exponent?.kind !== 'constant' || !(Number.isInteger(exponent.value) && exponent.value > 0);
}

function isSame(a: Operand, b: Operand): boolean {
  return keyOf(a) === keyOf(b);
}

function logOfNumber(operand: Operand): number | undefined {
  return typeof operand === 'number' && operand >= 0 ? Math.log(operand) : undefined;
}
