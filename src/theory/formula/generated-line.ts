/**
 * A straight line as a JavaScript function: generated once, never interpreted.
 *
 * `new Function` is safe here: the source is put together from the fixed pieces of this file, the letter x and numbers
 * written by String(number). Names are looked up and never copied, so no character of what a person typed is in it. Pages
 * forbid it all the same, so that `interpreted-line.ts` stands in for this file in browsers: `imports` in package.json
 * chooses between the two.
 */
import { logAddExp, logistic } from '../algebra/log-sum-exp.js';
import { step, type Operand, type StepOperation, type StraightLine } from './straight-line.js';

export function lineFunction({ steps, result }: StraightLine): (x: number) => number {
  const lines = steps.map(
    ({ operation, operands }, k) => `const v${k} = ${SOURCE[operation](...operands.map(sourceOf))};\n`,
  );
  // oxlint-disable-next-line typescript/no-implied-eval -- nothing that was typed is in the source: see the top
  const factory = new Function(
    ...Object.keys(HELPERS),
    `return (x) => {\n${lines.join('')}return ${sourceOf(result)};\n};`,
  );
  return factory(...Object.values(HELPERS)) as (x: number) => number;
}

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

/** Numbers below 0 in parentheses: −−1 is no JavaScript. */
function sourceOf(operand: Operand): string {
  if (operand === 'x') return 'x';
  if (typeof operand === 'object') return `v${operand.step}`;
  const text = Object.is(operand, -0) ? '-0' : String(operand);
  return text.startsWith('-') ? `(${text})` : text;
}
