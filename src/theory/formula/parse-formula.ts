/**
 * From text to a formula, the one place where mathjs is asked.
 *
 * The words are checked first (tokens.ts), then mathjs parses, then its tree is taken over node by node: what is not on the
 * list is refused. mathjs is loaded on first use, since that takes longer than most commands take to run.
 */
import { loadMathJs } from '#load-mathjs';
import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { requireText } from '../../base/option-checks.js';
import { InvalidInput, shortened } from '../../base/invalid-input.js';
import { didYouMean } from '../../base/nearest-name.js';
import {
  call,
  constant,
  difference,
  extreme,
  negative,
  power,
  product,
  quotient,
  sum,
  symbol,
  symbolsOf,
  VARIABLE,
  type Expression,
} from './expression.js';
import { FUNCTIONS, type Formula, type FunctionName } from './formula.js';
import type { MathJs } from './load-mathjs-browser.js';
import { argumentHint, CONSTANTS, READABLE_FUNCTIONS, SHORTHANDS, symbolHint } from './spellings.js';
import { ALLOWED, formulaFault, isTooDeep, respelled, tokensOf, tooDeep, type Token } from './tokens.js';

let mathjs: MathJs | undefined;

/**
 * Reads a formula from text.
 *
 * @param text such as `tau*log(eps+x)`; at most 1,000 characters, 40 operations deep
 * @param parameters names that may occur beside the variable
 * @param name of the formula in errors, `φ`
 * @param variables names that may occur in place of x
 * @param functions that this formula may have beside the usual ones, by name
 * @throws InvalidInput, one line that names the column, on everything that is not a formula
 * @example
 * const phi = parseFormula('tau*log(1 + x)', ['tau']);
 * compileFormula(phi, { tau: 0.5 })(1); // 0.3466 = 0.5 * Math.log(2)
 * parseFormula('tau*lg(x)', ['tau']); // throws formula, column 5: "lg" is not a function here: write log(x)/log(10)
 */
export function parseFormula(
  text: string,
  parameters: Iterable<string>,
  name = 'formula',
  variables: readonly string[] = [VARIABLE],
  functions: OwnFunctions = new Map(),
): Formula {
  requireText(name, text);
  const known = new Set([...variables, ...parameters]);
  for (const parameter of known) if (!variables.includes(parameter)) requireParameterName(parameter);
  const tokens = tokensOf(text, name, new Set(functions.keys()));
  tokens.forEach((token, k) => {
    if (token.kind === 'name') requireKnown(token, tokens[k + 1], { name, known, functions });
  });
  const expression = takenOver(
    parsed(respelled(tokens), name),
    { name, known, functions },
    operandsAndOperators(tokens),
  );
  return { text, expression, symbols: symbolsOf(expression) };
}

