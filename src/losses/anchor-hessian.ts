/**
 * The Hessian of one anchor's loss F(x) = φ(Σⱼ ψ(xⱼ)) with respect to its margins,
 *
 *   ∂²F/∂xⱼ∂xₖ = φ″(ξ) ψ′(xⱼ) ψ′(xₖ) + [j = k] φ′(ξ) ψ″(xⱼ).
 *
 * F is convex where it is positive semi-definite, and then α = ∇F is a best response (see conjugates.ts). For
 * ψ(x) = exp(x/τ) that is the case everywhere exactly when the row sum τ⁻¹ξφ′(ξ) never falls with ξ.
 */
import { generate, type Matrix } from '../linear-algebra/matrix.js';
import type { Loss } from './loss.js';

/**
 * @param margins xⱼ, [n]; ξ must stay within the range of a double
 * @returns [n, n], symmetric; at a kink of order 2 the value from the right
 */
export function anchorHessian({ phi, psi }: Loss, margins: Float64Array): Matrix {
  const xi = margins.reduce((sum, x) => sum + psi.value(x), 0);
  const slopes = margins.map((x) => psi.derivative(x));
  const [first, second] = [phi.derivative(xi), phi.secondDerivative(xi)];
  return generate(margins.length, margins.length, (j, k) => {
    const outer = second * (slopes[j] as number) * (slopes[k] as number);
    return j === k ? outer + first * psi.secondDerivative(margins[j] as number) : outer;
  });
}
