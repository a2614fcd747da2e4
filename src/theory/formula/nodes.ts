/** Builders of formula nodes: `sum(x, constant(1))` is the node of x + 1, as written and not simplified. */
import type { MathNode } from 'mathjs';
import { OPERATORS, type FunctionName, type Operation, type Operator } from './formula.js';
import { mathjs } from './mathjs.js';

/** @param value finite; a negative one becomes a unary minus, as the parser has it */
export function constant(value: number): MathNode {
  const { ConstantNode } = mathjs();
  return value < 0 ? negative(new ConstantNode(-value)) : new ConstantNode(value);
}

export function symbol(name: string): MathNode {
  return new (mathjs().SymbolNode)(name);
}

export function sum(a: MathNode, b: MathNode): MathNode {
  return operation('add', [a, b]);
}

export function difference(a: MathNode, b: MathNode): MathNode {
  return operation('subtract', [a, b]);
}

export function product(a: MathNode, b: MathNode): MathNode {
  return operation('multiply', [a, b]);
}

export function quotient(a: MathNode, b: MathNode): MathNode {
  return operation('divide', [a, b]);
}

export function power(base: MathNode, exponent: MathNode): MathNode {
  return operation('pow', [base, exponent]);
}

export function negative(a: MathNode): MathNode {
  return operation('unaryMinus', [a]);
}

export function call(name: FunctionName, ...operands: readonly MathNode[]): MathNode {
  return operation(name, operands);
}

export function operation(name: Operation, operands: readonly MathNode[]): MathNode {
  const { OperatorNode, FunctionNode } = mathjs();
  return isOperator(name) ? new OperatorNode(SIGNS[name], name, [...operands]) : new FunctionNode(name, [...operands]);
}

function isOperator(name: Operation): name is Operator {
  return (OPERATORS as readonly Operation[]).includes(name);
}

const SIGNS = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  pow: '^',
  unaryMinus: '-',
} as const satisfies Record<Operator, string>;
