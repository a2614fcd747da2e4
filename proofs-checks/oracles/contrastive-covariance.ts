/** C_α[a, b] word for word: the double loop over pairs of its definition, O(N²d²). */
import { row, zeros, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';

/** Shapes as contrastiveCovariance; α's diagonal is not read. */
export function naiveContrastiveCovariance(alpha: Matrix, a: Rows, aPrime: Rows, b: Rows, bPrime: Rows): Matrix {
  const sum = zeros(a.columns, b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.rows; j++) {
      if (j === i) continue;
      const weight = alpha.data[i * a.rows + j] as number;
      addOuter(sum, weight, minus(row(a, i), row(a, j)), minus(row(b, i), row(b, j)));
      addOuter(sum, -weight, minus(row(a, i), row(aPrime, i)), minus(row(b, i), row(bPrime, i)));
    }
  }
  return sum;
}

function addOuter(sum: Matrix, weight: number, left: Float64Array, right: Float64Array): void {
  for (let p = 0, k = 0; p < left.length; p++) {
    const scaled = weight * (left[p] as number);
    for (let q = 0; q < right.length; q++, k++) {
      sum.data[k] = (sum.data[k] as number) + scaled * (right[q] as number);
    }
  }
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, k) => x - (b[k] as number));
}
