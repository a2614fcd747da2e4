/** Losses of distances at random, as text and, apart from the library, as functions of the distances of a batch. */
import type { PairChoice } from '../../../src/theory/distance-losses/pair-layout.js';
import { RandomStream } from '../random-stream.js';

/** The distances of one anchor: to its positives and to its negatives. */
export interface Anchor {
  readonly view: number;
  readonly p: readonly number[];
  readonly n: readonly number[];
}

/** The distances of a batch. */
export interface Batch {
  readonly samples: number;
  readonly anchors: readonly Anchor[];
}

/** A batch, another at which what is held is held, and one that averages remember. */
interface Batches {
  readonly at: Batch;
  readonly held: Batch;
  readonly before: Batch;
}

/** Where a formula is evaluated: for one anchor, one of its positives and one of its negatives. */
interface Place extends Batches {
  readonly a: number;
  readonly t: number;
  readonly j: number;
}

/** A formula as text and as a function. */
interface Node {
  readonly text: string;
  readonly of: (place: Place) => number;
}

/** A random loss: its formulae, and its value on a batch with held parts as they are on another. */
export interface RandomLoss {
  readonly anchor: string;
  readonly sums: Readonly<Record<string, string>>;
  readonly choice: PairChoice;
  /** True if it sums over anchors or counts samples, so that one anchor does not tell what it is. */
  readonly isOfBatch: boolean;
  readonly value: (at: Batch, held?: Batch, before?: Batch) => number;
}

const number = (value: number): Node => ({ text: value < 0 ? `(${value})` : String(value), of: () => value });
const anchorAt = ({ at, a }: Place): Anchor => at.anchors[a] as Anchor;
const P: Node = { text: 'p', of: (place) => anchorAt(place).p[place.t] as number };
const N: Node = { text: 'n', of: (place) => anchorAt(place).n[place.j] as number };
const COUNT: Node = { text: 'M', of: (place) => anchorAt(place).n.length };
const COUNT_OF_POSITIVES: Node = { text: 'P', of: (place) => anchorAt(place).p.length };
const SAMPLES: Node = { text: 'N', of: ({ at }) => at.samples };

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
  of: (place) => a.of({ ...place, at: place.held }),
});
const average = (a: Node, rate: number): Node => ({
  text: `average(${a.text}, ${rate})`,
  of: (place) =>
    (1 - rate) * a.of({ ...place, at: place.before, held: place.before }) + rate * a.of({ ...place, at: place.held }),
});
const added = (of: readonly number[]): number => of.reduce((so, one) => so + one, 0);
/** The number by which max(0, x − n)/width sums to 1: with k negatives below it, (width + Σn)/k. */
const level = (width: number, offset: number): Node => ({
  text: `level(max(0, x - n + ${offset})/${width})`,
  of: ({ held, a }) => {
    const ascending = (held.anchors[a] as Anchor).n.toSorted((one, other) => one - other);
    const levels = ascending.map((_, k) => (width + added(ascending.slice(0, k + 1))) / (k + 1));
    return (levels.findLast((one, k) => one > (ascending[k] as number)) as number) - offset;
  },
});
const sum = (a: Node): Node => ({
  text: `sum(${a.text})`,
  of: (place) => added(anchorAt(place).n.map((_, j) => a.of({ ...place, j }))),
});
const sumPositives = (a: Node): Node => ({
  text: `sum_positives(${a.text})`,
  of: (place) => added(anchorAt(place).p.map((_, t) => a.of({ ...place, t }))),
});
/** The mean over the positives of an anchor. */
const meanOf = (a: Node, place: Omit<Place, 't'>): number => {
  const { p } = place.at.anchors[place.a] as Anchor;
  return added(p.map((_, t) => a.of({ ...place, t }))) / p.length;
};
const sumAnchors = (a: Node): Node => ({
  text: `sum_anchors(${a.text})`,
  of: (place) => {
    const { view } = anchorAt(place);
    return added(place.at.anchors.map((one, k) => (one.view === view ? meanOf(a, { ...place, a: k }) : 0)));
  },
});
const sumPairs = (a: Node): Node => ({ text: `sum_pairs(${a.text})`, of: sumAnchors(sum(a)).of });

/** The loss of that index. */
export function randomLoss(seed: number, index: number): RandomLoss {
  const random = new RandomStream(seed, index);
  const rate = (): Node => number(random.pick([0.25, 0.5, 1, 1, 2, 3, 5, 10]));
  const offset = (): Node => number(random.pick([-1, -0.5, 0, 0.25, 0.3, 0.5, 1, 1.5, 2]));
  let isOfBatch = false;

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
    const held = detach(
      random.pick([
        () => exp(linear()),
        () => sigmoid(linear()),
        () => power(linear(), 2),
        () => max(number(0), minus(level(random.pick([0.1, 0.5, 2]), 0), N)),
      ])(),
    );
    return times(random.chance(0.2) ? detach(held) : held, made);
  };
  /** The library refuses a sum over negatives without n. */
  const withNegative = (of: Node): Node => (/\bn\b/.test(of.text) ? of : plus(of, times(number(0.5), N)));
  const sums: Record<string, string> = {};
  const total = (): Node => {
    if (random.chance(0.3)) return largerTotal();
    const summed = withNegative(term());
    const whole = sum(summed);
    if (!random.chance(0.4)) return whole;
    const name = `u${Object.keys(sums).length}`;
    sums[name] = summed.text;
    return { text: name, of: whole.of };
  };
  /** A sum over positives, anchors or pairs, or one beside its average. */
  const largerTotal = (): Node => {
    const ofPositive = (): Node =>
      random.pick([
        () => exp(times(rate(), P)),
        () => exp(minus(number(0), times(rate(), P))),
        () => softplus(minus(P, offset())),
        () => power(P, 2),
        () => max(number(0), minus(offset(), P)),
      ])();
    const positive = (): Node => sum(exp(minus(number(0), times(rate(), N))));
    isOfBatch ||= random.chance(0.5);
    if (!isOfBatch) {
      return random.pick([
        () => sumPositives(ofPositive()),
        () => plus(sumPositives(ofPositive()), positive()),
        () => times(sumPositives(ofPositive()), positive()),
        () => times(level(random.pick([0.1, 0.5, 2]), random.pick([0, 1, 3])), positive()),
        () => over(positive(), average(positive(), random.pick([0.1, 0.5, 0.9, 1]))),
        () => over(sumPositives(ofPositive()), COUNT_OF_POSITIVES),
      ])();
    }
    return random.pick([
      () => sumAnchors(ofPositive()),
      () => sumAnchors(over(ofPositive(), SAMPLES)),
      () => sumPairs(withNegative(term())),
      () => over(sumPairs(withNegative(term())), times(SAMPLES, COUNT)),
      () => sumAnchors(log(plus(number(1), positive()))),
      () => over(times(SAMPLES, exp(minus(number(0), P))), sumAnchors(exp(minus(number(0), P)))),
    ])();
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
  const value = (at: Batch, held = at, before = held): number =>
    added(at.anchors.map((_, a) => meanOf(anchor, { at, held, before, a, j: 0 }))) / at.anchors.length;
  const choice: PairChoice = {
    anchors: random.pick(['first', 'both']),
    negatives: random.pick(['same', 'other', 'both']),
  };
  isOfBatch = /sum_anchors|sum_pairs|\bN\b/.test([anchor.text, ...Object.values(sums)].join(' '));
  return { anchor: anchor.text, sums, choice, isOfBatch, value };
}
