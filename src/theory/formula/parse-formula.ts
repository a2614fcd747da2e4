/**
 * From text to a formula.
 *
 * The words are checked first (tokens.ts), then mathjs parses, then its tree is taken over node by node: what is not on the
 * list is refused. mathjs only ever parses; nothing is evaluated by it.
 */
import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { requireText } from '../../base/option-checks.js';
import { InvalidInput, shortened } from '../../base/invalid-input.js';
import { didYouMean } from '../../base/nearest-name.js';
import {
  DERIVED_FUNCTIONS,
  FUNCTIONS,
  OPERATORS,
  symbolsOf,
  VARIABLE,
  type Formula,
  type FunctionName,
  type Operator,
} from './formula.js';
import { mathjs } from './mathjs.js';
import { constant, operation, symbol } from './nodes.js';
import { argumentHint, CONSTANTS, READABLE_FUNCTIONS, SHORTHANDS, symbolHint } from './spellings.js';
import { ALLOWED, formulaFault, isTooDeep, respelled, tokensOf, tooDeep, type Token } from './tokens.js';

const COLUMNS = new WeakMap<MathNode, number>();

/**
 * @param text such as `tau*log(eps+x)`; at most 1,000 characters, 40 operations deep
 * @param parameters names that may occur beside the variable
 * @param name of the formula in errors, `φ`
 * @param variables names that may occur in place of x
 * @throws InvalidInput, one line that names the column, on everything that is no formula
 */
export function parseFormula(
  text: string,
  parameters: Iterable<string>,
  name = 'formula',
  variables: readonly string[] = [VARIABLE],
): Formula {
  requireText(name, text);
  const known = new Set([...variables, ...parameters]);
  for (const parameter of known) if (!variables.includes(parameter)) requireParameterName(parameter);
  const tokens = tokensOf(text, name);
  tokens.forEach((token, k) => {
    if (token.kind === 'name') requireKnown(token, tokens[k + 1], known, name);
  });
  const node = takenOver(parsed(respelled(tokens), name), { name, known }, operandsAndOperators(tokens));
  return { text, node, symbols: symbolsOf(node) };
}

/** Where the node of a parsed formula stands in its text, from 1; 1 for nodes made otherwise. */
export function columnOf(node: MathNode): number {
  return COLUMNS.get(node) ?? 1;
}

/** @throws InvalidInput when a parameter cannot have this name */
export function requireParameterName(parameter: string): void {
  const taken = parameter === VARIABLE || FUNCTION_NAMES.has(parameter) || RESERVED.has(parameter);
  if (!taken && /^[A-Za-z][A-Za-z0-9_]{0,29}$/.test(parameter)) return;
  throw new InvalidInput(
    `"${shortened(JSON.stringify(parameter).slice(1, -1))}" cannot name a parameter: ` +
      (taken ? 'the word has a meaning already; choose another' : 'use up to 30 letters, digits and _, a letter first'),
  );
}

const FUNCTION_NAMES = new Set<string>([...READABLE_FUNCTIONS, ...DERIVED_FUNCTIONS]);

/** Words that mathjs reads as operators or constants, not as names. */
const RESERVED = new Set('mod to in and xor or not true false null undefined NaN Infinity end'.split(' '));

function requireKnown(
  { text, column }: Token,
  next: Token | undefined,
  known: ReadonlySet<string>,
  name: string,
): void {
  const called = next?.kind === 'open';
  if (called && READABLE_FUNCTIONS.has(text)) return;
  const isSymbol = known.has(text) || Object.hasOwn(CONSTANTS, text);
  if (!called && isSymbol) return;
  const word = `"${shortened(text)}"`;
  if (called && isSymbol) throw formulaFault(name, column, `${word} is no function: write * after it`);
  if (called) {
    const hint = didYouMean(text, READABLE_FUNCTIONS);
    throw formulaFault(name, column, `unknown function ${word}: use ${[...READABLE_FUNCTIONS].join(', ')}${hint}`);
  }
  if (READABLE_FUNCTIONS.has(text)) {
    throw formulaFault(name, column, `the function ${text} needs arguments: write ${text}(x)`);
  }
  const hint =
    symbolHint(text, known) ?? `use ${[...known].join(', ')} or declare it with --set${didYouMean(text, known)}`;
  throw formulaFault(name, column, `unknown symbol ${word}: ${hint}`);
}

