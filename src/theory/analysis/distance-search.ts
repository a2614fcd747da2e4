/** Looks for distances at which a statement about a loss of distances fails: in floating point first, and what an enclosure there says is certain. */
import { difference, exactly, negative, product, sum, type Interval } from '../algebra/interval.js';
import { distanceSlopes, type DistanceLoss } from '../distance-losses/distance-loss.js';
import type { DistanceProgram } from '../distance-losses/distance-program.js';
import { EnclosedLoss } from './distance-enclosure.js';
import { halfway, pointsOf, type BatchPoint } from './distance-points.js';
import type { Statement } from './statement.js';

/** A counterexample; undefined where none was found. */
export type Counterexample = Pick<Statement, 'evidence' | 'witness'> | undefined;

/** The weights of one anchor: of its terms, and of the pairs of its first term, as those of its other terms are the same. */
interface AnchorSlopes {
  readonly terms: readonly number[];
  readonly pairs: readonly number[];
  readonly beta: readonly number[];
  readonly alpha: readonly number[];
}

/** A batch with what floating point says of it. */
interface Tried {
  readonly point: BatchPoint;
  readonly value: number;
  readonly anchors: readonly AnchorSlopes[];
  /** The size of the weights. */
  readonly scale: number;
}

/** A quantity of one anchor that is below 0 where a statement fails. */
interface Quantity {
  readonly name: string;
  readonly value: number;
  readonly enclosed: (at: EnclosedLoss) => Interval | undefined;
}

/** Far above the rounding of a loss in floating point, relative to its weights. */
const CLEARLY = 1e-9;
/** Batches whose weights floating point calls wrong are enclosed, as many as this. */
const MOST_ENCLOSED = 12;

/** The search for one loss. */
export class DistanceSearch {
  readonly #tried: readonly Tried[];
  readonly #valueAt: (point: BatchPoint) => number;

  /**
   * @param program the program of the loss, as it is enclosed
   * @param domain the domain of the statements, in words
   */
  constructor(
    private readonly loss: DistanceLoss,
    private readonly program: DistanceProgram,
    private readonly domain: string,
  ) {
    const slopesAt = distanceSlopes(loss);
    this.#valueAt = (point) => slopesAt(point.layout, point, point.samples).value;
    this.#tried = pointsOf(program, loss).map((point) => triedAt(point, slopesAt(point.layout, point, point.samples)));
  }

  /** Counts the batches that are tried. */
  get size(): number {
    return this.#tried.length;
  }

  negativeAlpha(): Counterexample {
    return this.#find(({ alpha, pairs, terms }) => {
      const least = alpha.indexOf(Math.min(...alpha));
      return {
        name: 'the smallest α',
        value: alpha[least] as number,
        enclosed: (at) => opposite(at.slope({ term: terms[0] as number, pair: pairs[least] as number })),
      };
    });
  }

  negativeBeta(): Counterexample {
    return this.#find(({ beta, terms }) => {
      const least = beta.indexOf(Math.min(...beta));
      return {
        name: beta.length === 1 ? 'β' : 'the smallest β',
        value: beta[least] as number,
        enclosed: (at) => at.slope({ term: terms[least] as number }),
      };
    });
  }

  wrongOrder(): Counterexample {
    return this.#find(({ alpha, pairs, terms }, { toNegative }) => {
      const distances = pairs.map((pair) => toNegative[pair] as number);
      const [near, far] = mostReversed(distances, alpha);
      if (near === undefined || far === undefined) return undefined;
      const enclosedAt = (at: EnclosedLoss, j: number): Interval | undefined =>
        opposite(at.slope({ term: terms[0] as number, pair: pairs[j] as number }));
      return {
        name: 'α of the closer negative, less that of the other',
        value: (alpha[near] as number) - (alpha[far] as number),
        enclosed: (at) => less(enclosedAt(at, near), enclosedAt(at, far)),
      };
    });
  }

  imbalance(): Counterexample {
    return this.#find(({ alpha, beta, pairs, terms }) => {
      const total = (of: readonly number[]): number => of.reduce((so, one) => so + one, 0);
      return {
        name: 'β − Σα',
        value: -Math.abs(total(beta) - total(alpha)),
        enclosed: (at) => {
          const slopes = [
            ...terms.map((term) => at.slope({ term })),
            ...pairs.map((pair) => at.slope({ term: terms[0] as number, pair })),
          ];
          const off = slopes.reduce((so, slope) => so && slope && sum(so, slope));
          // Away from 0 on either side: shown as what lies below it.
          return off === undefined || off.upper < 0 ? off : negative(off);
        },
      };
    });
  }

  wrongChord(): Counterexample {
    let enclosed = 0;
    for (const [a, b] of chordsOf(this.#tried)) {
      const middle = halfway(a.point, b.point);
      const between = this.#valueAt(middle);
      const scale = Math.abs(a.value) + Math.abs(b.value) + Math.abs(between);
      if (!(a.value + b.value - 2 * between < -CLEARLY * scale)) continue;
      const [u, v, w] = [a.point, b.point, middle].map((point) => this.#at(point).value());
      if (u !== undefined && v !== undefined && w !== undefined) {
        const value = difference(sum(u, v), product(exactly(2), w));
        if (value.upper < 0)
          return this.#fault(middle, 'F at two points less twice F halfway between them', value, a.point);
      }
      if (++enclosed >= MOST_ENCLOSED) return undefined;
    }
  }

  #at(point: BatchPoint): EnclosedLoss {
    return new EnclosedLoss(this.program, this.loss.formulae.parameters ?? {}, point);
  }

  /** Finds a batch with an anchor of which a quantity is below 0. */
  #find(quantityOf: (anchor: AnchorSlopes, point: BatchPoint) => Quantity | undefined): Counterexample {
    let enclosed = 0;
    for (const { point, anchors, scale } of this.#tried) {
      const wrong = anchors
        .map((anchor) => quantityOf(anchor, point))
        .find((quantity) => quantity !== undefined && quantity.value < -CLEARLY * scale);
      if (wrong === undefined) continue;
      const value = wrong.enclosed(this.#at(point));
      if (value !== undefined && value.upper < 0) return this.#fault(point, wrong.name, value);
      if (++enclosed >= MOST_ENCLOSED) return undefined;
    }
  }

  #fault(point: BatchPoint, quantity: string, value: Interval, from?: BatchPoint): Counterexample {
    const others = Object.entries(from?.named() ?? {}).map(([name, x]) => [`${name} of one of them`, x] as const);
    const where = point.layout.samples > 1 ? 'a batch of rows' : 'a point';
    return {
      evidence: { grade: 'interval-certified', domain: this.domain, reason: `${quantity} is enclosed at ${where}` },
      witness: { at: { ...point.named(), ...Object.fromEntries(others) }, quantity, value },
    };
  }
}

