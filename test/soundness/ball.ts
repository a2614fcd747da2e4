/**
 * A formula evaluated in float64 at a point, with its first two derivatives along a line and a bound of the error of each.
 *
 * The bound is that of first-order error analysis: each operation adds the rounding of its result to what its operands bring in. It is
 * no proof, so whoever decides by it leaves room (`FIRM`). Where an operand of max, min or abs ties with the other within its
 * error, both branches count. The branches that were taken are hashed, so that two points on different sides of a corner
 * are told apart without knowing the corner.
 */
import type { Tree } from './tree.js';

/** A value with its first two derivatives, and the error of each. */
export interface Ball {
  v: number;
  d: number;
  s: number;
  ev: number;
  ed: number;
  es: number;
  /** 0: constant, 1: linear along the line, in the branch that is taken; 2: it may be curved. */
  degree: number;
  /** Of the branches that were taken. */
  branches: number;
  /** The formula has no real value here, whatever the rounding. */
  undefined: boolean;
}

/** How many errors apart two numbers are that are surely different. */
export const FIRM = 8;

export type Values = Readonly<Record<string, number>>;

const U = 2 ** -52;
const TINY = 1e-320;

export function point(v: number, d = 1, s = 0): Ball {
  return { v, d, s, ev: 0, ed: 0, es: 0, degree: 1, branches: 0, undefined: false };
}

function constant(v: number): Ball {
  return { v, d: 0, s: 0, ev: 0, ed: 0, es: 0, degree: 0, branches: 0, undefined: false };
}

type Code = (x: Ball, values: Values) => Ball;

/** The tree as a function. */
export function compiled(tree: Tree): Code {
  switch (tree.kind) {
    case 'number': {
      const value = constant(Number(tree.text));
      return () => value;
    }
    case 'name': {
      const { name } = tree;
      if (name === 'x') return (x) => x;
      return (_, values) => constant(values[name] ?? Number.NaN);
    }
    case 'unary': {
      const { name } = tree;
      if (name === 'log') {
        const stable = logOfSum(tree.of);
        if (stable !== undefined) return stable;
      }
      const of = compiled(tree.of);
      const operation = UNARY[name];
      return (x, values) => operation(of(x, values));
    }
    case 'binary': {
      const [a, b] = [compiled(tree.a), compiled(tree.b)];
      const operation = BINARY[tree.name];
      return (x, values) => operation(a(x, values), b(x, values));
    }
  }
}

/** log(c + eᵘ) without the overflow of eᵘ. */
function logOfSum(tree: Tree): Code | undefined {
  if (tree.kind !== 'binary' || tree.name !== 'add') return undefined;
  const [rest, power] = isExp(tree.b) ? [tree.a, tree.b] : [tree.b, tree.a];
  if (!isExp(power)) return undefined;
  const [c, u] = [compiled(rest), compiled(power.of)];
  const plain = compiled(tree);
  return (x, values) => {
    const constantPart = c(x, values);
    const exponent = u(x, values);
    if (constantPart.degree !== 0 || !(constantPart.v > 0) || exponent.v < 30) return UNARY.log(plain(x, values));
    // log(c + eᵘ) = softplus(u − log c) + log c.
    const shift = constant(Math.log(constantPart.v));
    shift.ev = U * Math.abs(shift.v);
    return add(UNARY.softplus(minus(exponent, shift)), shift);
  };
}

function isExp(tree: Tree): tree is Extract<Tree, { kind: 'unary' }> {
  return tree.kind === 'unary' && tree.name === 'exp';
}

export function add(a: Ball, b: Ball): Ball {
  const [v, d, s] = [a.v + b.v, a.d + b.d, a.s + b.s];
  return {
    v,
    d,
    s,
    ev: a.ev + b.ev + U * Math.abs(v),
    ed: a.ed + b.ed + U * Math.abs(d),
    es: a.es + b.es + U * Math.abs(s),
    degree: Math.max(a.degree, b.degree),
    branches: joined(a, b),
    undefined: a.undefined || b.undefined,
  };
}

function joined(a: Ball, b: Ball): number {
  return (Math.imul(a.branches, 31) + Math.imul(b.branches, 17)) | 0;
}

function negative({ v, d, s, ev, ed, es, degree, branches, undefined: isUndefined }: Ball): Ball {
  return { v: -v, d: -d, s: -s, ev, ed, es, degree, branches, undefined: isUndefined };
}

function minus(a: Ball, b: Ball): Ball {
  return add(a, negative(b));
}

/** |a|·eb + |b|·ea + ea·eb and the rounding of the product; 0 where both factors are exactly 0. */
function productError(a: number, ea: number, b: number, eb: number): number {
  const product = Math.abs(a * b);
  // 0 times an unbounded error is 0 only where the 0 is exact.
  const first = a === 0 ? 0 : Math.abs(a) * eb;
  const second = b === 0 ? 0 : Math.abs(b) * ea;
  const third = ea === 0 || eb === 0 ? 0 : ea * eb;
  return first + second + third + U * product + (a !== 0 && b !== 0 && product < 1e-300 ? TINY : 0);
}

