/**
 * The Euclidean projection of a vector on the simplex {α ≥ 0, Σα = 1}: [v − μ]₊ with the μ that makes the sum 1.
 *
 * Held, Wolfe, Crowder 1974; by sorting, O(n log n).
 *
 * @param v [n], finite
 * @returns [n], exactly zero outside the support
 */
export function simplexProjection(v: Float64Array): Float64Array {
  const descending = v.toSorted((a, b) => b - a);
  let sum = 0;
  let threshold = 0;
  for (let k = 0; k < descending.length; k++) {
    const entry = descending[k] as number;
    sum += entry;
    const candidate = (sum - 1) / (k + 1);
    if (entry <= candidate) break;
    threshold = candidate;
  }
  return v.map((entry) => Math.max(0, entry - threshold));
}
