/** The margins d²ᵢ − d²ᵢⱼ that every loss of the family reads: how much closer the other view is than another sample. */
import { InvalidInput } from '../../base/invalid-input.js';
import { maxAbs, requireFinite, requireSameShape, shapeOf, zeros, type Matrix, type Rows } from '../algebra/matrix.js';

/** Entries beyond this have squared distances that overflow. */
const LARGEST_ENTRY = 1e150;

/**
 * Computes the margins d²ᵢ − d²ᵢⱼ of two views, with d² half the squared distance.
 *
 * @param z first views, [N, d]
 * @param zPrime second views, [N, d]
 * @returns [N, N], entry (i, j) = d²ᵢ − d²ᵢⱼ; the diagonal holds d²ᵢ and belongs to no pair
 * @throws InvalidInput when the shapes differ, N < 2, d < 1, or an entry is not finite or beyond 1e150
 * @example
 * pairMargins(fromNested([[0], [2]]), fromNested([[1], [2]])); // [[0.5, -1.5], [-2, 0]]
 */
export function pairMargins(z: Rows, zPrime: Rows): Matrix {
  requireViews(z, zPrime);
  return trustedPairMargins(z, zPrime, zeros(z.rows, z.rows));
}

/** pairMargins without its checks, for views that the library has just computed. @param out [N, N], overwritten */
export function trustedPairMargins(z: Rows, zPrime: Rows, out: Matrix): Matrix {
  const N = z.rows;
  const margins = out.data;
  for (let i = 0; i < N; i++) {
    const own = distanceOfRows(z, i, zPrime, i);
    margins[i * N + i] = own;
    for (let j = 0; j < i; j++) {
      const distance = distanceOfRows(z, i, z, j);
      margins[i * N + j] = own - distance;
      margins[j * N + i] = (margins[j * N + j] as number) - distance;
    }
  }
  return out;
}

/** ½‖a[i] − b[j]‖², in place: a view of each row for each of N² pairs would cost more than the distance. */
function distanceOfRows(a: Rows, i: number, b: Rows, j: number): number {
  let sum = 0;
  for (let p = i * a.columns, q = j * b.columns, end = p + a.columns; p < end; p++, q++) {
    sum += ((a.data[p] as number) - (b.data[q] as number)) ** 2;
  }
  return sum / 2;
}

/** @throws InvalidInput when z and z' are no two views of at least two samples */
export function requireViews(z: Rows, zPrime: Rows): void {
  requireSameShape('z', z, 'zPrime', zPrime);
  if (z.rows < 2) throw new InvalidInput(`z is ${shapeOf(z)}: a contrast needs at least 2 samples, one a row`);
  if (z.columns < 1) throw new InvalidInput(`z is ${shapeOf(z)}: give at least 1 feature`);
  for (const [name, rows] of [
    ['z', z],
    ['zPrime', zPrime],
  ] as const) {
    requireFinite(name, rows);
    const largest = maxAbs(rows.data);
    if (largest > LARGEST_ENTRY) {
      throw new InvalidInput(
        `${name} has an entry of size ${largest}: beyond ${LARGEST_ENTRY} squared distances overflow; scale the views down`,
      );
    }
  }
}
