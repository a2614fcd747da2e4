/**
 * What a witness says, in 60 decimal digits, whose exponents neither over- nor underflow here: the last word where float64 sees
 * nothing. A tenth of a second and more a loss, so it is asked only where float64 and the analysis differ.
 */
import { Decimal } from 'decimal.js';
import type { LossAnalysis } from '../../src/analysis/index.js';
import type { Tree } from './tree.js';

const Long = Decimal.clone({ precision: 60 });
type Values = Readonly<Record<string, number>>;

/** A value with its first two derivatives along a line. */
interface Jet {
  readonly v: Decimal;
  readonly d: Decimal;
  readonly s: Decimal;
  /** What s is a sum of, without signs: where s is far below it, its digits are rounding. */
  readonly size: Decimal;
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
  return { v, d: ZERO, s: ZERO, size: ZERO };
}

/** No real value, or a tie of the branches of a max, min or abs. */
class NoValue extends Error {}

function chain(a: Jet, g0: Decimal, g1: Decimal, g2: Decimal): Jet {
  const bent = g2.times(a.d).times(a.d);
  const size = bent.abs().plus(g1.abs().times(a.size));
  return { v: g0, d: g1.times(a.d), s: bent.plus(g1.times(a.s)), size };
}

function plus(a: Jet, b: Jet): Jet {
  return { v: a.v.plus(b.v), d: a.d.plus(b.d), s: a.s.plus(b.s), size: a.size.plus(b.size) };
}

function scaled(by: Decimal, a: Jet): Jet {
  return { v: by.times(a.v), d: by.times(a.d), s: by.times(a.s), size: by.abs().times(a.size) };
}

