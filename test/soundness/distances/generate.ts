/** Losses of distances at random, as text and, apart from the library, as functions of one anchor's distances. */
import { RandomStream } from '../random-stream.js';

/** The distances of one anchor. */
export interface Point {
  readonly p: number;
  readonly n: readonly number[];
}

/** Where a formula is evaluated: at a point, for one of its negatives, with held parts of another point. */
interface Place {
  readonly at: Point;
  readonly held: Point;
  readonly j: number;
}

/** A formula as text and as a function. */
interface Node {
  readonly text: string;
  readonly of: (place: Place) => number;
}

/** A random loss: its formulae, and its value at a point with held parts as they are at another. */
export interface RandomLoss {
  readonly anchor: string;
  readonly sums: Readonly<Record<string, string>>;
  readonly hasHeld: boolean;
  readonly value: (at: Point, held?: Point) => number;
}

const number = (value: number): Node => ({ text: value < 0 ? `(${value})` : String(value), of: () => value });
const P: Node = { text: 'p', of: ({ at }) => at.p };
const N: Node = { text: 'n', of: ({ at, j }) => at.n[j] as number };
const COUNT: Node = { text: 'M', of: ({ at }) => at.n.length };

const binary =
  (sign: string, of: (a: number, b: number) => number) =>
  (a: Node, b: Node): Node => ({ text: `(${a.text}${sign}${b.text})`, of: (place) => of(a.of(place), b.of(place)) });
const plus = binary(' + ', (a, b) => a + b);
const minus = binary(' - ', (a, b) => a - b);
const times = binary('*', (a, b) => a * b);
const over = binary('/', (a, b) => a / b);
const unary =
  (name: string, of: (x: number) => number) =>
  (a: Node): Node => ({ text: `${name}(${a.text})`, of: (place) => of(a.of(place)) });
const exp = unary('exp', Math.exp);
const log = unary('log', Math.log);
const softplus = unary('softplus', (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
const sigmoid = unary('sigmoid', (x) => 1 / (1 + Math.exp(-x)));
const tanh = unary('tanh', Math.tanh);
const abs = unary('abs', Math.abs);
const pair =
  (name: string, of: (a: number, b: number) => number) =>
  (a: Node, b: Node): Node => ({
    text: `${name}(${a.text}, ${b.text})`,
    of: (place) => of(a.of(place), b.of(place)),
  });
const max = pair('max', Math.max);
const min = pair('min', Math.min);
const power = (a: Node, k: number): Node => ({ text: `(${a.text})^${k}`, of: (place) => a.of(place) ** k });
const detach = (a: Node): Node => ({
  text: `detach(${a.text})`,
  of: ({ held, j }) => a.of({ at: held, held, j }),
});
const sum = (a: Node): Node => ({
  text: `sum(${a.text})`,
  of: ({ at, held }) => at.n.reduce((so, _, j) => so + a.of({ at, held, j }), 0),
});

/** The loss of that index. */
export function randomLoss(seed: number, index: number): RandomLoss {
  const random = new RandomStream(seed, index);
  const rate = (): Node => number(random.pick([0.25, 0.5, 1, 1, 2, 3, 5, 10]));
  const offset = (): Node => number(random.pick([-1, -0.5, 0, 0.25, 0.3, 0.5, 1, 1.5, 2]));
  let hasHeld = false;

  /** Something of p and n of moderate size, of either sense. */
  const linear = (): Node => {
    const margin = random.pick([minus(P, N), minus(P, N), minus(number(0), N), minus(number(1), N), N, minus(N, P)]);
    return random.chance(0.3) ? plus(times(rate(), margin), offset()) : times(rate(), margin);
  };
  /** A term of a sum. */
  const term = (): Node => {
    const x = linear();
    const made = random.pick([
      () => exp(x),
      () => exp(x),
      () => softplus(x),
      () => max(number(0), x),
      () => power(max(number(0), x), random.pick([2, 3])),
      () => power(x, 2),
      () => sigmoid(x),
      () => tanh(x),
      () => abs(x),
      () => min(x, offset()),
      () => x,
      () => plus(x, max(number(0), linear())),
      () => max(exp(x), plus(number(1), linear())),
    ])();
    if (!random.chance(0.15)) return made;
    hasHeld = true;
    return times(detach(random.pick([() => exp(linear()), () => sigmoid(linear()), () => power(linear(), 2)])()), made);
  };
  const sums: Record<string, string> = {};
  const total = (): Node => {
    const body = term();
    // The library refuses a sum over negatives without n.
    const summed = /\bn\b/.test(body.text) ? body : plus(body, times(number(0.5), N));
    const whole = sum(summed);
    if (!random.chance(0.4)) return whole;
    const name = `u${Object.keys(sums).length}`;
    sums[name] = summed.text;
    return { text: name, of: whole.of };
  };
  const outer = (u: Node): Node =>
    random.pick([
      () => u,
      () => log(plus(number(random.pick([0.5, 1, 1, 2])), power(u, 2))),
      () => log(plus(number(1), exp(min(u, number(20))))),
      () => softplus(u),
      () => over(u, COUNT),
      () => tanh(u),
      () => max(u, offset()),
      () => times(number(random.pick([-1, -0.5, 0.5, 2])), u),
      () => power(u, 2),
    ])();
  const attraction = (): Node =>
    random.pick([
      () => P,
      () => times(rate(), P),
      () => minus(number(0), exp(minus(number(0), times(rate(), P)))),
      () => softplus(times(rate(), minus(P, offset()))),
      () => power(P, 2),
      () => max(number(0), minus(P, number(0.5))),
      () => minus(number(0), P),
    ])();
  let anchor = outer(total());
  if (random.chance(0.5)) anchor = plus(anchor, random.chance(0.3) ? outer(total()) : attraction());
  if (random.chance(0.2)) anchor = random.pick([softplus, abs, (a: Node) => max(a, offset())])(anchor);
  const value = (at: Point, held = at): number => anchor.of({ at, held, j: 0 });
  return { anchor: anchor.text, sums, hasHeld, value };
}
