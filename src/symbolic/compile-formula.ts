/**
 * Formulae as JavaScript functions.
 *
 * The function is generated once, as straight-line source with every repeated part computed once, and never interpreted.
 * `new Function` is safe here: the source is put together from the fixed pieces of this file, the letter x and numbers
 * written by String(number). Names are looked up and never copied, so no character of what a person typed is in it.
 *
 * Logarithms of sums and quotients of exponentials are formed in the log domain, where they neither overflow nor vanish:
 * log(ε + eᵘ) is logAddExp(log ε, u), and e^u/(ε + e^u) is exp(u − logAddExp(log ε, u)).
 */
import type { MathNode } from 'mathjs';
import { InvalidInput } from '../invalid-input.js';
import { logAddExp, logistic } from '../losses/log-sum-exp.js';
import { shapeOf, VARIABLE, type Formula, type Operation } from './formula.js';

export type Values = Readonly<Record<string, number>>;

/**
 * @param values of every symbol but the variable
 * @param variable the name of the argument
 * @returns a function that gives NaN where the formula has no real value, and ±∞ where it overflows
 * @throws InvalidInput when a symbol has no value, or one that is not finite
 */
export function compileFormula(formula: Formula, values: Values, variable: string = VARIABLE): (x: number) => number {
  for (const name of formula.symbols) if (name !== variable) requireValue(name, values);
  const program = new Program(values, variable);
  const result = program.valueOf(formula.node);
  return generated(`(x) => {\n${program.source()}return ${result};\n}`) as (x: number) => number;
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

/** 1/(1 + e⁻ᵘ) and the like, by the names that the source calls them by. */
const HELPERS = { logistic, logAddExp, step: (u: number) => (u > 0 ? 1 : Number.isNaN(u) ? NaN : 0) } as const;

/** How an operation is written of operands that are names or numbers. */
const SOURCE: Readonly<Record<Operation, (...operands: string[]) => string>> = {
  add: (a, b) => `${a} + ${b}`,
  subtract: (a, b) => `${a} - ${b}`,
  multiply: (a, b) => `${a} * ${b}`,
  divide: (a, b) => `${a} / ${b}`,
  pow: (a, b) => (b === '2' ? `${a} * ${a}` : `Math.pow(${a}, ${b})`),
  unaryMinus: (a) => `-${a}`,
  exp: (a) => `Math.exp(${a})`,
  log: (a) => `Math.log(${a})`,
  sqrt: (a) => `Math.sqrt(${a})`,
  abs: (a) => `Math.abs(${a})`,
  max: (...all) => `Math.max(${all.join(', ')})`,
  min: (...all) => `Math.min(${all.join(', ')})`,
  tanh: (a) => `Math.tanh(${a})`,
  sigmoid: (a) => `logistic(${a})`,
  softplus: (a) => `logAddExp(0, ${a})`,
  step: (a) => `step(${a})`,
  sign: (a) => `Math.sign(${a})`,
};

/** Source in single assignments. What a method returns is `x`, the name of a part, or a number. */
class Program {
  private readonly parts = new Map<string, string>();

  constructor(
    private readonly values: Values,
    private readonly variable: string,
  ) {}

  source(): string {
    return [...this.parts].map(([expression, name]) => `const ${name} = ${expression};\n`).join('');
  }

  valueOf(node: MathNode): string {
    const shape = shapeOf(node);
    if (shape.kind === 'constant') return literal(shape.value);
    if (shape.kind === 'symbol') {
      return shape.name === this.variable ? 'x' : literal(this.values[shape.name] ?? NaN);
    }
    const { operation, operands } = shape;
    const [a, b] = operands as [MathNode, MathNode];
    if (operation === 'log') return this.logarithm(a);
    if (operation === 'divide' && this.grows(b)) {
      const log = this.logOf(node);
      if (log !== undefined) return this.part('exp', log);
    }
    return this.part(operation, ...operands.map((operand) => this.valueOf(operand)));
  }

  private logarithm(argument: MathNode): string {
    if (this.grows(argument)) {
      const log = this.logOf(argument);
      if (log !== undefined) return log;
    }
    // Digits of a small u survive in log1p(u), not in log(1 + u).
    const shape = shapeOf(argument);
    if (shape.kind === 'operation' && shape.operation === 'add') {
      const [left, right] = shape.operands.map((operand) => this.valueOf(operand));
      if (left === '1' && right !== undefined) return this.named(`Math.log1p(${right})`);
      if (right === '1' && left !== undefined) return this.named(`Math.log1p(${left})`);
    }
    return this.part('log', this.valueOf(argument));
  }

  /** log of a node that is nowhere negative, formed of the logs of its parts; undefined when that is not sure. */
  private logOf(node: MathNode): string | undefined {
    const shape = shapeOf(node);
    if (shape.kind !== 'operation') return this.logOfNumber(this.valueOf(node));
    const { operation, operands } = shape;
    const [a, b] = operands as [MathNode, MathNode];
    switch (operation) {
      case 'exp':
        return this.valueOf(a);
      case 'add':
        return this.both(a, b, (left, right) =>
          left === '-Infinity' ? right : right === '-Infinity' ? left : this.named(`logAddExp(${left}, ${right})`),
        );
      case 'multiply':
        return this.both(a, b, (left, right) => this.part('add', left, right));
      case 'divide':
        return this.both(a, b, (left, right) => this.part('subtract', left, right));
      case 'pow': {
        const [log, exponent] = [this.logOf(a), this.valueOf(b)];
        return log === undefined || !isNumber(exponent) ? undefined : this.part('multiply', log, exponent);
      }
      case 'sigmoid':
        return this.part('unaryMinus', this.part('softplus', this.part('unaryMinus', this.valueOf(a))));
      default:
        return this.isConstant(node) ? this.logOfNumber(this.valueOf(node)) : undefined;
    }
  }

  private both(a: MathNode, b: MathNode, join: (left: string, right: string) => string): string | undefined {
    const [left, right] = [this.logOf(a), this.logOf(b)];
    return left === undefined || right === undefined ? undefined : join(left, right);
  }

  private logOfNumber(text: string): string | undefined {
    return isNumber(text) && numberOf(text) >= 0 ? literal(Math.log(numberOf(text))) : undefined;
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

  /** An operation of numbers alone is carried out now. */
  private part(operation: Operation, ...operands: string[]): string {
    const expression = SOURCE[operation](...operands);
    return operands.every(isNumber) ? literal(evaluated(expression)) : this.named(expression);
  }

  private named(expression: string): string {
    const known = this.parts.get(expression);
    if (known !== undefined) return known;
    const name = `v${this.parts.size}`;
    this.parts.set(expression, name);
    return name;
  }
}

/** In parentheses where it is negative: −−1 and −1 to a power are no JavaScript. */
function literal(value: number): string {
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : String(value)})` : String(value);
}

function isNumber(text: string): boolean {
  return !/^(?:x|v\d+)$/.test(text);
}

function numberOf(text: string): number {
  return Number(text.replaceAll(/[()]/g, ''));
}

/** The value of an expression of numbers alone. */
function evaluated(expression: string): number {
  return generated(expression) as number;
}

function generated(expression: string): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval -- nothing that was typed is in the source: see the top
  return new Function(...Object.keys(HELPERS), `return ${expression};`)(...Object.values(HELPERS));
}
