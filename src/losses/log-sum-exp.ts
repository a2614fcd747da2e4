/** Sums of exponentials in the log domain, where they neither overflow nor vanish. */

/** log(eᵃ + eᵇ); −∞ stands for log 0. */
export function logAddExp(a: number, b: number): number {
  const [large, small] = a >= b ? [a, b] : [b, a];
  return large === -Infinity ? -Infinity : large + Math.log1p(Math.exp(small - large));
}

/** log Σ exp(vₖ) over all k but `except`; −∞ for no terms. */
export function logSumExp(values: Float64Array, except = -1): number {
  let largest = -Infinity;
  values.forEach((value, k) => {
    if (k !== except && value > largest) largest = value;
  });
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  values.forEach((value, k) => {
    if (k !== except) sum += Math.exp(value - largest);
  });
  return largest + Math.log(sum);
}

/** 1 / (1 + e⁻ᵗ), without overflow on either side. */
export function logistic(t: number): number {
  if (t >= 0) return 1 / (1 + Math.exp(-t));
  const e = Math.exp(t);
  return e / (1 + e);
}