function triedAt(
  point: BatchPoint,
  { value, toPositive, toNegative }: ReturnType<ReturnType<typeof distanceSlopes>>,
): Tried {
  const { anchorOf, from } = point.layout;
  const termsOf = new Map<number, number[]>();
  anchorOf.forEach((anchor, term) => termsOf.set(anchor, [...(termsOf.get(anchor) ?? []), term]));
  const anchors = [...termsOf.values()].map((terms): AnchorSlopes => {
    const pairsOf = (term: number): number[] =>
      Array.from({ length: (from[term + 1] as number) - (from[term] as number) }, (_, k) => (from[term] as number) + k);
    const each = terms.map(pairsOf);
    const pairs = each[0] ?? [];
    return {
      terms,
      pairs,
      beta: terms.map((term) => toPositive[term] as number),
      alpha: pairs.map((_, k) => -each.reduce((so, one) => so + (toNegative[one[k] as number] as number), 0)),
    };
  });
  const size = (of: Float64Array): number => of.reduce((so, slope) => so + Math.abs(slope), 0);
  return { point, value, anchors, scale: size(toPositive) + size(toNegative) };
}

/** Takes every so many of many pairs of points: neighbours in the list come first. */
const CHORDS = 700;

/** Lists pairs of batches of one shape. */
function chordsOf(tried: readonly Tried[]): (readonly [Tried, Tried])[] {
  const shapes = new Map<string, Tried[]>();
  for (const one of tried) {
    const { shape } = one.point;
    shapes.set(shape, [...(shapes.get(shape) ?? []), one]);
  }
  return [...shapes.values()].flatMap((all) => {
    const pairs = all.flatMap((a, k) => all.slice(k + 1).map((b) => [a, b] as const));
    const stride = Math.max(1, Math.floor((pairs.length * shapes.size) / CHORDS));
    return pairs.filter((_, k) => k % stride === 0);
  });
}

function opposite(slope: Interval | undefined): Interval | undefined {
  return slope && negative(slope);
}

function less(a: Interval | undefined, b: Interval | undefined): Interval | undefined {
  return a && b && difference(a, b);
}

/** Returns the two negatives, the closer one first, of which the farther one weighs most beside the closer one; none of one place. */
function mostReversed(
  distances: readonly number[],
  weights: readonly number[],
): readonly [near: number, far: number] | readonly [] {
  let [found, most]: [readonly [number, number] | readonly [], number] = [[], -Infinity];
  weights.forEach((closer, near) =>
    weights.forEach((farther, far) => {
      const isOrdered = (distances[near] as number) < (distances[far] as number);
      if (isOrdered && farther - closer > most) [found, most] = [[near, far], farther - closer];
    }),
  );
  return found;
}