function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

export function multiply(a: Ball, b: Ball): Ball {
  const [first, second] = [times(a.d, b.v), times(a.v, b.d)];
  const [p, q, r] = [times(a.s, b.v), 2 * times(a.d, b.d), times(a.v, b.s)];
  return {
    v: times(a.v, b.v),
    d: first + second,
    s: p + q + r,
    ev: productError(a.v, a.ev, b.v, b.ev),
    ed: productError(a.d, a.ed, b.v, b.ev) + productError(a.v, a.ev, b.d, b.ed),
    es:
      productError(a.s, a.es, b.v, b.ev) +
      2 * productError(a.d, a.ed, b.d, b.ed) +
      productError(a.v, a.ev, b.s, b.es) +
      U * (Math.abs(p) + Math.abs(q) + Math.abs(r)),
    degree: Math.min(2, a.degree + b.degree),
    branches: joined(a, b),
    undefined: a.undefined || b.undefined,
  };
}

/** g(a), from g and three derivatives of it at a.v; `growth` bounds how much they grow within the error of a. */
function chain(a: Ball, g: readonly [number, number, number, number], growth: number): Ball {
  const [g0, g1, g2, g3] = g;
  const wide = (n: number, next: number): number =>
    (a.ev === 0 ? 0 : growth * Math.abs(next) * a.ev) + 4 * U * Math.abs(n) + TINY;
  const [e0, e1, e2] = [wide(g0, g1), wide(g1, g2), wide(g2, g3)];
  const square = a.d * a.d;
  const squareError = productError(a.d, a.ed, a.d, a.ed);
  const isConstant = a.degree === 0;
  const [p, q] = [times(g2, square), times(g1, a.s)];
  return {
    v: g0,
    d: isConstant ? 0 : times(g1, a.d),
    s: isConstant ? 0 : p + q,
    ev: e0,
    ed: isConstant ? 0 : productError(g1, e1, a.d, a.ed),
    es: isConstant
      ? 0
      : productError(g2, e2, square, squareError) + productError(g1, e1, a.s, a.es) + U * (Math.abs(p) + Math.abs(q)),
    degree: isConstant ? 0 : 2,
    branches: a.branches,
    undefined: a.undefined,
  };
}

function unknown(a: Ball, isUndefined = false): Ball {
  const [ev, ed, es] = [Infinity, Infinity, Infinity];
  return { ...a, v: Number.NaN, d: 0, s: 0, ev, ed, es, degree: 2, undefined: a.undefined || isUndefined };
}

/** aᵖ with a number p. */
function constantPower(a: Ball, p: number): Ball {
  if (p === 1) return a;
  if (p === 0) return { ...constant(1), branches: a.branches, undefined: a.undefined };
  const isWhole = Number.isInteger(p);
  if (!isWhole && a.v < 0 && a.v + FIRM * a.ev < 0) return unknown(a, true);
  if (a.v === 0 && a.ev === 0) {
    if (p < 0) return unknown(a, true);
    const [d, s] = [0, p === 2 ? 2 * a.d * a.d : 0];
    const [ed, es] = [p < 1 ? Infinity : 0, p < 2 ? Infinity : p === 2 ? 4 * Math.abs(a.d) * a.ed + U * s : 0];
    if (a.degree === 0) return { ...a, v: 0, d: 0, s: 0, ed: 0, es: 0 };
    return { ...a, v: 0, d, s, ev: 0, ed, es, degree: 2 };
  }
  const share = a.ev / Math.abs(a.v);
  // A base that may be 0 or of another sign: only whole powers from 2 on are bounded there.
  if (!(share < 0.1)) {
    if (!isWhole || p < 0 || !Number.isFinite(a.ev)) {
      const most = Math.abs(a.v) + a.ev;
      return p > 0 && Number.isFinite(most) && a.v >= 0
        ? { ...unknown(a), v: a.v ** p, ev: most ** p, undefined: a.undefined }
        : unknown(a);
    }
    const most = Math.abs(a.v) + a.ev;
    return {
      ...chain(a, [a.v ** p, p * a.v ** (p - 1), p * (p - 1) * a.v ** (p - 2), 0], 1),
      ev: 2 * most ** p + TINY,
      ed: 2 * p * most ** (p - 1) * (Math.abs(a.d) + a.ed) + TINY,
      es:
        2 * p * (p - 1) * most ** Math.max(0, p - 2) * (Math.abs(a.d) + a.ed) ** 2 +
        2 * p * most ** (p - 1) * (Math.abs(a.s) + a.es) +
        TINY,
    };
  }
  const g0 = a.v ** p;
  const g = [g0, p * a.v ** (p - 1), p * (p - 1) * a.v ** (p - 2), p * (p - 1) * (p - 2) * a.v ** (p - 3)] as const;
  const size = Math.max(1, Math.abs(p));
  const result = chain(a, g, (1 + 2 * share) ** (size + 3));
  // The error of a library's power grows with its exponent.
  result.ev += 4 * U * Math.abs(result.v);
  result.ed += 4 * U * Math.abs(result.d);
  result.es += 8 * U * Math.abs(result.s);
  return result;
}

