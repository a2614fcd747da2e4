/**
 * Evaluates a witness in 60 to 1,000 decimal digits, whose exponents neither over- nor underflow here: the last word where
 * float64 sees nothing. It takes a tenth of a second and more, so it is asked only where float64 and the analysis differ.
 */
import { Decimal } from 'decimal.js';
import type { LossAnalysis } from '../../src/entries/analysis.js';
import type { Tree } from './tree.js';

const Long = Decimal.clone();
type Values = Readonly<Record<string, number>>;

/** A value with its first two derivatives along a line. */
interface Jet {
  readonly v: Decimal;
  readonly d: Decimal;
  readonly s: Decimal;
}

/** Numbers are read as the analysis reads them, as float64, and all their digits kept. */
function long(x: number): Decimal {
  if (!Number.isFinite(x)) return new Long(x);
  let [whole, halvings] = [x, 0];
  while (!Number.isInteger(whole)) [whole, halvings] = [2 * whole, halvings + 1];
  return new Long(BigInt(whole).toString()).div(new Long(2).pow(halvings));
}

const [ZERO, ONE] = [new Long(0), new Long(1)];

function constant(v: Decimal): Jet {
  return { v, d: ZERO, s: ZERO };
}

/** No real value, or a tie of the branches of a max, min or abs. */
class NoValue extends Error {}

function chain(a: Jet, g0: Decimal, g1: Decimal, g2: Decimal): Jet {
  return { v: g0, d: g1.times(a.d), s: g2.times(a.d).times(a.d).plus(g1.times(a.s)) };
}

function plus(a: Jet, b: Jet): Jet {
  return { v: a.v.plus(b.v), d: a.d.plus(b.d), s: a.s.plus(b.s) };
}

function scaled(by: Decimal, a: Jet): Jet {
  return { v: by.times(a.v), d: by.times(a.d), s: by.times(a.s) };
}

function product(a: Jet, b: Jet): Jet {
  const s = a.s.times(b.v).plus(a.d.times(b.d).times(2)).plus(a.v.times(b.s));
  return { v: a.v.times(b.v), d: a.d.times(b.v).plus(a.v.times(b.d)), s };
}

function logarithm(a: Jet): Jet {
  if (!a.v.gt(0)) throw new NoValue();
  const inverse = ONE.div(a.v);
  return chain(a, a.v.ln(), inverse, inverse.times(inverse).neg());
}

function exponential(a: Jet): Jet {
  const e = a.v.exp();
  return chain(a, e, e, e);
}

function power(a: Jet, p: Decimal): Jet {
  if (p.isZero()) return constant(ONE);
  if (p.isInteger() && p.gte(0)) {
    const at = (k: number): Decimal => (p.minus(k).lt(0) ? ZERO : a.v.pow(p.minus(k)));
    return chain(a, at(0), p.times(at(1)), p.times(p.minus(1)).times(at(2)));
  }
  if (p.isInteger() ? a.v.isZero() : !a.v.gt(0)) throw new NoValue();
  const value = a.v.pow(p);
  const first = p.times(value).div(a.v);
  return chain(a, value, first, p.minus(1).times(first).div(a.v));
}

/** 1/(1 + e⁻ᵃ) without cancellation. */
function sigmoid(a: Jet): Jet {
  const e = a.v.abs().neg().exp();
  const [large, small] = [ONE.div(ONE.plus(e)), e.div(ONE.plus(e))];
  const [p, q] = a.v.gte(0) ? [large, small] : [small, large];
  return chain(a, p, p.times(q), p.times(q).times(q.minus(p)));
}

function larger(a: Jet, b: Jet): Jet {
  const order = a.v.cmp(b.v);
  if (order === 0 && !(a.d.eq(b.d) && a.s.eq(b.s))) throw new NoValue();
  return order >= 0 ? a : b;
}

