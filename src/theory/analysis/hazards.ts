/** Finds where the loss, computed as it is written, leaves the range of floating point, and names a form that does not. */
import { product } from '../algebra/interval.js';
import { exponentialPsi } from './exponential-psi.js';
import { evaluated } from './core-expression.js';
import { MARGIN_RANGE, middleOf, MOST_NEGATIVES, type LossExpressions } from './loss-expressions.js';
import { rangeOf } from './range-of.js';

/** A margin beyond which a naive implementation fails. */
export interface Hazard {
  readonly precision: 'float32' | 'float64';
  readonly kind: 'overflow' | 'underflow';
  /** The margin beyond which ψ(x), written naively, overflows or is 0. */
  readonly beyond: number;
  /** True if unit vectors reach it, with sums of up to MOST_NEGATIVES terms. */
  readonly reached: boolean;
  readonly words: string;
}

/** The margins at which a naive implementation of a loss leaves the range of floating-point numbers, and a remedy. */
export interface Hazards {
  readonly hazards: readonly Hazard[];
  /** The form that the library computes in place of the naive one, in words. */
  readonly safeForm: string;
}

/** Logarithms of the largest number and of half the least positive (subnormal) one, below which rounding gives 0. */
const RANGES = {
  float32: { largest: Math.log(3.4028234663852886e38), least: -150 * Math.LN2 },
  float64: { largest: Math.log(Number.MAX_VALUE), least: -1075 * Math.LN2 },
} as const;

export function hazards(loss: LossExpressions): Hazards {
  const line = exponentialPsi(loss);
  if (line !== undefined) {
    const values = middleOf(loss);
    const [rate, shift] = [evaluated(line.rate, values), evaluated(line.shift, values)];
    return { hazards: ofExponential(rate, shift), safeForm: SAFE_EXPONENTIAL };
  }
  const range = rangeOf(loss.psi, 'value', MARGIN_RANGE, loss.parameters);
  const sums = range && product(range, { lower: 1, upper: MOST_NEGATIVES });
  const largest = sums === undefined ? Infinity : Math.log(Math.max(Math.abs(sums.lower), Math.abs(sums.upper)));
  const found = (['float32', 'float64'] as const)
    .filter((precision) => largest > RANGES[precision].largest)
    .map((precision): Hazard => ({
      precision,
      kind: 'overflow',
      beyond: MARGIN_RANGE.upper,
      reached: true,
      words: `sums of ψ are not bounded by the largest ${precision}`,
    }));
  const plain = 'ξ = Σψ(x), α = φ′(ξ)ψ′(x)';
  return {
    hazards: found,
    safeForm:
      found.length === 0
        ? `none is needed: ${plain}`
        : `none is known: ${plain} in float64, and an overflow is refused`,
  };
}

const SAFE_EXPONENTIAL =
  'l = m + log Σ exp(kxⱼ − max): F = φ(eˡ), α = k·(dφ(eˡ)/dl)·softmax(kx), so that no ψ and no ξ is formed';

function ofExponential(rate: number, shift: number): Hazard[] {
  const [low, high] = [rate * MARGIN_RANGE.lower, rate * MARGIN_RANGE.upper];
  return (['float32', 'float64'] as const).flatMap((precision) => {
    const { largest, least } = RANGES[precision];
    const overflow = (largest - shift) / rate;
    const underflow = (least - shift) / rate;
    return [
      {
        precision,
        kind: 'overflow' as const,
        beyond: overflow,
        reached: Math.max(low, high) + shift + Math.log(MOST_NEGATIVES) > largest,
        words: `ψ(x) is infinite in ${precision} for x ${rate > 0 ? '>' : '<'} ${overflow.toPrecision(4)}`,
      },
      {
        precision,
        kind: 'underflow' as const,
        beyond: underflow,
        reached: Math.min(low, high) + shift < least,
        words: `ψ(x) is 0 in ${precision} for x ${rate > 0 ? '<' : '>'} ${underflow.toPrecision(4)}`,
      },
    ];
  });
}