function exponential(a: Ball): Ball {
  if (!Number.isFinite(a.v)) return unknown(a);
  const e = Math.exp(a.v);
  if (!Number.isFinite(e)) return { ...unknown(a), v: Infinity };
  const result = chain(a, [e, e, e, e], Math.exp(Math.min(50, a.ev)));
  if (e === 0) return { ...result, ev: TINY, ed: TINY * Math.abs(a.d), es: TINY * (a.d * a.d + Math.abs(a.s)) };
  return result;
}

function logarithm(a: Ball): Ball {
  if (a.v + FIRM * a.ev < 0 || (a.v === 0 && a.ev === 0)) return unknown(a, true);
  const share = a.ev / a.v;
  if (!(a.v > 0) || !(share < 0.1) || !Number.isFinite(a.v)) return unknown(a);
  const inverse = 1 / a.v;
  const result = chain(a, [Math.log(a.v), inverse, -inverse * inverse, 2 * inverse ** 3], (1 + 2 * share) ** 3);
  return { ...result, ev: result.ev + 2 * share + U };
}

function absolute(a: Ball): Ball {
  const flipped = negative(a);
  return larger(a, flipped);
}

function larger(a: Ball, b: Ball): Ball {
  const apart = a.v - b.v;
  const branches = (Math.imul(joined(a, b), 31) + (apart >= 0 ? 7 : 11)) | 0;
  const isUndefined = a.undefined || b.undefined;
  const room = a.ev + b.ev;
  if (Math.abs(apart) > room) {
    const { v, d, s, ev, ed, es, degree, branches: below } = apart > 0 ? a : b;
    // Of what is not taken only the branches below it are of no interest.
    const taken = (Math.imul(below, 31) + (apart > 0 ? 7 : 11)) | 0;
    return { v, d, s, ev, ed, es, degree, branches: taken, undefined: isUndefined };
  }
  if (Number.isNaN(apart)) return unknown({ ...a, branches, undefined: isUndefined });
  const [d, s] = [(a.d + b.d) / 2, (a.s + b.s) / 2];
  const isBent = Math.abs(a.d - b.d) > a.ed + b.ed;
  return {
    v: Math.max(a.v, b.v),
    d,
    s,
    ev: Math.max(a.ev, b.ev) + (room === 0 ? 0 : Math.abs(apart)),
    ed: Math.abs(a.d - b.d) / 2 + Math.max(a.ed, b.ed),
    es: isBent ? Infinity : Math.abs(a.s - b.s) / 2 + Math.max(a.es, b.es),
    degree: isBent ? 2 : Math.max(a.degree, b.degree),
    branches,
    undefined: isUndefined,
  };
}

function sigmoidParts(u: number): { readonly p: number; readonly q: number } {
  const e = Math.exp(-Math.abs(u));
  const [large, small] = [1 / (1 + e), e / (1 + e)];
  return u >= 0 ? { p: large, q: small } : { p: small, q: large };
}

function sigmoid(a: Ball): Ball {
  if (Number.isNaN(a.v)) return unknown(a);
  const { p, q } = sigmoidParts(a.v);
  const first = p * q;
  return chain(a, [p, first, first * (q - p), first * (1 - 6 * p * q)], Math.exp(Math.min(50, a.ev)) * 2);
}

function softplus(a: Ball): Ball {
  if (Number.isNaN(a.v)) return unknown(a);
  const { p, q } = sigmoidParts(a.v);
  const value = Math.max(0, a.v) + Math.log1p(Math.exp(-Math.abs(a.v)));
  const g2 = p * q;
  // Where p − q cancels the third derivative is small beside p q; p q is the bound that matters.
  return chain(a, [value, p, g2, g2], Math.exp(Math.min(50, a.ev)) * 2);
}

function tanh(a: Ball): Ball {
  const double = multiply(constant(2), a);
  const result = minus(multiply(constant(2), sigmoid(double)), constant(1));
  const t = Math.tanh(a.v);
  return { ...result, v: t, ev: 4 * U * Math.abs(t) + Math.min(2, 2 * a.ev) };
}

const UNARY: Readonly<Record<Extract<Tree, { kind: 'unary' }>['name'], (a: Ball) => Ball>> = {
  neg: negative,
  exp: exponential,
  log: logarithm,
  sqrt: (a) => constantPower(a, 0.5),
  abs: absolute,
  tanh,
  sigmoid,
  softplus,
};

const BINARY: Readonly<Record<Extract<Tree, { kind: 'binary' }>['name'], (a: Ball, b: Ball) => Ball>> = {
  add,
  sub: minus,
  mul: multiply,
  div: (a, b) => {
    const result = multiply(a, constantPower(b, -1));
    return b.degree === 0 ? { ...result, degree: a.degree } : result;
  },
  pow: (a, b) => {
    if (b.degree === 0 && b.ev === 0) return constantPower(a, b.v);
    return exponential(multiply(b, logarithm(a)));
  },
  max: larger,
  min: (a, b) => negative(larger(negative(a), negative(b))),
};
