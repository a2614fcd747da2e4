/**
 * Differentiates formulae with respect to one symbol.
 *
 * Step and sign choose a side where a derivative jumps: at the corner of max(0, u) the derivative is that of 0, which for an
 * increasing u is the one from the left.
 */
import {
  call,
  constant,
  difference,
  negative,
  power,
  product,
  quotient,
  substitute,
  sum,
  symbol,
  VARIABLE,
  type Binary,
  type Expression,
  type Unary,
} from './expression.js';
import { formulaOf, type Formula } from './formula.js';
import { simplified } from './simplify.js';

/** Derivatives with respect to the variable: a loss asks for them again with every value of its parameters. */
const DERIVATIVES = new WeakMap<Formula, Formula>();

/**
 * Differentiates a formula with respect to a symbol, and simplifies.
 *
 * @example
 * differentiate(parseFormula('tau*log(1 + x)', ['tau'])).text; // 'tau/(1 + x)'
 * differentiate(parseFormula('exp(x/tau)', ['tau']), 'tau').text; // '-(x*exp(x/tau)/tau^2)'
 */
export function differentiate(formula: Formula, name: string = VARIABLE): Formula {
  const known = name === VARIABLE ? DERIVATIVES.get(formula) : undefined;
  if (known !== undefined) return known;
  const made = formulaOf(simplified(derivativeOf(formula.expression, name)));
  if (name === VARIABLE) DERIVATIVES.set(formula, made);
  return made;
}

/**
 * Makes αᵢⱼ = φ′(ξᵢ)ψ′(x), simplified: a formula in `xi`, x and the parameters.
 *
 * @example
 * importanceFormula(parseFormula('tau*log(x)', ['tau']), parseFormula('exp(x/tau)', ['tau'])).text; // 'exp(x/tau)/xi'
 */
export function importanceFormula(phi: Formula, psi: Formula): Formula {
  const outer = substitute(derivativeOf(phi.expression, VARIABLE), VARIABLE, symbol(SUM_SYMBOL));
  return formulaOf(simplified(product(outer, derivativeOf(psi.expression, VARIABLE))));
}

/** The name of ξᵢ in formulae of α. */
export const SUM_SYMBOL = 'xi';

/** Not simplified but for factors 0 and 1. */
function derivativeOf(expression: Expression, name: string): Expression {
  if (expression.kind === 'number') return constant(0);
  if (expression.kind === 'symbol') return constant(expression.name === name ? 1 : 0);
  if ('of' in expression) {
    const slope = derivativeOf(expression.of, name);
    return isZero(slope) ? slope : times(OF_UNARY[expression.kind](expression.of), slope);
  }
  const [da, db] = [derivativeOf(expression.a, name), derivativeOf(expression.b, name)];
  if (isZero(da) && isZero(db)) return constant(0);
  return OF_BINARY[expression.kind](expression.a, expression.b, da, db);
}

type OfBinary = (u: Expression, v: Expression, du: Expression, dv: Expression) => Expression;

const OF_BINARY: Readonly<Record<Binary, OfBinary>> = {
  sum: (_u, _v, du, dv) => plus(du, dv),
  difference: (_u, _v, du, dv) => minus(du, dv),
  product: (u, v, du, dv) => plus(times(du, v), times(u, dv)),
  quotient: (u, v, du, dv) =>
    isZero(dv) ? quotient(du, v) : quotient(minus(times(du, v), times(u, dv)), power(v, constant(2))),
  power: (u, v, du, dv) => {
    const base = v.kind === 'number' && v.value >= 1 ? u : withoutFloor(u);
    const ofBase = times(product(v, power(base, difference(v, constant(1)))), du);
    // Only an exponent with the variable in it asks for log u, which a base below 0 has not.
    return isZero(dv) ? ofBase : plus(ofBase, times(product(power(u, v), call('log', u)), dv));
  },
  max: (u, v, du, dv) => slopeOfExtreme(difference(u, v), du, dv),
  min: (u, v, du, dv) => slopeOfExtreme(difference(v, u), du, dv),
};

/** @param lead of the first operand over the second: where it is positive, the slope is that of the first */
function slopeOfExtreme(lead: Expression, du: Expression, dv: Expression): Expression {
  if (isZero(du)) return times(dv, call('step', opposite(lead)));
  return plus(dv, times(minus(du, dv), call('step', lead)));
}

/** |w| for max(0, w): the same where its slope is not 0, and where it is 0, no power of it is infinite. */
function withoutFloor(u: Expression): Expression {
  if (u.kind !== 'max') return u;
  return isZero(u.a) ? call('abs', u.b) : isZero(u.b) ? call('abs', u.a) : u;
}

function opposite(lead: Expression): Expression {
  return lead.kind === 'difference' ? difference(lead.b, lead.a) : negative(lead);
}

/** f′(u). */
const OF_UNARY: Readonly<Record<Unary, (u: Expression) => Expression>> = {
  negative: () => constant(-1),
  exp: (u) => call('exp', u),
  log: (u) => quotient(constant(1), u),
  sqrt: (u) => quotient(constant(1), product(constant(2), call('sqrt', withoutFloor(u)))),
  abs: (u) => call('sign', u),
  tanh: (u) => difference(constant(1), power(call('tanh', u), constant(2))),
  sigmoid: (u) => product(call('sigmoid', u), call('sigmoid', negative(u))),
  softplus: (u) => call('sigmoid', u),
  step: () => constant(0),
  sign: () => constant(0),
};

function plus(a: Expression, b: Expression): Expression {
  return isZero(a) ? b : isZero(b) ? a : sum(a, b);
}

function minus(a: Expression, b: Expression): Expression {
  return isZero(b) ? a : isZero(a) ? negative(b) : difference(a, b);
}

function times(a: Expression, b: Expression): Expression {
  return isZero(a) || isZero(b) ? constant(0) : isOne(a) ? b : isOne(b) ? a : product(a, b);
}

function isZero(expression: Expression): boolean {
  return expression.kind === 'number' && expression.value === 0;
}

function isOne(expression: Expression): boolean {
  return expression.kind === 'number' && expression.value === 1;
}
