/**
 * The slope test for a derivative: for a right derivative D the remainder |f(t) − f(0) − tD| falls like t², for a wrong
 * one like t. On a doubly logarithmic plot the slope is 2 or 1, and ½ below 2 is the line between them: no tolerance is
 * chosen. The idea is that of Manopt's checkgradient; here it decides instead of plotting.
 *
 * Rounding is measured, not assumed: at steps so small that the remainder must vanish, what is left is noise, and only
 * remainders well above it count.
 */
export interface TaylorSlope {
  /** Median slope over the window; 2 where the remainder never leaves the noise, as for a straight line. */
  readonly slope: number;
  /** Width of the window in decades of t; 0 where the remainder never leaves the noise. */
  readonly decades: number;
  /** The remainders, for a figure. */
  readonly curve: readonly { readonly step: number; readonly remainder: number }[];
}

const STEPS_PER_DECADE = 5;
/** From maxStep down to 10⁻⁹ of it. */
const DECADES = 9;
const STEPS = Array.from({ length: DECADES * STEPS_PER_DECADE + 1 }, (_, k) => 10 ** (k / STEPS_PER_DECADE - DECADES));
/**
 * Steps at which a remainder of order t² is below any rounding. They are relative to the largest step, or to 1 where that
 * is larger: entries of the point are of about 1, and a step below their rounding would not move it, and show no noise.
 */
const NOISE_STEPS = [1e-14, 3e-14, 1e-13, 3e-13, 1e-12];
/** Remainders count when they exceed the noise by this factor: then noise moves a slope by a tenth at most. */
const ABOVE_NOISE = 10;
/** A wrong slope whose remainder at the largest step is this often the rounding stays unseen: less than a decade is above it. */
export const TAYLOR_HIDES = 10 * ABOVE_NOISE;
/** The smallest steps above the noise are where the lowest order rules; three decades of them are enough to see it. */
const WINDOW_DECADES = 3;

/**
 * Measures how fast the remainder |f(t) − f(0) − t·f′(0)| falls: with slope 2 where the derivative is right, 1 where it is wrong.
 *
 * @param value t ↦ f(t), defined on [0, maxStep]
 * @param derivative the claimed f′(0)
 * @param maxStep the largest step; kinks must lie beyond it
 * @param rounding what rounding can leave at step t and the smallest steps need not show, as of a value or derivative in
 * which large terms cancel: remainders of that size are noise. Default: nothing
 * @example
 * taylorSlope(Math.exp, 1, 0.1).slope > 1.9; // true
 * taylorSlope(Math.exp, 1.01, 0.1).slope < 1.5; // true
 */
export function taylorSlope(
  value: (t: number) => number,
  derivative: number,
  maxStep: number,
  rounding: (t: number) => number = () => 0,
): TaylorSlope {
  const origin = value(0);
  const remainderAt = (t: number): number => Math.abs(value(t) - origin - t * derivative);
  const smallest = NOISE_STEPS.map((t) => remainderAt(t * Math.max(1, maxStep)));
  const noise = Math.max(Number.EPSILON * Math.abs(origin), ...smallest);
  const curve = STEPS.map((share) => ({ step: maxStep * share, remainder: remainderAt(maxStep * share) }));
  if (curve.some(({ remainder }) => Number.isNaN(remainder))) return { slope: Number.NaN, decades: 0, curve };

  const from = curve.findLastIndex(({ step, remainder }) => remainder <= ABOVE_NOISE * (noise + rounding(step))) + 1;
  const window = curve.slice(from, from + WINDOW_DECADES * STEPS_PER_DECADE + 1);
  const decades = Math.max(0, window.length - 1) / STEPS_PER_DECADE;
  // Less than a decade above the noise: the derivative agrees to within a hundred times noise / maxStep.
  if (decades < 1) return { slope: 2, decades: 0, curve };
  return { slope: medianSlope(window), decades, curve };
}

/** Theil-Sen: the median over all pairs of points, indifferent to a dip where two orders cancel. */
function medianSlope(window: TaylorSlope['curve']): number {
  const points = window.map(({ step, remainder }) => ({ x: Math.log10(step), y: Math.log10(remainder) }));
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (const [k, p] of points.entries()) {
    for (const q of points.slice(k + 1)) slopes[count++] = (q.y - p.y) / (q.x - p.x);
  }
  return slopes.toSorted()[Math.floor(count / 2)] as number;
}
