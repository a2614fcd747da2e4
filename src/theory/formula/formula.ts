/** A formula in the variable x and in named parameters: its tree, its text and the names in it. */
import { symbolsOf, type Expression } from './expression.js';
import { expressionText } from './write-text.js';

/** A formula that was read, or made of others. */
export interface Formula {
  /** As it was typed, or written out from the tree. */
  readonly text: string;
  readonly expression: Expression;
  /** Every name in it, x included where it occurs. */
  readonly symbols: ReadonlySet<string>;
}

/** The formula of a tree. */
export function formulaOf(expression: Expression): Formula {
  return { text: expressionText(expression), expression, symbols: symbolsOf(expression) };
}

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

export type FunctionName = keyof typeof FUNCTIONS;
