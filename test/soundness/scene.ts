/** A loss at one value of each parameter, with what dense evaluation shows of it on stated domains. */
import { add, compiled, FIRM, multiply, point, type Ball, type Values } from './ball.js';
import {
  fallOfSlope,
  flatStretch,
  isKnown,
  jumpAt,
  profileOf,
  riseOfSlope,
  type Profile,
  type Sample,
} from './profile.js';
import type { RandomStream } from './random-stream.js';
import { partsOf, type Tree } from './tree.js';

/** What dense evaluation shows of a statement: `true` where nothing tried contradicts it. */
export interface Truth {
  readonly is: 'true' | 'false' | 'unknown';
  /** A point at which it fails, in words. */
  readonly where?: string;
}

export const TRUE: Truth = { is: 'true' };
export const UNKNOWN: Truth = { is: 'unknown' };

export function isFalse(where: string): Truth {
  return { is: 'false', where };
}

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** So many negatives at the same margin, which moves along a line at `speed`. */
export interface Group {
  readonly count: number;
  readonly x: number;
  readonly speed: number;
}

export interface SceneDomain {
  readonly psi: Interval;
  readonly phi: Interval;
  /** How many points of each, before corners. */
  readonly points: number;
}

const MOST = 4095;

export class Scene {
  readonly psi: (x: Ball) => Ball;
  readonly phi: (xi: Ball) => Ball;
  private readonly numbers: readonly number[];
  private made: { psi?: Profile; phi?: Profile } = {};

  constructor(
    trees: { readonly phi: Tree; readonly psi: Tree },
    readonly values: Values,
    readonly domain: SceneDomain,
    /** Points of witnesses, to be looked at too. */
    readonly hints: { readonly x: readonly number[]; readonly xi: readonly number[] },
    private readonly random: RandomStream,
  ) {
    const [phi, psi] = [compiled(trees.phi), compiled(trees.psi)];
    this.psi = (x) => psi(x, values);
    this.phi = (xi) => phi(xi, values);
    const written = [trees.phi, trees.psi].flatMap((tree) =>
      partsOf(tree).flatMap((part) => (part.kind === 'number' ? [Number(part.text)] : [])),
    );
    this.numbers = [...new Set([...written, ...Object.values(values)].flatMap((x) => [x, -x]))];
  }

  get psiProfile(): Profile {
    return (this.made.psi ??= profileOf((x) => this.psi(point(x)), this.grid(this.domain.psi, this.hints.x)));
  }

  get phiProfile(): Profile {
    return (this.made.phi ??= profileOf((x) => this.phi(point(x)), this.grid(this.domain.phi, this.hints.xi)));
  }

  /** Evenly on a scale that is linear near 0 and logarithmic beyond, with the ends, the numbers of the formulae, and hints. */
  private grid({ lower, upper }: Interval, hints: readonly number[]): number[] {
    const { points } = this.domain;
    const [from, to] = [lower, upper].map((end) => Math.max(-1e300, Math.min(1e300, end))) as [number, number];
    const places: number[] = [from, to];
    if (from > 0 && to / from > 16) {
      for (let k = 1; k < points; k++) places.push(from * (to / from) ** (k / points));
    } else {
      const [a, b] = to - from > 16 ? [Math.asinh(from), Math.asinh(to)] : [from, to];
      for (let k = 1; k < points; k++) {
        const at = a + ((b - a) * k) / points;
        places.push(to - from > 16 ? Math.sinh(at) : at);
      }
    }
    for (const at of [...this.numbers, ...hints]) {
      for (const side of [0, 2 ** -30, -(2 ** -30), 2 ** -12, -(2 ** -12)])
        places.push(at + side * Math.max(1e-3, Math.abs(at)));
    }
    return [...new Set(places)].filter((at) => at >= from && at <= to).toSorted((a, b) => a - b);
  }

  /** ξ of groups of margins, with its derivatives along their lines. */
  xi(groups: readonly Group[], t: number): Ball {
    const parts = groups.map(({ count, x, speed }) => {
      const inner = this.psi(point(x + speed * t, speed, 0));
      return count === 1 ? inner : multiply({ ...point(count, 0, 0), degree: 0 }, inner);
    });
    return parts.reduce(add);
  }

  /** F along the line. */
  along(groups: readonly Group[], t: number): Ball {
    const xi = this.xi(groups, t);
    const value = this.phi(xi);
    return {
      ...value,
      branches: (Math.imul(value.branches, 31) + xi.branches) | 0,
      undefined: value.undefined || xi.undefined,
    };
  }

  value(margins: readonly number[]): Ball {
    return this.along(
      margins.map((x) => ({ count: 1, x, speed: 0 })),
      0,
    );
  }