function parsed(text: string, name: string): MathNode {
  try {
    return mathjs().parse(text);
  } catch (error) {
    const { message, char } = error as Error & { readonly char?: unknown };
    const column = typeof char === 'number' ? char : text.length + 1;
    throw formulaFault(name, column, `${message.replace(/ \(char \d+\)$/, '').toLowerCase()}: complete the formula`);
  }
}

/** In the order of the text, which is that of a walk through the tree: left operand, operator, right operand. */
function operandsAndOperators(tokens: readonly Token[]): Iterator<Token, undefined> {
  return tokens.filter(({ kind }) => kind === 'number' || kind === 'name' || kind === 'operator').values() as Iterator<
    Token,
    undefined
  >;
}

/** What a formula is called in errors, and the symbols that it may have beside constants. */
interface Reading {
  readonly name: string;
  readonly known: ReadonlySet<string>;
}

/** The same tree of our kinds of nodes alone, each with its column. */
function takenOver(root: MathNode, { name, known }: Reading, tokens: Iterator<Token, undefined>): MathNode {
  const nextColumn = (): number => tokens.next().value?.column ?? 1;
  const placed = (node: MathNode, column: number): MathNode => {
    COLUMNS.set(node, column);
    return node;
  };
  const visit = (node: MathNode, depth: number): MathNode => {
    switch (node.type) {
      case 'ParenthesisNode':
        return visit((node as ParenthesisNode).content, depth);
      case 'ConstantNode':
      case 'SymbolNode': {
        const column = nextColumn();
        if (isTooDeep(depth)) throw tooDeep(name, column);
        return placed(
          node.type === 'SymbolNode'
            ? symbolOf((node as SymbolNode).name, known)
            : constant((node as ConstantNode).value),
          column,
        );
      }
      case 'OperatorNode': {
        const { args } = node as OperatorNode;
        const fn: string = (node as OperatorNode).fn;
        const [first, second] = args;
        if (first !== undefined && second === undefined) {
          const column = nextColumn();
          const operand = visit(first, depth + 1);
          if (fn === 'unaryPlus') return operand;
          if (fn === 'unaryMinus') return placed(operation(fn, [operand]), column);
        } else if (first !== undefined && second !== undefined && (OPERATORS as readonly string[]).includes(fn)) {
          const left = visit(first, depth + 1);
          const column = nextColumn();
          return placed(operation(fn as Operator, [left, visit(second, depth + 1)]), column);
        }
        break;
      }
      case 'FunctionNode': {
        const { fn, args } = node as FunctionNode;
        const column = nextColumn();
        requireArguments(fn.name, args.length, name, column);
        const operands = args.map((operand) => visit(operand, depth + 1));
        return placed(functionOf(fn.name, operands), column);
      }
    }
    throw formulaFault(name, nextColumn(), `a ${node.type} is no part of a formula: ${ALLOWED}`);
  };
  return visit(root, 0);
}

/** A parameter may be called as a constant is. */
function symbolOf(name: string, known: ReadonlySet<string>): MathNode {
  const value = known.has(name) ? undefined : CONSTANTS[name];
  return value === undefined ? symbol(name) : constant(value);
}

function functionOf(name: string, operands: readonly MathNode[]): MathNode {
  const [u] = operands;
  const shorthand = SHORTHANDS[name];
  return shorthand !== undefined && u !== undefined ? shorthand(u) : operation(name as FunctionName | 'pow', operands);
}

function requireArguments(called: string, count: number, name: string, column: number): void {
  const { least, most } = argumentsOf(called);
  if (count >= least && count <= most) return;
  const allowed = least === most ? String(least) : `${least} or more`;
  const hint = argumentHint(called, count);
  throw formulaFault(
    name,
    column,
    `${called} has ${count} ${count === 1 ? 'argument' : 'arguments'}: it takes ${allowed}${hint === undefined ? '' : `; ${hint}`}`,
  );
}

function argumentsOf(called: string): { readonly least: number; readonly most: number } {
  if (called === 'pow') return { least: 2, most: 2 };
  return Object.hasOwn(SHORTHANDS, called) ? { least: 1, most: 1 } : FUNCTIONS[called as keyof typeof FUNCTIONS];
}
