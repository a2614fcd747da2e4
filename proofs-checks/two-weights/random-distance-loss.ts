/** Random losses of distances, as data: their formulae, and their value by double loops that share no code with the library. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber } from '../../src/claims/instances.js';
import { at, type Rows } from '../../src/theory/algebra/matrix.js';
import { distanceLoss, type DistanceLoss } from '../../src/theory/distance-losses/distance-loss.js';
import type { PairChoice } from '../../src/theory/distance-losses/pair-layout.js';

/** A function of one distance. */
interface Piece {
  readonly kind: keyof typeof PIECES;
  /** Its steepness, > 0. */
  readonly scale: number;
}

/**
 * L of one anchor = a(p) + weight·b(p)·log(1 + u) + u·v, with u = Σ held(n)·c(n), v = Σ d(n) or Σ e^{scale (p − n)} over its negatives;
 * v may go over the negatives of all anchors of the view.
 */
export interface RandomDistanceLoss extends PairChoice {
  readonly positive: Piece;
  readonly factor: Piece;
  readonly weight: number;
  readonly inner: Piece;
  /** A factor of u's terms that is held fixed where L is differentiated. */
  readonly held: Piece | null;
  readonly second: Piece | { readonly kind: 'margin'; readonly scale: number };
  readonly secondOver: 'negatives' | 'pairs';
}

/** Differentiable on distances ≥ 0, and of no more than moderate size. */
const PIECES = {
  exponential: { text: (x: string, s: number) => `exp(-${s}*${x})`, value: (x: number, s: number) => Math.exp(-s * x) },
  logarithm: {
    text: (x: string, s: number) => `log(1 + ${s}*${x})`,
    value: (x: number, s: number) => Math.log1p(s * x),
  },
  square: { text: (x: string, s: number) => `${s}*${x}^2`, value: (x: number, s: number) => s * x ** 2 },
  inverse: { text: (x: string, s: number) => `1/(${s} + ${x})`, value: (x: number, s: number) => 1 / (s + x) },
  softplus: {
    text: (x: string, s: number) => `softplus(${s}*(1 - ${x}))`,
    value: (x: number, s: number) => Math.log1p(Math.exp(s * (1 - x))),
  },
} as const;

/** Draws a loss of one choice of negatives, with a part that is held or without. */
export function randomDistanceLoss(
  negatives: PairChoice['negatives'],
  holds: 'held' | 'free',
): Arbitrary<RandomDistanceLoss> {
  const piece = fc.record({
    kind: fc.constantFrom(...(Object.keys(PIECES) as (keyof typeof PIECES)[])),
    scale: gridNumber(0.2, 2),
  });
  return fc.record({
    anchors: fc.constantFrom('first', 'both'),
    negatives: fc.constant(negatives),
    positive: piece,
    factor: piece,
    weight: gridNumber(-1, 1),
    inner: piece,
    held: holds === 'held' ? piece : fc.constant(null),
    second: fc.oneof(piece, fc.record({ kind: fc.constant('margin' as const), scale: gridNumber(0.1, 0.5) })),
    secondOver: fc.constantFrom('negatives', 'pairs'),
  });
}

/** The loss as the library reads it. */
export function distanceLossOf(loss: RandomDistanceLoss): DistanceLoss {
  const { positive, factor, weight, inner, held, second, secondOver, anchors, negatives } = loss;
  const text = ({ kind, scale }: Piece, x: string): string => PIECES[kind].text(x, scale);
  const u = held === null ? text(inner, 'n') : `detach(${text(held, 'n')})*${text(inner, 'n')}`;
  const term = second.kind === 'margin' ? `exp(${second.scale}*(p - n))` : text(second, 'n');
  return distanceLoss(
    {
      anchor: `${text(positive, 'p')} + (${weight})*(${text(factor, 'p')})*log(1 + u) + u*v`,
      sums: { u, v: secondOver === 'pairs' ? `sum_pairs(${term})` : term },
    },
    { anchors, negatives },
  );
}

/**
 * The loss by its definition: the mean over anchors.
 *
 * @param now representations of both views, [2N, m]
 * @param origin those at which held parts are taken, [2N, m]
 */
export function valueByDefinition(loss: RandomDistanceLoss, now: Rows, origin: Rows): number {
  const { positive, factor, weight, inner, held, second, secondOver } = loss;
  const N = now.rows / 2;
  const value = ({ kind, scale }: Piece, x: number): number => PIECES[kind].value(x, scale);
  const partner = (i: number): number => (i + N) % (2 * N);
  const termsOf = (i: number): readonly number[] =>
    negativesOf(loss, i, N).map((j) => {
      const [n, p] = [halfSquare(now, i, j), halfSquare(now, i, partner(i))];
      return second.kind === 'margin' ? Math.exp(second.scale * (p - n)) : value(second, n);
    });
  const total = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0);
  const views = loss.anchors === 'both' ? [0, 1] : [0];
  const sums = views.map((view) => {
    const anchors = Array.from({ length: N }, (_, i) => view * N + i);
    const ofPairs = total(anchors.flatMap(termsOf));
    return total(
      anchors.map((i) => {
        const p = halfSquare(now, i, partner(i));
        const u = total(
          negativesOf(loss, i, N).map(
            (j) => (held === null ? 1 : value(held, halfSquare(origin, i, j))) * value(inner, halfSquare(now, i, j)),
          ),
        );
        const v = secondOver === 'pairs' ? ofPairs : total(termsOf(i));
        return value(positive, p) + weight * value(factor, p) * Math.log1p(u) + u * v;
      }),
    );
  });
  return total(sums) / (views.length * N);
}

function negativesOf({ negatives }: PairChoice, i: number, N: number): readonly number[] {
  const sameView = (j: number): boolean => Math.floor(i / N) === Math.floor(j / N);
  return Array.from({ length: 2 * N }, (_, j) => j).filter(
    (j) => j % N !== i % N && (negatives === 'both' || sameView(j) === (negatives === 'same')),
  );
}

/** ½‖x[i] − x[j]‖². */
function halfSquare(x: Rows, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < x.columns; k++) sum += (at(x, i, k) - at(x, j, k)) ** 2;
  return sum / 2;
}
