/**
 * The method behind eigenvalue bounds and definiteness: B = VᵀAV and G = VᵀV for approximate eigenvectors V of A, in
 * interval arithmetic. B is nearly diagonal and G nearly the identity, so that the circle of each row, its diagonal entry
 * ± the sum of |the others|, is narrow.
 *
 * What follows from the circles (Gershgorin) holds for every V: V is a good guess, no assumption. Only the quadratic form
 * xᵀAx enters, so A may be off symmetry by rounding; what is proven holds for its symmetric part ½(A + Aᵀ).
 */
import type { Matrix } from './matrix.js';
import { symmetricEigen } from './decompositions.js';
import { difference, magnitude, product, sum, total, exactly, type Interval } from './interval.js';
import {
  exactMatrix,
  intervalAt,
  intervalProduct,
  midpoint,
  transposeIntervals,
  type IntervalMatrix,
} from './interval-matrix.js';

/** A float matrix, meant exactly, or an interval matrix, meant as every symmetric matrix in it. */
export type Enclosed = Matrix | IntervalMatrix;

function enclosed(a: Enclosed): IntervalMatrix {
  return 'data' in a ? exactMatrix(a) : a;
}

/** The circle `centre ± radius` on the real line that stands for a row of an almost diagonal matrix. */
export interface Circle {
  readonly centre: Interval;
  /** Σ_{j≠i} |½(mᵢⱼ + mⱼᵢ)|. */
  readonly radius: Interval;
}

/** Returns the circles of VᵀAV and of VᵀV, row by row; `undefined` where A is not bounded. */
export function congruentCircles(
  a: Enclosed,
): { readonly form: readonly Circle[]; readonly gram: readonly Circle[] } | undefined {
  const form = enclosed(a);
  if (!form.lower.every(Number.isFinite) || !form.upper.every(Number.isFinite)) return undefined;
  const vectors = exactMatrix(symmetricEigen(midpoint(form)).vectors);
  const turned = transposeIntervals(vectors);
  return {
    form: circles(intervalProduct(turned, intervalProduct(form, vectors))),
    gram: circles(intervalProduct(turned, vectors)),
  };
}

/** Encloses centre + radius. */
export function farEnd({ centre, radius }: Circle): Interval {
  return sum(centre, radius);
}

/** Encloses centre − radius. */
export function nearEnd({ centre, radius }: Circle): Interval {
  return difference(centre, radius);
}

const HALF = exactly(0.5);

function circles(matrix: IntervalMatrix): Circle[] {
  return Array.from({ length: matrix.rows }, (_, i) => ({
    centre: intervalAt(matrix, i, i),
    radius: total(
      Array.from({ length: matrix.columns }, (_unused, j) =>
        i === j ? exactly(0) : magnitude(product(HALF, sum(intervalAt(matrix, i, j), intervalAt(matrix, j, i)))),
      ),
    ),
  }));
}
