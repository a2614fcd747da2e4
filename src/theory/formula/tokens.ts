/**
 * The words of a formula and their columns. What no formula may hold is refused here, before mathjs sees it: a formula has
 * numbers, names, + − * / ^, parentheses and commas, and nothing else. Strings, indices, properties, assignments, units,
 * ranges and comments have no characters to be written with.
 */
import { InvalidInput, shortened } from '../../base/invalid-input.js';
import { CHARACTER_HINTS, functionHint, MODULES, READABLE_FUNCTIONS } from './spellings.js';

export interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'open' | 'close' | 'comma';
  /** Without the modules before a name; `^` for `**`. */
  readonly text: string;
  /** From 1. */
  readonly column: number;
  /** Characters as typed. */
  readonly length: number;
}

const LONGEST = 1000;
const DEEPEST = 40;

/** `\d` and so on are ASCII: no digit or letter that looks like another passes. */
const WORDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', new RegExp(`${MODULES}[A-Za-z][A-Za-z0-9_]*`, 'y')],
  ['operator', /\*\*|[-+*/^]/y],
  ['open', /\(/y],
  ['close', /\)/y],
  ['comma', /,/y],
];

/**
 * @param text as typed @param name of the formula in errors @param functions that it may have beside the usual ones
 * @throws InvalidInput, one line with the column, on text that is too long, empty, nested too deeply, or holds a
 *   character, a number or a neighbourhood of words that no formula has
 */
export function tokensOf(text: string, name: string, functions: ReadonlySet<string> = new Set()): Token[] {
  if (text.length > LONGEST) {
    throw formulaFault(name, LONGEST + 1, `the formula has ${text.length} characters: at most ${LONGEST} are allowed`);
  }
  const tokens: Token[] = [];
  let depth = 0;
  for (let at = skipSpaces(text, 0); at < text.length;) {
    const token = tokenAt(text, at, name);
    requireNeighbours(tokens.at(-1), token, { name, functions });
    if (token.kind === 'open') depth++;
    if (token.kind === 'close') depth--;
    if (depth > DEEPEST) throw tooDeep(name, token.column);
    if (token.kind === 'comma' && depth === 0) {
      throw formulaFault(name, token.column, '"," stands between arguments only: write 0.5 for 0,5');
    }
    if (depth < 0) throw formulaFault(name, token.column, 'this ")" has no "(" before it: leave it out');
    tokens.push(token);
    at = skipSpaces(text, at + token.length);
  }
  if (tokens.length === 0) throw formulaFault(name, 1, 'the formula is empty: write one in x, such as exp(x/tau)');
  return tokens;
}

/** One line that points at a column. @param column from 1 */
export function formulaFault(name: string, column: number, words: string): InvalidInput {
  return new InvalidInput(`${name}, column ${column}: ${words}`);
}

export function tooDeep(name: string, column: number): InvalidInput {
  return formulaFault(name, column, `nested more than ${DEEPEST} deep: write it in fewer operations`);
}

/** Operations within operations, counted from the whole formula. */
export function isTooDeep(depth: number): boolean {
  return depth > DEEPEST;
}

function tokenAt(text: string, at: number, name: string): Token {
  for (const [kind, word] of WORDS) {
    word.lastIndex = at;
    const [found] = word.exec(text) ?? [];
    if (found === undefined) continue;
    if (kind === 'number' && !Number.isFinite(Number(found))) {
      throw formulaFault(
        name,
        at + 1,
        `${shortened(found)} is beyond the largest number, 1.8e308: write a smaller one`,
      );
    }
    return { kind, text: meant(kind, found), column: at + 1, length: found.length };
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const hint = CHARACTER_HINTS[character] ?? ALLOWED;
  throw formulaFault(name, at + 1, `${printable(character)} is not allowed: ${hint}`);
}

/** Advises what to write for a character that no formula has. */
export const ALLOWED = 'use numbers, names, + - * / ^, parentheses and commas';

function meant(kind: Token['kind'], typed: string): string {
  if (kind === 'operator') return typed === '**' ? '^' : typed;
  return kind === 'name' ? typed.slice(typed.lastIndexOf('.') + 1) : typed;
}

/** The tokens as mathjs reads them, each at its column. */
export function respelled(tokens: readonly Token[]): string {
  return tokens
    .reduce((text, token) => `${text.padEnd(token.column - 1)}${token.text.padEnd(token.length)}`, '')
    .trimEnd();
}

/** No operand beside another: mathjs would multiply them, or call the first. */
function requireNeighbours(
  before: Token | undefined,
  token: Token,
  { name, functions }: { readonly name: string; readonly functions: ReadonlySet<string> },
): void {
  if (before === undefined) return;
  const isFunction = READABLE_FUNCTIONS.has(before.text) || functions.has(before.text);
  if (before.kind === 'operator' && token.kind === 'operator') requireOneSign(before, token, name);
  if (!['number', 'name', 'close'].includes(before.kind)) return;
  const follows = `"${shortened(token.text)}" follows "${shortened(before.text)}"`;
  if (token.kind === 'number' || token.kind === 'name') {
    const called = before.kind === 'name' && (isFunction || functionHint(before.text) !== undefined);
    const hint = called ? `write ${before.text}(${shortened(token.text)})` : 'write * between them';
    throw formulaFault(name, token.column, `${follows}: ${hint}`);
  }
  if (token.kind !== 'open') return;
  if (before.kind !== 'name') throw formulaFault(name, token.column, `${follows}: write * between them`);
  // Before the arguments are read: clamp(x, min=0) is mended by the hint, not by what it says of "=".
  const hint = isFunction ? undefined : functionHint(before.text);
  if (hint !== undefined)
    throw formulaFault(name, before.column, `"${shortened(before.text)}" is not a function here: ${hint}`);
}

/** Refuses two signs in a row, unless the second is + or −. */
function requireOneSign(before: Token, token: Token, name: string): void {
  if (token.text === '+' || token.text === '-') return;
  const hint =
    before.text === '^' && token.text === '^'
      ? 'write one ^ or one ** for a power'
      : before.text === '/' && token.text === '/'
        ? 'write one / : there is no division without a remainder'
        : 'leave one of them out, or write what stands between them';
  throw formulaFault(name, token.column, `"${token.text}" follows "${before.text}": ${hint}`);
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at++;
  return at;
}

/** A character in quotes, or its code where a terminal would act on it. */
function printable(character: string): string {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)
    ? `"${character}"`
    : `the character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
