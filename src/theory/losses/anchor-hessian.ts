/**
 * The Hessian of one anchor's loss F(x) = φ(ξ), ξ = Σⱼ ψ(xⱼ), with respect to its margins,
 *
 *   ∂²F/∂xⱼ∂xₖ = φ″(ξ) ψ′(xⱼ) ψ′(xₖ) + [j = k] φ′(ξ) ψ″(xⱼ).
 *
 * F is convex where it is positive semi-definite, and then α = ∇F is a best response (see ../analysis/conjugate.ts). For
 * ψ(x) = exp(x/τ) that is the case everywhere exactly when the row sum τ⁻¹ξφ′(ξ) never falls with ξ.
 *
 * φ″(ξ) vanishes and ψ′ψ′ overflows long before their product does either, and where φ is a logarithm the two parts of the
 * diagonal cancel. With gⱼ = log ψ(xⱼ) and the shares pⱼ = ψ(xⱼ)/ξ neither happens:
 *
 *   ∂²F/∂xⱼ∂xₖ = φ″ξ² pⱼg′ⱼ pₖg′ₖ,   ∂²F/∂xⱼ² = pⱼ (φ′ξ (g″ⱼ + (1 − pⱼ)g′ⱼ²) + (φ″ξ² + φ′ξ) pⱼ g′ⱼ²).
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { generate, type Matrix } from '../algebra/matrix.js';
import { softmaxOfLine, type Softmax } from '../algebra/log-sum-exp.js';
import type { Loss } from './loss.js';
import type { LogScaleSlopes } from './scalar-function.js';

/**
 * Computes the Hessian ∂²F/∂xⱼ∂xₖ of one anchor's loss F(x) = φ(Σⱼ ψ(xⱼ)).
 *
 * @param margins xⱼ, [n]
 * @returns [n, n], symmetric; at a kink of order 2 the value from the right
 * @throws InvalidInput where an entry is beyond the largest double, or not defined
 * @example
 * anchorHessian(namedLoss('infonce', { temperature: 0.5, epsilon: 0 }), Float64Array.of(0, 0)); // [[0.5, -0.5], [-0.5, 0.5]]
 */
export function anchorHessian(loss: Loss, margins: Float64Array): Matrix {
  const hessian = onLogScale(loss, margins) ?? plainHessian(loss, margins);
  const fault = hessian.data.find((entry) => !Number.isFinite(entry));
  if (fault === undefined) return hessian;
  throw new InvalidInput(
    `the second derivative of ${loss.name} is ${fault} at these margins: scale them down or change its parameters`,
  );
}

/** Undefined where nothing cancels and the plain form keeps more digits, or where a ψ has no logarithm. */
function onLogScale({ phi, psi }: Loss, margins: Float64Array): Matrix | undefined {
  if (phi.onLogScale === undefined) return undefined;
  if (psi.logLine !== undefined) {
    const softmax = softmaxOfLine(margins, psi.logLine);
    const slopes = margins.map(() => psi.logLine?.rate ?? Number.NaN);
    return ofShares(softmax, slopes, new Float64Array(margins.length), phi.onLogScale(softmax.logTotal));
  }
  if (psi.logJet === undefined) return undefined;
  const jets = Array.from(margins, psi.logJet);
  if (!jets.every(({ value, slope, bend }) => [value, slope, bend].every(Number.isFinite))) return undefined;
  const softmax = softmaxOfLine(
    Float64Array.from(jets, ({ value }) => value),
    { rate: 1, shift: 0 },
  );
  const outer = phi.onLogScale(softmax.logTotal);
  if (outer.curvature >= 0 && Number.isFinite(Math.exp(softmax.logTotal))) return undefined;
  return ofShares(
    softmax,
    Float64Array.from(jets, ({ slope }) => slope),
    Float64Array.from(jets, ({ bend }) => bend),
    outer,
  );
}

/** The form with shares. @param slopes g′ @param bends g″ */
function ofShares({ shares }: Softmax, slopes: Float64Array, bends: Float64Array, outer: LogScaleSlopes): Matrix {
  const pulls = shares.map((share, j) => share * (slopes[j] as number));
  return generate(shares.length, shares.length, (j, k) => {
    const [pull, slope] = [pulls[j] as number, slopes[j] as number];
    if (j !== k) return outer.curvature * pull * (pulls[k] as number);
    const inner = (shares[j] as number) * (bends[j] as number) + pull * rest(shares, j) * slope;
    return outer.slope * inner + outer.bend * pull * pull;
  });
}

/** 1 − pⱼ; of a share near 1 the subtraction would leave no digit. */
function rest(shares: Float64Array, j: number): number {
  const share = shares[j] as number;
  return share < 0.5 ? 1 - share : shares.reduce((sum, other, k) => (k === j ? sum : sum + other), 0);
}

function plainHessian({ phi, psi }: Loss, margins: Float64Array): Matrix {
  const xi = margins.reduce((sum, x) => sum + psi.value(x), 0);
  const slopes = margins.map((x) => psi.derivative(x));
  const [first, second] = [phi.derivative(xi), phi.secondDerivative(xi)];
  // Shared out over the two slopes, whose product may overflow where that with φ″ does not.
  const root = Math.sqrt(Math.abs(second));
  const pulls = slopes.map((slope) => root * slope);
  return generate(margins.length, margins.length, (j, k) => {
    const outer = Math.sign(second) * (pulls[j] as number) * (pulls[k] as number);
    return j === k ? outer + first * psi.secondDerivative(margins[j] as number) : outer;
  });
}
