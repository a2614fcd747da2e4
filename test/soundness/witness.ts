/** What a witness says is enclosed at a point, evaluated anew. */
import type { LossAnalysis } from '../../src/entries/analysis.js';
import { add, compiled, FIRM, multiply, point, type Ball } from './ball.js';
import { jumpAt, profileOf } from './profile.js';
import type { Tree } from './tree.js';

/** A quantity with its error. */
export interface Seen {
  readonly value: number;
  readonly error: number;
  /** Whether it is surely of the sign that the statement does not allow. */
  readonly isViolated: boolean;
}

/** Undefined where the quantity is none of those that are known here. */
export function witnessQuantity(
  { id, witness }: LossAnalysis['statements'][number],
  trees: { readonly phi: Tree; readonly psi: Tree },
): Seen | undefined {
  if (witness === undefined) return undefined;
  const [phi, psi] = [compiled(trees.phi), compiled(trees.psi)];
  const { at, quantity } = witness;
  const x = at['x'] ?? Number.NaN;
  const xi = at['ξ'] ?? Number.NaN;
  const psiAt = (t: number): Ball => psi(point(t), at);
  const times = (count: number, ball: Ball): Ball => multiply({ ...point(count, 0), degree: 0 }, ball);
  const slopeOfPhi = (sum: Ball): Ball => phi({ ...sum, d: 1, ed: 0, s: 0, es: 0, degree: 1 }, at);
  const hasEitherSign = id === 'row-sum-constant';
  const isWrong = (value: number, error: number): boolean =>
    hasEitherSign ? Math.abs(value) > FIRM * error : value < -FIRM * error;
  const seen = (value: number, error: number): Seen => ({ value, error, isViolated: isWrong(value, error) });
  const product = (p: Ball, pd: 'd' | 's', q: Ball, qd: 'd' | 's'): Seen => {
    const [a, b] = [p[pd], q[qd]];
    const [ea, eb] = [pd === 'd' ? p.ed : p.es, qd === 'd' ? q.ed : q.es];
    return seen(a * b, Math.abs(a) * eb + Math.abs(b) * ea + ea * eb + 1e-15 * Math.abs(a * b));
  };
  const ordered = /^(along \(1, −1\), 2)?φ′\(ξ\) times (.*)$/.exec(quantity);
  if (ordered !== null) {
    const [, twice, inner = ''] = ordered;
    const { negatives = 2, y = x, others = x } = at;
    const bend = bendOf(inner, psiAt, x, y);
    if (bend === undefined) return undefined;
    const sumOf = [psiAt(x), psiAt(y), times(negatives - 2, psiAt(others))].reduce((a, b) => add(a, b));
    const one = product(slopeOfPhi(sumOf), 'd', { ...point(0), s: bend.value, es: bend.error }, 's');
    return twice === undefined ? one : seen(2 * one.value, 2 * one.error);
  }
  const along = /^along \(1, …, 1\), (.*)$/.exec(quantity)?.[1];
  if (along !== undefined) {
    const f = (t: number): Ball => phi(times(at['negatives'] ?? 1, psiAt(t)), at);
    const bend = bendOf(along, f, x, at['y'] ?? x);
    return bend && seen(bend.value, bend.error);
  }
  switch (quantity) {
    case 'the jump of the slope':
    case 'the slope at y minus that at x': {
      const isPhi = Number.isFinite(xi);
      const f = (t: number): Ball => (isPhi ? phi(point(t), at) : psiAt(t));
      const place = isPhi ? xi : x;
      const bend = bendOf(quantity, f, place, at['y'] ?? place);
      return bend && seen(bend.value, bend.error);
    }
    case 'ψ′(x)':
      return seen(psiAt(x).d, psiAt(x).ed);
    case 'ψ″(x)':
      return seen(psiAt(x).s, psiAt(x).es);
    case 'φ′(ξ)':
      return seen(phi(point(xi), at).d, phi(point(xi), at).ed);
    case 'φ″(ξ)':
      return seen(phi(point(xi), at).s, phi(point(xi), at).es);
    case 'φ′(2ψ(x))ψ″(x)':
      return product(slopeOfPhi(times(2, psiAt(x))), 'd', psiAt(x), 's');
    case '2φ′(2ψ(x))ψ″(x), along (1, −1) at two equal margins,': {
      const one = product(slopeOfPhi(times(2, psiAt(x))), 'd', psiAt(x), 's');
      return seen(2 * one.value, 2 * one.error);
    }
    case 'd²F/dt² along (1, …, 1) at equal margins x': {
      const f = phi(times(at['negatives'] ?? 1, psiAt(x)), at);
      return seen(f.s, f.es);
    }
    case 'd² φ(eˡ)/dl²': {
      const l = at['log ξ'] ?? Number.NaN;
      const e = Math.exp(l);
      const error = 4 * 2 ** -52 * (1 + Math.abs(l)) * e;
      const f = phi(
        { v: e, d: e, s: e, ev: error, ed: error, es: error, degree: 2, branches: 0, undefined: false },
        at,
      );
      return {
        ...seen(f.s, f.es),
        isViolated: id === 'convex' || id === 'min-player' ? isWrong(f.s, f.es) : Math.abs(f.s) > FIRM * f.es,
      };
    }
    case 'the jump of its slope': {
      const isPhi = id.startsWith('phi');
      const place = isPhi ? xi : x;
      const one = profileOf(
        (s) => (isPhi ? phi(point(s), at) : psi(point(s), at)),
        [place - 1e-9 * Math.max(1, Math.abs(place)), place + 1e-9 * Math.max(1, Math.abs(place))],
      ).switches;
      const [found] = one.length === 1 ? one.map(jumpAt) : [];
      if (found === undefined) return undefined;
      return { ...seen(found.jump, found.error / FIRM), isViolated: Math.abs(found.jump) > found.error };
    }
    case 'Σα at margins (y, y) minus Σα at (x, x)': {
      const [one, other] = [x, at['y'] ?? Number.NaN].map((t) => phi(times(2, psiAt(t)), at)) as [Ball, Ball];
      const apart = add(other, { ...one, v: -one.v, d: -one.d, s: -one.s });
      return { ...seen(apart.d, apart.ed), isViolated: Math.abs(apart.d) > FIRM * apart.ed };
    }
    case 'y f′(y)/f(y) minus x f′(x)/f(x)': {
      const [one, other] = [x, at['y'] ?? Number.NaN].map((t) => {
        const f = phi(times(2, psiAt(t)), at);
        const degree = (t * f.d) / f.v;
        return {
          degree,
          error: (Math.abs(t) * f.ed + Math.abs(degree) * f.ev) / Math.abs(f.v) + 1e-15 * Math.abs(degree),
        };
      }) as [{ degree: number; error: number }, { degree: number; error: number }];
      const [value, error] = [other.degree - one.degree, one.error + other.error];
      return { ...seen(value, error), isViolated: Math.abs(value) > FIRM * error };
    }
    default:
      return undefined;
  }
}

/** What the slope does at a place or between two. */
function bendOf(
  quantity: string,
  f: (t: number) => Ball,
  x: number,
  y: number,
): { readonly value: number; readonly error: number } | undefined {
  switch (quantity) {
    case 'ψ″(x)':
      return { value: f(x).s, error: f(x).es };
    case 'the slope at y minus that at x':
      return { value: f(y).d - f(x).d, error: f(y).ed + f(x).ed };
    case 'the jump of the slope': {
      const near = 1e-9 * Math.max(1, Math.abs(x));
      const found = profileOf(f, [x - near, x + near]).switches.map(jumpAt);
      const [one] = found.length === 1 ? found : [];
      return one && { value: one.jump, error: one.error / FIRM };
    }
    default:
      return undefined;
  }
}
