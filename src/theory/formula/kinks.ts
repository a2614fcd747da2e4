/** Finds where a formula's derivatives jump: at the corners of its max, min and abs, if they do not cancel there. */
import { compileFormula } from './compile-formula.js';
import { differentiate } from './differentiate.js';
import { difference, extremes, operandsOf, VARIABLE, type Expression } from './expression.js';
import { formulaOf, type Formula } from './formula.js';
import type { Values } from './straight-line.js';

/** A point where a derivative jumps: of order 1 (a corner) or order 2 (the function itself is still C¹). */
export interface Kink {
  readonly at: number;
  readonly order: 1 | 2;
}

/**
 * Finds the points where a formula's first or second derivative jumps, in ascending order.
 *
 * Corners are looked for from −1024 to 1024: exactly where both sides are lines, else by a change of sign between points
 * that are 1/16 apart up to 4 and twice as far each time beyond, and bisection.
 *
 * @throws InvalidInput when a symbol has no value, or one that is not finite
 * @example
 * kinksOf(parseFormula('max(0, x + eps)', ['eps']), { eps: 1 }); // [{ at: -1, order: 1 }]
 */
export function kinksOf(formula: Formula, values: Values): Kink[] {
  const corners = new Set(cornersIn(formula.expression).flatMap((gap) => rootsOf(formulaOf(gap), values)));
  if (corners.size === 0) return [];
  const first = differentiate(formula);
  const [slope, curvature] = [first, differentiate(first)].map((one) => compileFormula(one, values)) as [
    (x: number) => number,
    (x: number) => number,
  ];
  return [...corners]
    .toSorted((a, b) => a - b)
    .flatMap((at): Kink[] => {
      if (jumps(slope, at)) return [{ at, order: 1 }];
      return jumps(curvature, at) ? [{ at, order: 2 }] : [];
    });
}

/** The differences that change their sign at a corner. */
function cornersIn(expression: Expression): Expression[] {
  const { kind } = expression;
  if (kind === 'abs') return [...cornersIn(expression.of), expression.of];
  if (kind !== 'max' && kind !== 'min') return operandsOf(expression).flatMap(cornersIn);
  const operands = extremes(kind, expression);
  const crossings = operands.flatMap((a, k) => operands.slice(k + 1).map((b) => difference(a, b)));
  return [...operands.flatMap(cornersIn), ...crossings];
}

function rootsOf(gap: Formula, values: Values): number[] {
  if (!gap.symbols.has(VARIABLE)) return [];
  const at = compileFormula(gap, values);
  const slope = differentiate(gap);
  if (!slope.symbols.has(VARIABLE)) {
    const root = -at(0) / compileFormula(slope, values)(0);
    return Number.isFinite(root) ? [root + 0] : [];
  }
  const roots: number[] = [];
  for (let k = 0; k < POINTS.length; k++) {
    const [left, right] = [POINTS[k] as number, POINTS[k + 1] ?? Number.NaN];
    if (at(left) === 0) roots.push(left);
    else if (at(left) * at(right) < 0) roots.push(bisected(at, left, right));
  }
  return roots;
}

const BEYOND = Array.from({ length: 8 }, (_, k) => 2 ** (k + 3));
const POINTS = [
  ...BEYOND.toReversed().map((x) => -x),
  ...Array.from({ length: 129 }, (_, k) => -4 + k / 16),
  ...BEYOND,
];

function bisected(at: (x: number) => number, from: number, to: number): number {
  let [left, right] = [from, to];
  const sign = Math.sign(at(left));
  for (let halving = 0; halving < 200; halving++) {
    const middle = left + (right - left) / 2;
    if (middle <= left || middle >= right) break;
    if (Math.sign(at(middle)) === sign) left = middle;
    else right = middle;
  }
  return right;
}

/** Tells if a function jumps that is smooth on both sides: 1e-6 apart it would move by little more than 1e-6 of its size. */
function jumps(f: (x: number) => number, at: number): boolean {
  const reach = 1e-6 * Math.max(1, Math.abs(at));
  const [left, right] = [f(at - reach), f(at + reach)];
  return Math.abs(left - right) > 1e-3 * Math.max(1, Math.abs(left), Math.abs(right));
}