  /** Σα of groups. */
  rowSum(groups: readonly Group[]): Ball {
    return this.alongOnes(groups);
  }

  private alongOnes(groups: readonly Group[]): Ball {
    return this.along(
      groups.map((group) => ({ ...group, speed: 1 })),
      0,
    );
  }

  psiIncreases(): Truth {
    return increases(this.psiProfile, 'ψ', 'x');
  }

  phiIncreases(): Truth {
    return increases(this.phiProfile, 'φ', 'ξ');
  }

  psiDifferentiable(): Truth {
    return differentiable(this.psiProfile, 'ψ');
  }

  phiDifferentiable(): Truth {
    return differentiable(this.phiProfile, 'φ');
  }

  /**
   * Whether φ′ has the sign at a sum of ψ at these margins, further negatives at them or elsewhere: a number of negatives at which it
   * surely has, or that it surely has not at any that was tried.
   */
  private phiHasSign(margins: readonly number[], sign: -1 | 1): number | 'no' | 'unknown' {
    const { lower, upper } = this.domain.psi;
    let isKnownEverywhere = true;
    for (const [count, others, place] of [
      [1, 0, lower],
      ...margins.flatMap((x) => [15, 255, 2046].map((further) => [1, further, x] as const)),
      ...[30, MOST - 2].flatMap((further) => [lower, upper].map((x) => [1, further, x] as const)),
    ] as const) {
      const groups = margins.map((x) => ({ count, x, speed: 0 }));
      const xi = this.xi(others === 0 ? groups : [...groups, { count: others, x: place, speed: 0 }], 0);
      const phi = this.phi({ ...xi, d: 1, ed: 0, s: 0, es: 0, degree: 1 });
      if (!isKnown(phi.d, phi.ed)) isKnownEverywhere = false;
      else if (sign * phi.d > FIRM * phi.ed) return count * margins.length + others;
    }
    return isKnownEverywhere ? 'no' : 'unknown';
  }

  /** α never rises with distance: φ′(ξ)ψ′ does not fall with the margin. */
  importanceFalls(): Truth {
    const { samples } = this.psiProfile;
    const turns = [
      { turn: fallOfSlope(samples), bad: 1 },
      { turn: riseOfSlope(samples), bad: -1 },
    ] as const;
    let isOpen = false;
    for (const { turn, bad } of turns) {
      if (turn === undefined) continue;
      const negatives = this.phiHasSign([turn.from.t, turn.to.t], bad);
      if (negatives === 'unknown') isOpen = true;
      else if (negatives !== 'no') {
        return isFalse(
          `ψ′(${turn.from.t}) = ${turn.from.d}, ψ′(${turn.to.t}) = ${turn.to.d}, φ′ ${bad > 0 ? '> 0' : '< 0'} at ξ of ${negatives}`,
        );
      }
    }
    if (samples.some((sample) => sample.undefined)) return isFalse('ψ is not defined');
    return isOpen || !isWellKnown(samples) ? UNKNOWN : TRUE;
  }

  /** α falls strictly with distance where φ′ > 0. */
  importanceFallsStrictly(): Truth {
    const { samples } = this.psiProfile;
    const fall = fallOfSlope(samples);
    if (fall !== undefined) {
      if (typeof this.phiHasSign([fall.from.t, fall.to.t], 1) === 'number')
        return isFalse(`ψ′(${fall.from.t}) = ${fall.from.d} > ψ′(${fall.to.t}) = ${fall.to.d}`);
      return UNKNOWN;
    }
    const flat = flatStretch(samples);
    if (flat !== undefined) {
      const isWeighed = typeof this.phiHasSign([flat.from.t, flat.to.t], 1) === 'number';
      return isWeighed ? isFalse(`ψ is a line from ${flat.from.t} to ${flat.to.t}`) : UNKNOWN;
    }
    // Strictly rising slopes: every sample beyond rounding above the one before, corners' sides left out.
    const grid = samples.filter((sample) => isKnown(sample.d, sample.ed));
    let last: Sample | undefined;
    for (const sample of grid) {
      if (last !== undefined && sample.t - last.t < 1e-3) continue;
      if (last !== undefined && sample.d - last.d <= FIRM * (sample.ed + last.ed)) return UNKNOWN;
      last = sample;
    }
    return isWellKnown(samples) ? TRUE : UNKNOWN;
  }

