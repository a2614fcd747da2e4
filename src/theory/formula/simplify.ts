/**
 * Formulae in a readable closed form, by exact rules: like terms and like powers come together, common factors cancel,
 * exponentials multiply, logarithms and exponentials undo each other. Products of sums stay products.
 *
 * The result equals the formula wherever the formula is defined; it may be defined in more points. A parameter in a
 * denominator is taken not to be 0.
 */
import { call, extreme as extremeOf, symbol, type Binary, type Expression, type Unary } from './expression.js';
import { formulaOf, type Formula } from './formula.js';
import { fraction, ofDecimal, ONE, type Fraction } from './fraction.js';
import {
  atomPower,
  isOne,
  NOTHING,
  negated,
  plus,
  rational,
  scaled,
  singleTerm,
  sumKey,
  sumOf,
  termPower,
  timesTerm,
  UNITY,
  valueOf,
  type Atom,
  type Sum,
  type Term,
} from './polynomial.js';
import { E_KEY, expressionOfSum, Unsimplifiable } from './write-out.js';

/**
 * Writes the same function in fewer terms, wherever the given formula has a value.
 *
 * @example
 * simplify(parseFormula('x + x + log(exp(x))', [])).text; // '3*x'
 */
export function simplify(formula: Formula): Formula {
  return formulaOf(simplified(formula.expression));
}

/** The expression in closed form, or as it is where a number would leave the range of doubles or a denominator is 0. */
export function simplified(expression: Expression): Expression {
  try {
    return expressionOfSum(sumOfExpression(expression));
  } catch (error) {
    if (error instanceof Unsimplifiable) return expression;
    throw error;
  }
}

function sumOfExpression(expression: Expression): Sum {
  if (expression.kind === 'symbol') return atomPower({ key: expression.name, expression }, UNITY);
  if (expression.kind === 'number') {
    const value = ofDecimal(expression.value);
    return value === undefined ? atomPower({ key: String(expression.value), expression }, UNITY) : rational(value);
  }
  if ('of' in expression) return OF_UNARY[expression.kind](sumOfExpression(expression.of));
  const { kind } = expression;
  const operands = [sumOfExpression(expression.a), sumOfExpression(expression.b)] as const;
  return kind === 'max' || kind === 'min' ? extreme(kind, operands) : OF_BINARY[kind](...operands);
}

const OF_BINARY: Readonly<Record<Exclude<Binary, 'max' | 'min'>, (a: Sum, b: Sum) => Sum>> = {
  sum: plus,
  difference: (a, b) => plus(a, negated(b)),
  product: times,
  quotient: (a, b) => times(a, wholePower(b, -1n)),
  power: toPower,
};

const OF_UNARY: Readonly<Record<Unary, (a: Sum) => Sum>> = {
  negative: negated,
  sqrt: (a) => toPower(a, rational(fraction(1n, 2n))),
  exp: exponential,
  log: logarithm,
  abs: (a) => ofValue('abs', a, ({ n, d }) => fraction(n < 0n ? -n : n, d)),
  tanh: (a) => atZero('tanh', a, NOTHING),
  sigmoid: (a) => atZero('sigmoid', a, rational(fraction(1n, 2n))),
  softplus: (a) => applied('softplus', a),
  step: (a) => ofValue('step', a, ({ n }) => fraction(n > 0n ? 1n : 0n)),
  sign: (a) => ofValue('sign', a, ({ n }) => fraction(n > 0n ? 1n : n < 0n ? -1n : 0n)),
};

function times(a: Sum, b: Sum): Sum {
  const [left, right] = [valueOf(a), valueOf(b)];
  if (left !== undefined) return scaled(b, left);
  if (right !== undefined) return scaled(a, right);
  return tidied(timesTerm(termOf(a), termOf(b)));
}

/** A sum as one term: itself, or its content times what is left in parentheses. */
function termOf(sum: Sum): Term {
  const only = singleTerm(sum);
  if (only !== undefined) return only;
  const content = contentOf(sum);
  const inner = scaled(sum, fraction(content.d, content.n));
  const atom = { key: sumKey(inner), expression: expressionOfSum(inner), sum: inner };
  return { coefficient: content, factors: new Map([[atom.key, { base: atom, exponent: UNITY }]]) };
}

/** The largest positive rational that leaves whole coefficients. */
function contentOf(sum: Sum): Fraction {
  let [n, d] = [0n, 1n];
  for (const { coefficient } of sum.values()) {
    const size = coefficient.n < 0n ? -coefficient.n : coefficient.n;
    n = n === 0n ? size : size / fraction(size, n).n;
    d *= fraction(coefficient.d, d).n;
  }
  return n === 0n ? ONE : fraction(n, d);
}

/** Step functions are their own powers, and [u]₊ is 0 where step(u) is; a sum alone needs no parentheses. */
function tidied({ coefficient, factors }: Term): Sum {
  const kept = new Map(factors);
  const positiveParts = new Set(
    [...factors.values()].flatMap(({ base, exponent }) =>
      base.positivePartOf !== undefined && isPositive(exponent) ? [base.positivePartOf] : [],
    ),
  );
  for (const [key, { base, exponent }] of factors) {
    if (base.stepOf === undefined || !isPositive(exponent)) continue;
    if (positiveParts.has(base.stepOf)) kept.delete(key);
    else kept.set(key, { base, exponent: UNITY });
  }
  const [only] = kept.values();
  if (kept.size === 1 && only?.base.sum !== undefined && isOne(only.exponent))
    return scaled(only.base.sum, coefficient);
  return sumOf([{ coefficient, factors: kept }]);
}

