/** Smoothing as TensorBoard does it: an exponential moving average, corrected for its start at 0. */

/**
 * Averages each value with the earlier ones, each weighing `weight` times as much as the next: Σ wᵏ⁻ʲ vⱼ / Σ wᵏ⁻ʲ over j ≤ k.
 *
 * Values that are not finite stay as they are, and are left out of the others' averages.
 *
 * @param weight of the past, 0..1; 0 changes nothing, and at 1 each value becomes the mean of all up to it
 */
export function smoothed(values: readonly number[], weight: number): number[] {
  let [sum, weights] = [0, 0];
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = weight * sum + value;
    weights = weight * weights + 1;
    return sum / weights;
  });
}
