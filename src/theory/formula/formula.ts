/**
 * A formula in the variable x and in named parameters: a mathjs node, of the few kinds that the theory needs.
 *
 * A node is a `ConstantNode` with a finite number, a `SymbolNode`, an `OperatorNode` of `+ − * / ^` or unary minus, or a
 * `FunctionNode`; parentheses are gone, and pow(a, b) is a^b. `shapeOf` tells which, so that whoever computes with
 * formulae needs one entry an operation, and the compiler misses none.
 */
import type { ConstantNode, FunctionNode, MathNode, OperatorNode, SymbolNode } from 'mathjs';

/** A formula that was parsed. */
export interface Formula {
  /** As it was typed, or written out from the node. */
  readonly text: string;
  readonly node: MathNode;
  /** Every name in it, x included where it occurs. */
  readonly symbols: ReadonlySet<string>;
}

/** The name of the variable. */
export const VARIABLE = 'x';

/** Operators by mathjs's names for them. */
export const OPERATORS = ['add', 'subtract', 'multiply', 'divide', 'pow', 'unaryMinus'] as const;

/**
 * Functions that a person may write, and how many arguments they take. log is the natural one; sigmoid(u) = 1/(1 + e⁻ᵘ)
 * and softplus(u) = log(1 + eᵘ) are there because, written out, they overflow.
 */
export const FUNCTIONS = {
  exp: { least: 1, most: 1 },
  log: { least: 1, most: 1 },
  sqrt: { least: 1, most: 1 },
  abs: { least: 1, most: 1 },
  max: { least: 2, most: Infinity },
  min: { least: 2, most: Infinity },
  tanh: { least: 1, most: 1 },
  sigmoid: { least: 1, most: 1 },
  softplus: { least: 1, most: 1 },
} as const;

/** Functions that only derivatives bring in: step(u) = 1 for u > 0, else 0; sign(u) = −1, 0 or 1. */
export const DERIVED_FUNCTIONS = ['step', 'sign'] as const;

export type Operator = (typeof OPERATORS)[number];
export type FunctionName = keyof typeof FUNCTIONS | (typeof DERIVED_FUNCTIONS)[number];
export type Operation = Operator | FunctionName;

export type Shape =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'operation'; readonly operation: Operation; readonly operands: readonly MathNode[] };

/** What a node of a formula is. */
export function shapeOf(node: MathNode): Shape {
  switch (node.type) {
    case 'ConstantNode':
      return { kind: 'constant', value: (node as ConstantNode).value };
    case 'SymbolNode':
      return { kind: 'symbol', name: (node as SymbolNode).name };
    case 'OperatorNode': {
      const { fn, args } = node as OperatorNode<never, Operator>;
      return { kind: 'operation', operation: fn, operands: args };
    }
    case 'FunctionNode': {
      const { fn, args } = node as FunctionNode;
      return { kind: 'operation', operation: fn.name as FunctionName, operands: args };
    }
    default:
      throw new Error(`a ${node.type} is no part of a formula`);
  }
}

/** Every name in a node. */
export function symbolsOf(node: MathNode): ReadonlySet<string> {
  const shape = shapeOf(node);
  if (shape.kind === 'constant') return new Set();
  if (shape.kind === 'symbol') return new Set([shape.name]);
  return new Set(shape.operands.flatMap((operand) => [...symbolsOf(operand)]));
}

/** The node with another in place of every symbol of that name. */
export function substitute(node: MathNode, name: string, replacement: MathNode): MathNode {
  return node.transform((part) =>
    part.type === 'SymbolNode' && (part as SymbolNode).name === name ? replacement : part,
  );
}

/** The formula of a node. */
export function formulaOf(node: MathNode): Formula {
  return { text: node.toString({ parenthesis: 'auto' }), node, symbols: symbolsOf(node) };
}
