/** Gram–Schmidt orthonormalisation of columns. */
import { InvalidInput } from '../../base/invalid-input.js';
import { at, dot, generate, norm, shapeOf, type Matrix } from './matrix.js';

/** Share of its length below which the rest of a column counts as 0: it lies in the span of those before it. */
const DEPENDENT = 1e-10;

/**
 * Returns columns with the span of the given ones, [n, r], orthonormal to rounding; column k lies in the span of the first
 * k + 1.
 *
 * @param columns [n, r], r ≤ n, linearly independent
 * @throws InvalidInput when they are dependent
 * @example
 * orthonormalColumns(fromNested([[3, 1], [4, 0]])); // [[0.6, 0.8], [0.8, -0.6]]
 */
export function orthonormalColumns(columns: Matrix): Matrix {
  const { rows: n, columns: r } = columns;
  const basis: Float64Array[] = [];
  for (let k = 0; k < r; k++) {
    const column = Float64Array.from({ length: n }, (_, i) => at(columns, i, k));
    const length = norm(column);
    // Twice is enough (Kahan): the second pass removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass++) for (const earlier of basis) removeAlong(column, earlier);
    const left = norm(column);
    if (!(left > DEPENDENT * length)) {
      throw new InvalidInput(`column ${k} of ${shapeOf(columns)} depends on those before it: give independent columns`);
    }
    basis.push(column.map((entry) => entry / left));
  }
  return generate(n, r, (i, k) => (basis[k] as Float64Array)[i] as number);
}

function removeAlong(vector: Float64Array, unit: Float64Array): void {
  const share = dot(vector, unit);
  for (let i = 0; i < unit.length; i++) vector[i] = (vector[i] as number) - share * (unit[i] as number);
}
