/**
 * A straight line as a JavaScript function: generated once, never interpreted.
 *
 * `new Function` is safe here: the source is put together from the fixed pieces of this file, the letter x and exponents
 * written by String(number). Names are looked up and never copied, so no character of what a person typed is in it. Pages
 * forbid it all the same, so that `interpreted-line.ts` stands in for this file in browsers: `imports` in package.json
 * chooses between the two.
 */
import { logAddExp, logistic } from '../algebra/log-sum-exp.js';
import { step, type Operand, type StepOperation, type StraightLine } from './straight-line.js';

export function lineFunction({ steps, result }: StraightLine): (x: number) => number {
  const numbers: number[] = [];
  const sourceOf = (operand: Operand): string => {
    if (typeof operand !== 'number') return operand === 'x' ? 'x' : `v${operand.step}`;
    return `c${numbers.push(operand) - 1}`;
  };
  const lines = steps.map(({ operation, operands }, k) => {
    const sources = operands.map((operand, place) =>
      operation === 'power' && place === 1 && typeof operand === 'number' ? exponent(operand) : sourceOf(operand),
    );
    return `const v${k} = ${SOURCE[operation](...sources)};\n`;
  });
  const body = `return (x) => {\n${lines.join('')}return ${sourceOf(result)};\n};`;
  return factoryOf(body, numbers.length)(...Object.values(HELPERS), ...numbers);
}

/** Makes a function of x, of the helpers and the numbers in its source. */
type Factory = (...given: unknown[]) => (x: number) => number;

/** Returns the factory of a source, the same for all parameters of a formula: V8 compiles and optimises each once. */
function factoryOf(body: string, count: number): Factory {
  const before = FACTORIES.get(body);
  if (before !== undefined) return before;
  const names = Array.from({ length: count }, (_, k) => `c${k}`);
  // oxlint-disable-next-line typescript/no-implied-eval -- nothing that was typed is in the source: see the top
  const factory = new Function(...Object.keys(HELPERS), ...names, body) as Factory;
  if (FACTORIES.size === MOST_FACTORIES) FACTORIES.clear();
  FACTORIES.set(body, factory);
  return factory;
}

const FACTORIES = new Map<string, Factory>();
/** Far more than a program has formulae. */
const MOST_FACTORIES = 1024;

/** By the names that the source calls them by. */
const HELPERS = { logistic, logAddExp, step } as const;

/** Writes an operation on operands that are names or numbers. */
const SOURCE: Readonly<Record<StepOperation, (...operands: string[]) => string>> = {
  sum: (a, b) => `${a} + ${b}`,
  difference: (a, b) => `${a} - ${b}`,
  product: (a, b) => `${a} * ${b}`,
  quotient: (a, b) => `${a} / ${b}`,
  power: (a, b) => (b === '2' ? `${a} * ${a}` : `Math.pow(${a}, ${b})`),
  negative: (a) => `-${a}`,
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
  logAddExp: (a, b) => `logAddExp(${a}, ${b})`,
  log1p: (a) => `Math.log1p(${a})`,
  expm1: (a) => `Math.expm1(${a})`,
};

/** Writes a number that V8 may look at; those below 0 in parentheses. */
function exponent(number: number): string {
  const text = Object.is(number, -0) ? '-0' : String(number);
  return text.startsWith('-') ? `(${text})` : text;
}
