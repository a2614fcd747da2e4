/** Values of a program as text: infix operators with the parentheses that they need, and functions by a language's own names. */
import type { StepOperation } from '../formula/straight-line.js';
import { BINDS } from '../formula/write-text.js';
import type { Level, Value } from './vectorised-program.js';

/** A piece of code, with the strength with which its outermost operator binds. */
export interface Piece {
  readonly text: string;
  readonly binds: number;
  readonly level: Level;
}

/** Operations that are written as functions. */
type FunctionOperation = Exclude<StepOperation, 'sum' | 'difference' | 'product' | 'quotient' | 'power' | 'negative'>;

/** Writes each function on its operands; without operators outside, unless in parentheses. */
export type FunctionTable = Readonly<Record<FunctionOperation, (a: Piece, b: Piece) => string>>;

/** The words of a language for values. */
export interface ValueWords {
  /** Functions of arrays, or of their entries. */
  readonly ofArrays: FunctionTable;
  /** Functions of single numbers. */
  readonly ofNumbers: FunctionTable;
  readonly infinity: string;
  readonly nan: string;
}

/** Writes a value. */
export function valueText(value: Value, words: ValueWords): string {
  return pieceOf(value, words).text;
}

/** Writes the rate of an average, as an operand of a product. */
export function rateText(rate: Value, words: ValueWords): string {
  return within(pieceOf(rate, words), BINDS.power);
}

function pieceOf(value: Value, words: ValueWords): Piece {
  const { level } = value;
  if (value.kind === 'name') return { text: value.name, binds: BINDS.atom, level };
  if (value.kind === 'number') {
    return { text: numberText(value.value, words), binds: value.value < 0 ? BINDS.negative : BINDS.atom, level };
  }
  const { operation } = value;
  const operands = value.operands.map((operand) => pieceOf(operand, words));
  const [a = NOTHING, b = NOTHING] = operands;
  const infix = (sign: string, binds: number, left: number, right: number): Piece => ({
    text: `${within(a, left)} ${sign} ${within(b, right)}`,
    binds,
    level,
  });
  switch (operation) {
    case 'sum':
      return b.text.startsWith('-') && b.binds >= BINDS.product
        ? { text: `${within(a, BINDS.sum)} - ${b.text.slice(1)}`, binds: BINDS.sum, level }
        : infix('+', BINDS.sum, BINDS.sum, BINDS.product);
    case 'difference':
      return infix('-', BINDS.sum, BINDS.sum, BINDS.product);
    case 'product':
      return infix('*', BINDS.product, BINDS.product, BINDS.power);
    case 'quotient':
      return infix('/', BINDS.product, BINDS.product, BINDS.power);
    case 'power':
      return infix('**', BINDS.power, BINDS.atom, BINDS.atom);
    case 'negative':
      return { text: `-${within(a, BINDS.atom)}`, binds: BINDS.negative, level };
    default: {
      const table = level === 'number' ? words.ofNumbers : words.ofArrays;
      return { text: table[operation](a, b), binds: BINDS.atom, level };
    }
  }
}

const NOTHING: Piece = { text: '', binds: BINDS.atom, level: 'number' };

/** A piece as an operand of an operator that binds so strongly. */
export function within({ text, binds }: Piece, least: number): string {
  return binds >= least ? text : `(${text})`;
}

/** A call of a function. */
export function called(name: string): (a: Piece) => string {
  return (a) => `${name}(${a.text})`;
}

/** A call of a function of two operands. */
export function calledOnBoth(name: string): (a: Piece, b: Piece) => string {
  return (a, b) => `${name}(${a.text}, ${b.text})`;
}

function numberText(value: number, { infinity, nan }: ValueWords): string {
  if (Number.isNaN(value)) return nan;
  return Number.isFinite(value) ? String(value) : value > 0 ? infinity : `-${infinity}`;
}