function evaluated(tree: Tree, x: Jet, values: Values): Jet {
  if (tree.kind === 'number') return constant(long(Number(tree.text)));
  if (tree.kind === 'name') return tree.name === 'x' ? x : constant(long(values[tree.name] ?? Number.NaN));
  if (tree.kind === 'unary') {
    const a = evaluated(tree.of, x, values);
    switch (tree.name) {
      case 'neg':
        return scaled(ONE.neg(), a);
      case 'exp':
        return exponential(a);
      case 'log':
        return logarithm(a);
      case 'sqrt':
        return power(a, new Long(0.5));
      case 'abs':
        return larger(a, scaled(ONE.neg(), a));
      case 'sigmoid':
        return sigmoid(a);
      case 'tanh':
        return plus(scaled(new Long(2), sigmoid(scaled(new Long(2), a))), constant(ONE.neg()));
      case 'softplus': {
        const { v, d } = sigmoid({ v: a.v, d: ONE, s: ZERO });
        const value = Long.max(0, a.v).plus(a.v.abs().neg().exp().plus(1).ln());
        return chain(a, value, v, d);
      }
    }
  }
  const [a, b] = [evaluated(tree.a, x, values), evaluated(tree.b, x, values)];
  switch (tree.name) {
    case 'add':
      return plus(a, b);
    case 'sub':
      return plus(a, scaled(ONE.neg(), b));
    case 'mul':
      return product(a, b);
    case 'div':
      return product(a, power(b, ONE.neg()));
    case 'pow':
      return b.d.isZero() && b.s.isZero() ? power(a, b.v) : exponential(product(b, logarithm(a)));
    case 'max':
      return larger(a, b);
    case 'min':
      return scaled(ONE.neg(), larger(scaled(ONE.neg(), a), scaled(ONE.neg(), b)));
  }
}

/** Computes with more and more digits until two lengths agree; undefined where the longest do not. */
function settled(compute: () => Decimal): Decimal | undefined {
  let before: Decimal | undefined;
  for (const precision of LENGTHS) {
    Long.set({ precision });
    const value = compute();
    if (!value.isFinite()) return undefined;
    if (before !== undefined && value.minus(before).abs().lte(value.abs().times(1e-12))) return value;
    before = value;
  }
}

const LENGTHS = [60, 240, 1000] as const;

/** Offsets from a point at which branches tie: one as wide as the rounding of a corner's place, one for a nearer neighbour. */
const SIDES = [0, 1e-30, -1e-30, 1e-14, -1e-14] as const;

interface Point {
  readonly of: Values;
  /** Where the margins x and y, and ξ and log ξ, are: at the witness, or beside it. */
  readonly place: (name: string) => Decimal;
  /** How far on both sides of a corner its slopes are taken. */
  readonly near: Decimal;
}

/** Tells if a statement fails by its witness, at its point or beside it; 'unknown' where a thousand digits do not tell. */
export function preciseWitness(
  { id, witness }: LossAnalysis['statements'][number],
  trees: { readonly phi: Tree; readonly psi: Tree },
): 'fails' | 'holds' | 'unknown' {
  if (witness === undefined) return 'unknown';
  const needsEqual = id === 'row-sum-constant' || id === 'homogeneous' || id.endsWith('-differentiable');
  const isStrict = id === 'importance-falls-strictly';
  const { lower, upper } = witness.value;
  const words = SIDES.map((side): 'fails' | 'holds' | 'unknown' => {
    const scaleOf = (name: string): number => Math.max(1, Math.abs(witness.at[name] ?? 0));
    const place = (name: string): Decimal =>
      long(witness.at[name] ?? Number.NaN).plus(new Long(side).times(scaleOf(name)));
    const near = new Long(4 * Math.max(1e-30, Math.abs(side))).times(scaleOf('x'));
    try {
      const value = settled(() => quantityAt(witness.quantity, { of: witness.at, place, near }, trees));
      if (value === undefined) return 'unknown';
      const slack = value.abs().times(1e-9);
      const isWithin = value.plus(slack).gte(lower) && value.minus(slack).lte(upper);
      const isWrong = needsEqual ? !value.isZero() : isStrict ? value.lte(0) : value.lt(0);
      return isWithin && isWrong ? 'fails' : 'holds';
    } catch (error) {
      if (error instanceof NoValue) return 'unknown';
      throw error;
    }
  });
  const seen = new Set(words);
  return seen.has('fails') ? 'fails' : seen.has('unknown') ? 'unknown' : 'holds';
}