  /** F = φ(Σψ) along lines through corners and elsewhere. */
  convex(lines = 10): Truth {
    const places = this.placesOfMargins();
    const { lower, upper } = this.domain.psi;
    for (const count of [1, 2, 32, MOST]) {
      const found = this.convexAlong([{ count, x: 0, speed: 1 }], this.coarse(lower, upper));
      if (found.is === 'false') return found;
    }
    // Two margins that move apart, at corners first.
    for (const x of places.slice(0, 12)) {
      const room = Math.min(0.5, x - lower, upper - x);
      if (room <= 0) continue;
      for (const [count, other] of [
        [1, x],
        [40, x],
      ] as const) {
        const found = this.convexAlong(
          [
            { count, x, speed: 1 },
            { count, x: other, speed: -1 },
          ],
          [-room, -room / 64, -room * 2 ** -20, room * 2 ** -20, room / 64, room],
        );
        if (found.is === 'false') return found;
      }
    }
    const { random } = this;
    for (let k = 0; k < lines; k++) {
      const n = random.whole(1, 5);
      const groups = Array.from({ length: n }, (): Group => {
        const x = places.length > 0 && random.chance(0.5) ? random.pick(places) : random.between(lower, upper);
        return { count: random.pick([1, 1, 1, 3, 500]), x, speed: random.pick([-1, -0.5, 0, 0.25, 1, 1, -1]) };
      });
      if (groups.every(({ speed }) => speed === 0)) continue;
      const found = this.convexAlong(groups, this.lineGrid(groups));
      if (found.is === 'false') return found;
    }
    const known = isWellKnown(this.psiProfile.samples);
    return known && isWellKnown(this.phiProfile.samples) ? TRUE : UNKNOWN;
  }

  /** Values of t that keep every margin in the domain. */
  private lineGrid(groups: readonly Group[]): number[] {
    const { lower, upper } = this.domain.psi;
    let [from, to] = [-Infinity, Infinity];
    for (const { x, speed } of groups) {
      if (speed === 0) continue;
      const ends = [(lower - x) / speed, (upper - x) / speed];
      from = Math.max(from, Math.min(...ends));
      to = Math.min(to, Math.max(...ends));
    }
    if (!(to - from > 1e-6)) return [];
    // Rounding may leave the domain by a little at the ends.
    const [a, b] = [from + 1e-12 * (to - from), to - 1e-12 * (to - from)];
    const inner = Array.from({ length: 9 }, (_, k) => a + ((b - a) * k) / 8);
    const near = [-(2 ** -20), 2 ** -20].filter((t) => t > a && t < b);
    return [...inner, ...near].toSorted((p, q) => p - q);
  }

  private coarse(lower: number, upper: number): number[] {
    const inner = Array.from({ length: 33 }, (_, k) => lower + ((upper - lower) * k) / 32);
    return [...new Set([...inner, ...this.placesOfMargins().flatMap((x) => [x - 2 ** -20, x + 2 ** -20])])]
      .filter((x) => x >= lower && x <= upper)
      .toSorted((a, b) => a - b);
  }

  private convexAlong(groups: readonly Group[], grid: readonly number[]): Truth {
    if (grid.length < 2) return TRUE;
    const { samples } = profileOf((t) => this.along(groups, t), grid, 'coarse');
    const words = (): string =>
      groups.map(({ count, x, speed }) => `${count} × (${x} ${speed < 0 ? '−' : '+'} ${Math.abs(speed)}t)`).join(', ');
    const fall = fallOfSlope(samples);
    if (fall !== undefined) {
      return isFalse(
        `dF/dt falls from ${fall.from.d} at t = ${fall.from.t} to ${fall.to.d} at t = ${fall.to.t} along ${words()}`,
      );
    }
    const bent = samples.find(({ s, es }) => isKnown(s, es) && s < -FIRM * es);
    if (bent !== undefined) return isFalse(`d²F/dt² = ${bent.s} at t = ${bent.t} along ${words()}`);
    return TRUE;
  }

  private places: number[] | undefined;

  /** Corners of ψ, the steepest falls and rises of its slope, hints, and a few more. */
  private placesOfMargins(): number[] {
    if (this.places !== undefined) return this.places;
    const { samples, switches } = this.psiProfile;
    const { lower, upper } = this.domain.psi;
    const turns = [fallOfSlope(samples), riseOfSlope(samples)].flatMap((turn) =>
      turn ? [turn.from.t, turn.to.t] : [],
    );
    const all = [
      ...switches.map(({ left }) => left),
      ...turns.map((t) => Math.min(upper - 0.01, Math.max(lower + 0.01, t))),
      ...this.hints.x,
      lower + 0.3 * (upper - lower),
      lower + 0.8 * (upper - lower),
    ];
    this.places = [...new Set(all)].filter((x) => x >= lower && x <= upper).slice(0, 16);
    return this.places;
  }

