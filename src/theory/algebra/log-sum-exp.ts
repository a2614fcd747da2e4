/** Sums of exponentials in the log domain, where they neither overflow nor vanish. */

/** Computes log(eᵃ + eᵇ); −∞ stands for log 0. */
export function logAddExp(a: number, b: number): number {
  const [large, small] = a >= b ? [a, b] : [b, a];
  return large === -Infinity ? -Infinity : large + Math.log1p(Math.exp(small - large));
}

/** The line x ↦ rate·x + shift. */
export interface Line {
  readonly rate: number;
  readonly shift: number;
}

/** Computes log Σ exp(vₖ) over all k but `except`; −∞ for no terms. */
export function logSumExp(values: Float64Array, except = -1): number {
  return logSumExpOfLine(values, { rate: 1, shift: 0 }, except);
}

/** Computes log Σ exp(rate·vₖ + shift) over all k from `from` up to `to` but `except`; −∞ for no terms. */
export function logSumExpOfLine(
  values: Float64Array,
  { rate, shift }: Line,
  except = -1,
  from = 0,
  to = values.length,
): number {
  let largest = -Infinity;
  for (let k = from; k < to; k++) {
    if (k !== except) largest = Math.max(largest, rate * (values[k] as number) + shift);
  }
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (let k = from; k < to; k++) {
    if (k !== except) sum += Math.exp(rate * (values[k] as number) + shift - largest);
  }
  return largest + Math.log(sum);
}

/** The shares of terms in their sum, and its logarithm. */
export interface Softmax {
  /** exp(rate·vₖ + shift)/Σ, [n]; 0 for the term that is left out. */
  readonly shares: Float64Array;
  /** Logarithm of the sum; −∞ for no terms. */
  readonly logTotal: number;
}

/**
 * Computes the softmax of rate·vₖ + shift over all k but `except`. Exponents are rate times a difference of values, whose
 * rounding does not grow with the values. One exponential for each term, in loops on one array, since training spends its time
 * here.
 */
export function softmaxOfLine(values: Float64Array, { rate, shift }: Line, except = -1): Softmax {
  const shares = new Float64Array(values.length);
  let largest = rate < 0 ? Infinity : -Infinity;
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    if (k !== except && (rate < 0 ? value < largest : value > largest)) largest = value;
  }
  let total = 0;
  for (let k = 0; k < shares.length; k++) {
    const share = k === except ? 0 : Math.exp(rate * ((values[k] as number) - largest));
    shares[k] = share;
    total += share;
  }
  if (total > 0) for (let k = 0; k < shares.length; k++) shares[k] = (shares[k] as number) / total;
  return { shares, logTotal: total > 0 ? rate * largest + shift + Math.log(total) : -Infinity };
}

/** Computes 1 / (1 + e⁻ᵗ), without overflow on either side. */
export function logistic(t: number): number {
  if (t >= 0) return 1 / (1 + Math.exp(-t));
  const e = Math.exp(t);
  return e / (1 + e);
}