/** ψ″/ψ′ at x; NaN where it has no value. */
export function preciseLogSlope(psi: Tree, x: number, values: Values): number {
  try {
    const ratio = settled(() => {
      const { d, s } = evaluated(psi, { v: long(x), d: ONE, s: ZERO }, values);
      return s.div(d);
    });
    return ratio?.toNumber() ?? Number.NaN;
  } catch (error) {
    if (error instanceof NoValue) return Number.NaN;
    throw error;
  }
}

/** NaN where the quantity is none of those that are known here. */
function quantityAt(
  quantity: string,
  { of, place, near }: Point,
  trees: { readonly phi: Tree; readonly psi: Tree },
): Decimal {
  const along = (at: Decimal): Jet => ({ v: at, d: ONE, s: ZERO });
  const psiAt = (x: Decimal): Jet => evaluated(trees.psi, along(x), of);
  const phiAt = (xi: Decimal): Jet => evaluated(trees.phi, along(xi), of);
  const shifted =
    (count: number) =>
    (x: Decimal): Jet =>
      evaluated(trees.phi, scaled(new Long(count), psiAt(x)), of);
  const unknown = new Long(Number.NaN);
  const [x, y] = [place('x'), place(of['y'] === undefined ? 'x' : 'y')];
  const bend = (inner: string, f: (t: Decimal) => Jet, a: Decimal, b: Decimal): Decimal => {
    if (inner === 'ψ″(x)' || inner.startsWith('d²F/dt²')) return f(a).s;
    if (inner === 'the slope at y minus that at x') return f(b).d.minus(f(a).d);
    if (inner !== 'the jump of the slope' && inner !== 'the jump of its slope') return unknown;
    const [before, after] = [f(a.minus(near)), f(a.plus(near))];
    const gained = before.s.abs().plus(after.s.abs()).times(near).times(8);
    const jump = after.d.minus(before.d);
    // What a smooth curve gains between the two places is no jump.
    return jump.abs().gt(gained) ? jump : ZERO;
  };
  const ordered = /^(along \(1, −1\), 2)?φ′\(ξ\) times (.*)$/.exec(quantity);
  if (ordered !== null) {
    const [, twice, inner = ''] = ordered;
    const { negatives = 2 } = of;
    const others = of['others'] === undefined ? x : place('others');
    const xi = psiAt(x)
      .v.plus(psiAt(y).v)
      .plus(psiAt(others).v.times(negatives - 2));
    const by = phiAt(xi).d.times(twice === undefined ? 1 : 2);
    return by.times(bend(inner, psiAt, x, y));
  }
  const ones = /^along \(1, …, 1\), (.*)$/.exec(quantity)?.[1];
  if (ones !== undefined) return bend(ones, shifted(of['negatives'] ?? 1), x, y);
  const isPhi = of['ξ'] !== undefined;
  switch (quantity) {
    case 'the jump of the slope':
    case 'the jump of its slope':
    case 'the slope at y minus that at x':
      return bend(quantity, isPhi ? phiAt : psiAt, isPhi ? place('ξ') : x, y);
    case 'ψ′(x)':
      return psiAt(x).d;
    case 'ψ″(x)':
      return psiAt(x).s;
    case 'φ′(ξ)':
      return phiAt(place('ξ')).d;
    case 'φ″(ξ)':
      return phiAt(place('ξ')).s;
    case 'd²F/dt² along (1, …, 1) at equal margins x':
      return shifted(of['negatives'] ?? 1)(x).s;
    case 'd² φ(eˡ)/dl²': {
      const e = place('log ξ').exp();
      return evaluated(trees.phi, { v: e, d: e, s: e }, of).s;
    }
    case 'Σα at margins (y, y) minus Σα at (x, x)':
      return shifted(2)(y).d.minus(shifted(2)(x).d);
    case 'y f′(y)/f(y) minus x f′(x)/f(x)': {
      const degree = (t: Decimal): Decimal => {
        const f = shifted(2)(t);
        return t.times(f.d).div(f.v);
      };
      return degree(y).minus(degree(x));
    }
    default:
      return unknown;
  }
}