  /** Sums of α at random anchors of one size each, and at shifts of them. */
  rowSumConstant(): Truth {
    const { random } = this;
    const { lower, upper } = this.domain.psi;
    let known = 0;
    for (const n of [1, 2, 3]) {
      let [least, most]: [Ball | undefined, Ball | undefined] = [undefined, undefined];
      for (let k = 0; k < 10; k++) {
        const shift = random.between(lower, upper);
        const equal = k < 5;
        const groups = Array.from({ length: n }, (): Group => ({
          count: 1,
          x: equal ? shift : random.between(lower, upper),
          speed: 1,
        }));
        const sum = this.alongOnes(groups);
        if (!isKnown(sum.d, sum.ed)) continue;
        known++;
        if (least === undefined || sum.d + FIRM * sum.ed < least.d + FIRM * least.ed) least = sum;
        if (most === undefined || sum.d - FIRM * sum.ed > most.d - FIRM * most.ed) most = sum;
      }
      if (least && most && most.d - FIRM * most.ed > least.d + FIRM * least.ed) {
        return isFalse(`Σα is ${least.d} at one anchor of ${n} and ${most.d} at another`);
      }
    }
    return known > 20 ? TRUE : UNKNOWN;
  }

  /** F(s·x) = sᵖF(x), with τ scaled too or not. */
  homogeneous(degree: number | undefined, scaledBy?: (by: number) => Scene): Truth {
    const { random } = this;
    let known = 0;
    let p = degree;
    for (let k = 0; k < 12; k++) {
      const n = random.whole(1, 3);
      const sign = k % 3;
      const x = Array.from({ length: n }, () =>
        sign === 0 ? random.between(0.05, 2) : sign === 1 ? -random.between(0.05, 2) : random.between(-2, 2),
      );
      const one = this.value(x);
      if (!isKnown(one.v, one.ev)) continue;
      for (const by of [0.5, 0.2, 0.8]) {
        const scene = scaledBy?.(by) ?? this;
        const other = scene.value(x.map((at) => by * at));
        if (!isKnown(other.v, other.ev)) continue;
        if (Math.abs(one.v) <= FIRM * one.ev || Math.abs(other.v) <= FIRM * other.ev) {
          const nonzero = Math.abs(one.v) <= FIRM * one.ev ? other : one;
          const zero = nonzero === one ? other : one;
          if (Math.abs(nonzero.v) > 1e-6 + FIRM * nonzero.ev && zero.v === 0 && zero.ev < 1e-14)
            return isFalse(`F is 0 at one of x and ${by}x alone: ${x.join(', ')}`);
          continue;
        }
        if (Math.sign(one.v) !== Math.sign(other.v))
          return isFalse(`F(${by}x) has another sign than F(x) at x = ${x.join(', ')}`);
        const found = Math.log(other.v / one.v) / Math.log(by);
        const error =
          (FIRM * (one.ev / Math.abs(one.v) + other.ev / Math.abs(other.v)) + 1e-14) / Math.abs(Math.log(by));
        if (error > 0.1) continue;
        // One margin alone says little: log of one exponential is a line.
        if (n > 1) known++;
        p ??= found;
        if (Math.abs(found - p) > 1e-9 + 4 * error)
          return isFalse(`the degree is ${found} at x = ${x.join(', ')} scaled by ${by}, and ${p} elsewhere`);
      }
    }
    return known > 10 ? TRUE : UNKNOWN;
  }
}

function increases({ samples }: Profile, name: string, variable: string): Truth {
  const hole = samples.find((sample) => sample.undefined);
  const falls = samples.find(({ d, ed }) => isKnown(d, ed) && d < -FIRM * ed);
  if (falls !== undefined) return isFalse(`${name}′(${variable} = ${falls.t}) = ${falls.d} ± ${falls.ed}`);
  if (hole !== undefined) return isFalse(`${name} is not defined at ${variable} = ${hole.t}`);
  return isWellKnown(samples) ? TRUE : UNKNOWN;
}

/** Whether most of the samples say something. */
function isWellKnown(samples: readonly Sample[]): boolean {
  return samples.filter(({ d, ed }) => isKnown(d, ed)).length >= 0.9 * samples.length;
}

function differentiable({ samples, switches }: Profile, name: string): Truth {
  const hole = samples.find((sample) => sample.undefined);
  if (hole !== undefined) return isFalse(`${name} is not defined at ${hole.t}`);
  for (const one of switches) {
    const found = jumpAt(one);
    if (found !== undefined && Math.abs(found.jump) > found.error) {
      return isFalse(`${name}′ jumps by ${found.jump} at ${one.left}`);
    }
  }
  const size = Math.max(0, ...samples.map(({ d }) => Math.abs(d)).filter(Number.isFinite));
  // A jump that is not seen may be there and small beside the slopes and their errors.
  const unsure =
    samples.some(({ ed }) => ed === Infinity) ||
    switches.some((one) => {
      const found = jumpAt(one);
      return found === undefined || (found.error > 1e-12 * size && found.error > 1e-300);
    });
  return unsure ? UNKNOWN : TRUE;
}