/** The column of an expression in the text that it was read from, counted from 1; 1 for one that was made otherwise. */
export function columnOf({ column = 1 }: Expression): number {
  return column;
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

const FUNCTION_NAMES = new Set<string>([...READABLE_FUNCTIONS, 'step', 'sign']);

/** Words that mathjs reads as operators or constants, not as names. */
const RESERVED = new Set('mod to in and xor or not true false null undefined NaN Infinity end'.split(' '));

function requireKnown({ text, column }: Token, next: Token | undefined, { name, known, functions }: Reading): void {
  const called = next?.kind === 'open';
  const readable = new Set([...READABLE_FUNCTIONS, ...functions.keys()]);
  if (called && readable.has(text)) return;
  const isSymbol = known.has(text) || Object.hasOwn(CONSTANTS, text);
  if (!called && isSymbol) return;
  const word = `"${shortened(text)}"`;
  if (called && isSymbol) throw formulaFault(name, column, `${word} is not a function: write * after it`);
  if (called) {
    const hint = didYouMean(text, readable);
    throw formulaFault(name, column, `unknown function ${word}: use ${[...readable].join(', ')}${hint}`);
  }
  if (readable.has(text)) {
    throw formulaFault(name, column, `the function ${text} needs arguments: write ${text}(x)`);
  }
  const hint =
    symbolHint(text, known) ?? `use ${[...known].join(', ')} or declare it with --set${didYouMean(text, known)}`;
  throw formulaFault(name, column, `unknown symbol ${word}: ${hint}`);
}

function parsed(text: string, name: string): MathNode {
  mathjs ??= loadMathJs();
  try {
    return mathjs.parse(text);
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

/** The name of a formula in errors, and the symbols that it may have beside constants. */
interface Reading {
  readonly name: string;
  readonly known: ReadonlySet<string>;
  readonly functions: OwnFunctions;
}

/** What makes an expression of a function's operands, and how many of these there are. */
export interface OwnFunction {
  readonly operands: number;
  readonly make: (operands: readonly [Expression, ...Expression[]], column: number) => Expression;
}

/** Functions of a formula beside the usual ones, by name. */
export type OwnFunctions = ReadonlyMap<string, OwnFunction>;

/** The tree of mathjs as ours, each part with its column. */
function takenOver(
  root: MathNode,
  { name, known, functions }: Reading,
  tokens: Iterator<Token, undefined>,
): Expression {
  const nextColumn = (): number => tokens.next().value?.column ?? 1;
  const visit = (node: MathNode, depth: number): Expression => {
    switch (node.type) {
      case 'ParenthesisNode':
        return visit((node as ParenthesisNode).content, depth);
      case 'ConstantNode':
      case 'SymbolNode': {
        const column = nextColumn();
        if (isTooDeep(depth)) throw tooDeep(name, column);
        const leaf =
          node.type === 'SymbolNode'
            ? symbolOf((node as SymbolNode).name, known)
            : constant((node as ConstantNode).value);
        return { ...leaf, column };
      }
      case 'OperatorNode': {
        const { args } = node as OperatorNode;
        const fn: string = (node as OperatorNode).fn;
        const [first, second] = args;
        if (first !== undefined && second === undefined) {
          const column = nextColumn();
          const operand = visit(first, depth + 1);
          if (fn === 'unaryPlus') return operand;
          if (fn === 'unaryMinus') return { ...negative(operand), column };
        } else if (first !== undefined && second !== undefined && isOperator(fn)) {
          const left = visit(first, depth + 1);
          const column = nextColumn();
          return { ...OPERATORS[fn](left, visit(second, depth + 1)), column };
        }
        break;
      }
      case 'FunctionNode': {
        const { fn, args } = node as FunctionNode;
        const column = nextColumn();
        const own = functions.get(fn.name);
        const takes = own === undefined ? argumentsOf(fn.name) : { least: own.operands, most: own.operands };
        requireArguments(fn.name, args.length, takes, name, column);
        const operands = args.map((operand) => visit(operand, depth + 1)) as [Expression, ...Expression[]];
        return { ...(own?.make(operands, column) ?? functionOf(fn.name, operands)), column };
      }
    }
    throw formulaFault(name, nextColumn(), `a ${node.type} is not part of a formula: ${ALLOWED}`);
  };
  return visit(root, 0);
}

/** Operators of two operands, by the names that mathjs has for them. */
const OPERATORS = { add: sum, subtract: difference, multiply: product, divide: quotient, pow: power } as const;

function isOperator(name: string): name is keyof typeof OPERATORS {
  return Object.hasOwn(OPERATORS, name);
}

/** A parameter may be called as a constant is. */
function symbolOf(name: string, known: ReadonlySet<string>): Expression {
  const value = known.has(name) ? undefined : CONSTANTS[name];
  return value === undefined ? symbol(name) : constant(value);
}

/** A function that is known, of as many operands as it takes. */
function functionOf(name: string, operands: readonly [Expression, ...Expression[]]): Expression {
  const [u, v] = operands;
  const shorthand = SHORTHANDS[name];
  if (shorthand !== undefined) return shorthand(u);
  if (name === 'max' || name === 'min') return extreme(name, operands);
  if (name === 'pow' && v !== undefined) return power(u, v);
  return call(name as Exclude<FunctionName, 'max' | 'min'>, u);
}

function requireArguments(
  called: string,
  count: number,
  { least, most }: ReturnType<typeof argumentsOf>,
  name: string,
  column: number,
): void {
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
