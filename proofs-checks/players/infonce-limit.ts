/**
 * −log t = (1 − t) + (1 − t)²/2s² for some s between t and 1. With t = Ȳ/m, m = E Y, the first term has mean 0 and the second the
 * mean Var/2Nm² over s², where m·s lies between the least and the largest value of Y.
 */
import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber } from '../../src/claims/instances.js';
import { exponential, logarithm } from '../../src/theory/algebra/elementary.js';
import {
  difference,
  exactly,
  product,
  quotient,
  square,
  sum,
  total,
  width,
  type Interval,
} from '../../src/theory/algebra/interval.js';
import { anchorLoss } from '../../src/theory/losses/loss.js';
import { namedLoss } from '../../src/theory/losses/named-losses.js';
import { WANG_2020 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';

/** An anchor and a finite population that its negatives are drawn from, one by one and independently. */
interface Instance {
  /** d² to each point of the population, and how often it is there. */
  readonly points: readonly { readonly distance: number; readonly weight: number }[];
  /** d² to the anchor's own second view. */
  readonly intra: number;
  readonly temperature: number;
  /** N. */
  readonly negatives: number;
}

interface Subject {
  /** The loss of an anchor with these margins. */
  readonly loss: (margins: Float64Array, temperature: number) => number;
  /** The numbers of times that each point is drawn, with the number of orders and the probability of one of them. */
  readonly draws: (instance: Instance) => Draw[];
  /** The bounds of the distance to the limit, in units of τ, from the population's variance, N and its extreme values. */
  readonly distance: (variance: Interval, negatives: number, least: Interval, most: Interval) => [Interval, Interval];
}

interface Draw {
  readonly counts: readonly number[];
  readonly probability: Interval;
}

const subject: Subject = { loss: infonce, draws: independentDraws, distance: twoSided };

/** Distances are this far apart at least: Y has a variance that stands above every rounding. */
const APART = 0.05;

export const infonceLimit = defineClaim<Instance, Subject>({
  id: 'infonce-limit',
  title: 'InfoNCE tends to alignment and uniformity at the rate 1/N, from below',
  source: 'derived here',
  about: WANG_2020,
  place: 'The limit of many negatives: a rate with constants, on either side',
  statement: String.raw`Let an anchor's $N$ negatives be drawn independently, $Y=e^{-d^2/\tau}$ of one of them, and let $L_N=\tau\log\sum_je^{(d_i^2-d_{ij}^2)/\tau}$ be InfoNCE without the positive in its sum. Then $$\tau\frac{\operatorname{Var}Y}{2N\,y_{\max}^2}\ \le\ \underbrace{d_i^2+\tau\log\mathbb E\,Y}_{\text{alignment and uniformity}}-\ \big(\mathbb E\,L_N-\tau\log N\big)\ \le\ \tau\frac{\operatorname{Var}Y}{2N\,y_{\min}^2}.$$ For views of length 1 $y_{\max}\le1$ and $y_{\min}\ge e^{-2/\tau}$.`,
  method: String.raw`Negatives from a population of two or three points: $\mathbb E\,L_N$ is a finite sum over how often each is drawn, and both inequalities are proven in interval arithmetic, exponentials and logarithms enclosed. The library's code: its mean loss over the same draws lies in the enclosure, widened by the rounding of exponentials of size $d^2/\tau$.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`Both inequalities are proven for each population, temperature and $N$, rounding included.`,
  },
  instances: populations(),
  subject,
  check: (instance, { loss, draws, distance }) => {
    const { points, intra, temperature, negatives } = instance;
    const tau = exactly(temperature);
    const weights = total(points.map(({ weight }) => exactly(weight)));
    const values = points.map(({ distance: r }) => exponential(quotient(exactly(-r), tau)));
    const mean = (of: readonly Interval[]): Interval =>
      quotient(total(of.map((value, k) => product(exactly(points[k]?.weight as number), value))), weights);
    const m = mean(values);
    const variance = mean(values.map((value) => square(difference(value, m))));
    const all = draws(instance);
    const logarithms = total(
      all.map(({ counts, probability }) => {
        const drawn = total(counts.map((count, k) => product(exactly(count), values[k] as Interval)));
        return product(probability, logarithm(quotient(drawn, exactly(negatives))));
      }),
    );
    const gap = difference(logarithm(m), logarithms);
    const ordered = values.toSorted((a, b) => a.lower - b.lower);
    const [lower, upper] = distance(variance, negatives, ordered[0] as Interval, ordered.at(-1) as Interval);

    const margins = (counts: readonly number[]): Float64Array =>
      Float64Array.from(
        counts.flatMap((count, k) => Array<number>(count).fill(intra - (points[k]?.distance as number))),
      );
    const found = all.reduce(
      (part, { counts, probability }) => part + probability.lower * loss(margins(counts), temperature),
      0,
    );
    const claimed = sum(product(tau, sum(logarithms, logarithm(exactly(negatives)))), exactly(intra));
    const size = intra + 2 + temperature * (1 + Math.log(negatives));
    return decide(
      {
        'not proven above the lower bound': { residual: difference(lower, gap).upper > 0 ? 1 : 0, bound: 0.5 },
        'not proven below the upper bound': { residual: difference(gap, upper).upper > 0 ? 1 : 0, bound: 0.5 },
        'loss of the library': {
          residual: Math.max(0, claimed.lower - found, found - claimed.upper),
          bound: 16 * (all.length + negatives + 2 / temperature) * Number.EPSILON * size + width(claimed),
        },
      },
      { negatives, temperature, gap: gap.lower, lower: lower.upper, upper: upper.lower },
    );
  },
  counterfeits: [
    {
      id: 'square-root-rate',
      description: 'takes 1/√N for the rate, as a bound by the deviation of the mean gives it',
      subject: {
        ...subject,
        distance: (variance, negatives, least, most) => {
          const [lower, upper] = twoSided(variance, negatives, least, most);
          const root = exactly(Math.sqrt(negatives));
          return [product(root, lower), upper];
        },
      },
    },
    {
      id: 'not-halved',
      description: 'forgets the ½ of the second order',
      subject: {
        ...subject,
        distance: (...input) => twoSided(...input).map((bound) => product(exactly(2), bound)) as [Interval, Interval],
      },
    },
    {
      id: 'extremes-exchanged',
      description: 'divides by the largest value above and by the least below',
      subject: { ...subject, distance: (variance, n, least, most) => twoSided(variance, n, most, least) },
    },
    {
      id: 'positive-in-the-sum',
      description: 'has the positive in the denominator',
      subject: {
        ...subject,
        loss: (margins, temperature) => infonce(Float64Array.of(...margins, 0), temperature),
      },
    },
    {
      id: 'one-draw-repeated',
      description: 'draws one negative and repeats it N times',
      subject: {
        ...subject,
        draws: ({ points, negatives }) => {
          const all = total(points.map(({ weight }) => exactly(weight)));
          return points.map(({ weight }, k) => ({
            counts: points.map((_, other) => (other === k ? negatives : 0)),
            probability: quotient(exactly(weight), all),
          }));
        },
      },
      drops: {
        condition: 'the negatives are drawn independently',
        statedBy: 'paper',
        explanation: String.raw`Only then has their mean the variance $\operatorname{Var}Y/N$: negatives that are alike, as many of one image, bring the loss no nearer to its limit.`,
      },
    },
  ],
  figures: (verdict) => [
    tightnessFigure(verdict, 'the error of the library’s loss, or an inequality that is not proven'),
  ],
});

/** Populations of two or three points that are told apart, and one or two to six negatives. */
function populations(): Arbitrary<Instance> {
  const point = fc.record({ distance: gridNumber(0, 2), weight: fc.integer({ min: 1, max: 5 }) });
  return fc
    .record({
      points: fc.array(point, { minLength: 2, maxLength: 3 }),
      intra: gridNumber(0, 2),
      temperature: gridNumber(0.2, 2),
      negatives: fc.integer({ min: 2, max: 6 }),
    })
    .filter(({ points }) => {
      const distances = points.map(({ distance }) => distance);
      return Math.max(...distances) - Math.min(...distances) >= APART;
    });
}

/** InfoNCE without the positive; the entry of the anchor itself is passed over. */
function infonce(margins: Float64Array, temperature: number): number {
  return anchorLoss(namedLoss('infonce', { temperature, epsilon: 0 }), Float64Array.of(0, ...margins), 0);
}

function twoSided(variance: Interval, negatives: number, least: Interval, most: Interval): [Interval, Interval] {
  const over = (value: Interval): Interval => quotient(variance, product(exactly(2 * negatives), square(value)));
  return [over(most), over(least)];
}

/** Every way to draw N times from the population, with its multinomial probability. */
function independentDraws({ points, negatives }: Instance): Draw[] {
  const all = points.reduce((so, { weight }) => so + weight, 0);
  return compositions(negatives, points.length).map((counts) => {
    // Whole numbers: orders of the draw times products of weights, below 6!·5⁶.
    const orders = counts.reduce((so, count) => so / factorial(count), factorial(negatives));
    const weight = counts.reduce((so, count, k) => so * times(points[k]?.weight as number, count), 1);
    return { counts, probability: quotient(exactly(orders * weight), exactly(times(all, negatives))) };
  });
}

function compositions(n: number, parts: number): number[][] {
  if (parts === 1) return [[n]];
  return Array.from({ length: n + 1 }, (_, first) => first).flatMap((first) =>
    compositions(n - first, parts - 1).map((rest) => [first, ...rest]),
  );
}

/** xⁿ by products, which are whole. */
function times(x: number, n: number): number {
  return n === 0 ? 1 : x * times(x, n - 1);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
