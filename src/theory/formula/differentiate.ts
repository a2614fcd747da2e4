/**
 * Derivatives of formulae with respect to one symbol.
 *
 * Own rules, not mathjs's: those know no max and min. Where a derivative jumps, step and sign choose: at the corner of
 * max(0, u) the derivative is that of 0, which for an increasing u is the one from the left.
 */
import type { MathNode } from 'mathjs';
import { formulaOf, shapeOf, substitute, VARIABLE, type Formula, type Operation } from './formula.js';
import { call, constant, difference, negative, power, product, quotient, sum, symbol } from './nodes.js';
import { simplified } from './simplify.js';

/** ∂formula/∂name, simplified. */
export function differentiate(formula: Formula, name: string = VARIABLE): Formula {
  return formulaOf(simplified(derivativeOf(formula.node, name)));
}

/** αᵢⱼ = φ′(ξᵢ)ψ′(x), simplified: a formula in `xi`, x and the parameters. */
export function importanceFormula(phi: Formula, psi: Formula): Formula {
  const outer = substitute(derivativeOf(phi.node, VARIABLE), VARIABLE, symbol(SUM_SYMBOL));
  return formulaOf(simplified(product(outer, derivativeOf(psi.node, VARIABLE))));
}

/** The name of ξᵢ in formulae of α. */
export const SUM_SYMBOL = 'xi';

/** Not simplified but for factors 0 and 1. */
function derivativeOf(node: MathNode, name: string): MathNode {
  const shape = shapeOf(node);
  if (shape.kind === 'constant') return constant(0);
  if (shape.kind === 'symbol') return constant(shape.name === name ? 1 : 0);
  const { operation, operands } = shape;
  const slopes = operands.map((operand) => derivativeOf(operand, name));
  if (slopes.every(isZero)) return constant(0);
  const [u, v] = operands;
  const [du, dv] = slopes;
  if (u === undefined || du === undefined) throw new Error(`a node of ${operation} has no operand`);
  if (operation === 'max' || operation === 'min') return derivativeOfExtreme(operation, operands, slopes);
  if (v === undefined || dv === undefined) return times(OUTER[operation as Unary](u), du);
  return BINARY[operation as Binary](u, v, du, dv);
}

type Binary = 'add' | 'subtract' | 'multiply' | 'divide' | 'pow';
type Unary = Exclude<Operation, Binary | 'max' | 'min'>;

const BINARY: Record<Binary, (u: MathNode, v: MathNode, du: MathNode, dv: MathNode) => MathNode> = {
  add: (_u, _v, du, dv) => plus(du, dv),
  subtract: (_u, _v, du, dv) => minus(du, dv),
  multiply: (u, v, du, dv) => plus(times(du, v), times(u, dv)),
  divide: (u, v, du, dv) =>
    isZero(dv) ? quotient(du, v) : quotient(minus(times(du, v), times(u, dv)), power(v, constant(2))),
  pow: (u, v, du, dv) => {
    const ofBase = times(product(v, power(u, difference(v, constant(1)))), du);
    // Only an exponent with the variable in it asks for log u, which a base below 0 has not.
    return isZero(dv) ? ofBase : plus(ofBase, times(product(power(u, v), call('log', u)), dv));
  },
};

/** f′(u). */
const OUTER: Record<Unary, (u: MathNode) => MathNode> = {
  unaryMinus: () => constant(-1),
  exp: (u) => call('exp', u),
  log: (u) => quotient(constant(1), u),
  sqrt: (u) => quotient(constant(1), product(constant(2), call('sqrt', u))),
  abs: (u) => call('sign', u),
  tanh: (u) => difference(constant(1), power(call('tanh', u), constant(2))),
  sigmoid: (u) => product(call('sigmoid', u), call('sigmoid', negative(u))),
  softplus: (u) => call('sigmoid', u),
  step: () => constant(0),
  sign: () => constant(0),
};

/** Of max(a, b, …) = max(a, max(b, …)), and min likewise. */
function derivativeOfExtreme(
  operation: 'max' | 'min',
  operands: readonly MathNode[],
  slopes: readonly MathNode[],
): MathNode {
  const [a, ...rest] = operands as [MathNode, ...MathNode[]];
  const [da, ...others] = slopes as [MathNode, ...MathNode[]];
  if (rest.length === 0) return da;
  const b = rest.length === 1 ? (rest[0] as MathNode) : call(operation, ...rest);
  const db = derivativeOfExtreme(operation, rest, others);
  /** 1 where u decides against v, and 0 where they are equal. */
  const wins = (u: MathNode, v: MathNode): MathNode =>
    call('step', operation === 'max' ? difference(u, v) : difference(v, u));
  if (isZero(da)) return times(db, wins(b, a));
  return plus(db, times(minus(da, db), wins(a, b)));
}

function plus(a: MathNode, b: MathNode): MathNode {
  return isZero(a) ? b : isZero(b) ? a : sum(a, b);
}

function minus(a: MathNode, b: MathNode): MathNode {
  return isZero(b) ? a : isZero(a) ? negative(b) : difference(a, b);
}

function times(a: MathNode, b: MathNode): MathNode {
  return isZero(a) || isZero(b) ? constant(0) : isOne(a) ? b : isOne(b) ? a : product(a, b);
}

function isZero(node: MathNode): boolean {
  return isValue(node, 0);
}

function isOne(node: MathNode): boolean {
  return isValue(node, 1);
}

function isValue(node: MathNode, value: number): boolean {
  const shape = shapeOf(node);
  return shape.kind === 'constant' && shape.value === value;
}