function isPositive(exponent: Sum): boolean {
  return (valueOf(exponent)?.n ?? 0n) > 0n;
}

/** Beyond this an exact power of a coefficient helps no reader. */
const HIGHEST_POWER = 64n;

function toPower(base: Sum, exponent: Sum): Sum {
  const value = valueOf(exponent);
  if (value?.d === 1n && value.n <= HIGHEST_POWER && value.n >= -HIGHEST_POWER) return wholePower(base, value.n);
  const only = singleTerm(base);
  if (only === undefined || only.coefficient.n !== only.coefficient.d) return atomPower(parenthesised(base), exponent);
  if (only.factors.size === 0) return UNITY;
  const [factor] = only.factors.values();
  if (factor === undefined || only.factors.size > 1) return atomPower(parenthesised(base), exponent);
  // (e^u)^k = e^(uk), since e^u > 0; (x²)^½ is not x.
  if (factor.base.key === E_KEY) return exponential(times(factor.exponent, exponent));
  return atomPower(isOne(factor.exponent) ? factor.base : parenthesised(base), exponent);
}

function wholePower(base: Sum, exponent: bigint): Sum {
  if (exponent === 0n) return UNITY;
  if (base.size > 0) return tidied(termPower(termOf(base), exponent));
  if (exponent < 0n) throw new Unsimplifiable('division by 0');
  return NOTHING;
}

function parenthesised(sum: Sum): Atom {
  return { key: sumKey(sum), expression: expressionOfSum(sum) };
}

/** e^(k·log u + v) = u^k·e^v. */
function exponential(exponent: Sum): Sum {
  let outside = UNITY;
  const inside: Term[] = [];
  for (const term of exponent.values()) {
    const log = [...term.factors.values()].find(({ base, exponent: own }) => base.logOf !== undefined && isOne(own));
    if (log?.base.logOf === undefined) {
      inside.push(term);
      continue;
    }
    const factors = new Map(term.factors);
    factors.delete(log.base.key);
    outside = times(outside, toPower(log.base.logOf, sumOf([{ coefficient: term.coefficient, factors }])));
  }
  return times(outside, atomPower({ key: E_KEY, expression: symbol(E_KEY) }, sumOf(inside)));
}

/** log(c·e^u) = u + log c: c is positive wherever the logarithm is defined. */
function logarithm(argument: Sum): Sum {
  const only = singleTerm(argument);
  const exponent = only?.factors.get(E_KEY)?.exponent;
  if (only === undefined || exponent === undefined) return plainLogarithm(argument);
  const factors = new Map(only.factors);
  factors.delete(E_KEY);
  return plus(exponent, plainLogarithm(tidied({ coefficient: only.coefficient, factors })));
}

function plainLogarithm(argument: Sum): Sum {
  if (isOne(argument)) return NOTHING;
  return atomPower({ ...atomOf('log', argument), logOf: argument }, UNITY);
}

function extreme(operation: 'max' | 'min', operands: readonly Sum[]): Sum {
  const different = [...new Map(operands.map((operand) => [sumKey(operand), operand])).values()];
  const values = different.flatMap((operand) => valueOf(operand) ?? []);
  const rest = different.filter((operand) => valueOf(operand) === undefined);
  const sense = operation === 'max' ? 1n : -1n;
  const decisive = values.reduce<Fraction | undefined>(
    (best, value) => (best === undefined || sense * (value.n * best.d - best.n * value.d) > 0n ? value : best),
    undefined,
  );
  const all = decisive === undefined ? rest : [rational(decisive), ...rest];
  const [first = NOTHING, second] = all;
  if (second === undefined) return first;
  const atom = {
    key: `${operation}(${all.map(sumKey).join(',')})`,
    expression: extremeOf(operation, all.map(expressionOfSum)),
  };
  const isPositivePart = operation === 'max' && all.length === 2 && first.size === 0;
  return atomPower(isPositivePart ? { ...atom, positivePartOf: sumKey(second) } : atom, UNITY);
}

/** The function's value at a number, or the function as an atom. */
function ofValue(name: 'abs' | 'step' | 'sign', argument: Sum, at: (value: Fraction) => Fraction): Sum {
  const value = valueOf(argument);
  if (value !== undefined) return rational(at(value));
  const atom = atomOf(name, argument);
  return atomPower(name === 'step' ? { ...atom, stepOf: sumKey(argument) } : atom, UNITY);
}

function atZero(name: Unary, argument: Sum, value: Sum): Sum {
  return argument.size === 0 ? value : applied(name, argument);
}

function applied(name: Unary, operand: Sum): Sum {
  return atomPower(atomOf(name, operand), UNITY);
}

function atomOf(name: Unary, operand: Sum): Atom {
  return { key: `${name}(${sumKey(operand)})`, expression: call(name, expressionOfSum(operand)) };
}