function product(a: Jet, b: Jet): Jet {
  const mixed = a.d.times(b.d).times(2);
  const s = a.s.times(b.v).plus(mixed).plus(a.v.times(b.s));
  const size = a.size.times(b.v.abs()).plus(mixed.abs()).plus(a.v.abs().times(b.size));
  return { v: a.v.times(b.v), d: a.d.times(b.v).plus(a.v.times(b.d)), s, size };
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
        const { v, d } = sigmoid({ v: a.v, d: ONE, s: ZERO, size: ZERO });
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

/** A quantity with the size of what it is a difference of. */
interface Found {
  readonly value: Decimal;
  readonly size: Decimal;
}

/** Beside a point at which branches tie; it is wider than the rounding of a corner's place. */
const BESIDE = 1e-14;

interface Point {
  readonly of: Values;
  /** Where the margins x and y, and ξ and log ξ, are: at the witness, or beside it. */
  readonly place: (name: string) => Decimal;
}

/** Whether a statement fails by its witness, at its point or beside it; 'unknown' where 60 digits do not tell. */
export function preciseWitness(
  { id, witness }: LossAnalysis['statements'][number],
  trees: { readonly phi: Tree; readonly psi: Tree },
): 'fails' | 'holds' | 'unknown' {
  if (witness === undefined) return 'unknown';
  const needsEqual = id === 'row-sum-constant' || id === 'homogeneous' || id.endsWith('-differentiable');
  const isStrict = id === 'importance-falls-strictly';
  const { lower, upper } = witness.value;
  const words = [0, 1, -1].map((side): 'fails' | 'holds' | 'unknown' => {
    const place = (name: string): Decimal => {
      const at = witness.at[name] ?? Number.NaN;
      return long(at).plus(side * BESIDE * Math.max(1, Math.abs(at)));
    };
    try {
      const found = quantityAt(witness.quantity, { of: witness.at, place }, trees);
      if (found === undefined || !found.value.isFinite()) return 'unknown';
      const { value } = found;
      const room = found.size.times(1e-40);
      if (value.abs().lte(room) && !isStrict) return value.isZero() ? 'holds' : 'unknown';
      const slack = value.abs().times(1e-9).plus(room);
      const isWithin = value.plus(slack).gte(lower) && value.minus(slack).lte(upper);
      return isWithin && (needsEqual || value.lte(room)) ? 'fails' : 'holds';
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
    const { d, s } = evaluated(psi, { v: long(x), d: ONE, s: ZERO, size: ZERO }, values);
    return s.div(d).toNumber();
  } catch (error) {
    if (error instanceof NoValue) return Number.NaN;
    throw error;
  }
}

function quantityAt(
  quantity: string,
  { of, place }: Point,
  trees: { readonly phi: Tree; readonly psi: Tree },
): Found | undefined {
  const along = (at: Decimal, d: Decimal = ONE): Jet => ({ v: at, d, s: ZERO, size: ZERO });
  const psiAt = (x: Decimal): Jet => evaluated(trees.psi, along(x), of);
  const phiAt = (xi: Decimal): Jet => evaluated(trees.phi, along(xi), of);
  const shifted =
    (count: number) =>
    (x: Decimal): Jet =>
      evaluated(trees.phi, scaled(new Long(count), psiAt(x)), of);
  const exact = (value: Decimal): Found => ({ value, size: ZERO });
  const curved = ({ s, size }: Jet): Found => ({ value: s, size });
  const apart = (b: Decimal, a: Decimal): Found => ({ value: b.minus(a), size: b.abs().plus(a.abs()) });
  const [x, y] = [place('x'), place(of['y'] === undefined ? 'x' : 'y')];
  const bend = (inner: string, f: (t: Decimal) => Jet, a: Decimal, b: Decimal): Found | undefined => {
    if (inner === 'ψ″(x)' || inner.startsWith('d²F/dt²')) return curved(f(a));
    if (inner === 'the slope at y minus that at x') return apart(f(b).d, f(a).d);
    if (inner !== 'the jump of the slope' && inner !== 'the jump of its slope') return undefined;
    const near = new Long(4 * BESIDE).times(Long.max(1, a.abs()));
    const [before, after] = [f(a.minus(near)), f(a.plus(near))];
    const gained = before.s.abs().plus(after.s.abs()).times(near).times(8);
    const jump = after.d.minus(before.d);
    // What a smooth curve gains between the two places is no jump.
    return jump.abs().gt(gained) ? exact(jump) : exact(ZERO);
  };
  const ordered = /^(along \(1, −1\), 2)?φ′\(ξ\) times (.*)$/.exec(quantity);
  if (ordered !== null) {
    const [, twice, inner = ''] = ordered;
    const found = bend(inner, psiAt, x, y);
    if (found === undefined) return undefined;
    const { negatives = 2 } = of;
    const others = of['others'] === undefined ? x : place('others');
    const xi = psiAt(x)
      .v.plus(psiAt(y).v)
      .plus(psiAt(others).v.times(negatives - 2));
    const by = phiAt(xi).d.times(twice === undefined ? 1 : 2);
    return { value: found.value.times(by), size: found.size.times(by.abs()) };
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
      return exact(psiAt(x).d);
    case 'ψ″(x)':
      return curved(psiAt(x));
    case 'φ′(ξ)':
      return exact(phiAt(place('ξ')).d);
    case 'φ″(ξ)':
      return curved(phiAt(place('ξ')));
    case 'd²F/dt² along (1, …, 1) at equal margins x':
      return curved(shifted(of['negatives'] ?? 1)(x));
    case 'd² φ(eˡ)/dl²': {
      const e = place('log ξ').exp();
      return curved(evaluated(trees.phi, { v: e, d: e, s: e, size: e }, of));
    }
    case 'Σα at margins (y, y) minus Σα at (x, x)':
      return apart(shifted(2)(y).d, shifted(2)(x).d);
    case 'y f′(y)/f(y) minus x f′(x)/f(x)': {
      const degree = (t: Decimal): Decimal => {
        const f = shifted(2)(t);
        return t.times(f.d).div(f.v);
      };
      return apart(degree(y), degree(x));
    }
    default:
      return undefined;
  }
}
