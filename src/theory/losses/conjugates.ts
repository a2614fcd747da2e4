/**
 * Convex conjugates F*(α) = sup_x αᵀx − F(x), what the min player pays for its weights, in the forms that losses of the family
 * have.
 *
 * For one anchor with margins xⱼ = d²ᵢ − d²ᵢⱼ let F(x) = φ(Σⱼ ψ(xⱼ)). Where F is convex, α = ∇F(x) maximises
 * αᵀx − F*(α), so the importance is the best response in max over θ, min over α of E_α(θ) + Σᵢ F*(αᵢ): the regulariser
 * of Theorem 2 is R = −F*.
 *
 * With ψ(x) = exp(x/τ + m) and G(l) = φ(eˡ), F(x) = G(log Σ exp(xⱼ/τ + m)); where G is convex,
 *
 *   F*(α) = τ Σⱼ αⱼ log(αⱼ/S) − τ m S + G*(τS),   S = Σⱼ αⱼ:
 *
 * the entropy of Theorem 2 for the shares, and a price G* for the total, which Theorem 2 takes as given.
 */

/** Where F* is finite: α ≥ 0 and, with S = Σα, S = 1; S ≤ 1; any S; every α ≤ 1; α = 1 for every pair. */
export type ConjugateDomain = 'simplex' | 'sub-simplex' | 'orthant' | 'box' | 'ones';

/** F*, the price that the min player pays for α, with its gradient (Theorem 2). */
export interface Conjugate {
  readonly domain: ConjugateDomain;
  /** F*(α) of weights in the domain, [n]; sums may miss 1 by rounding. Infinite for α beyond doubt outside. */
  readonly value: (alpha: Float64Array) => number;
  /** ∇F*(α), [n], inside the domain, where every α > 0; on the simplex up to a constant. */
  readonly gradient: (alpha: Float64Array) => Float64Array;
}

/** G*(τS) and its derivative with respect to S. */
export interface Price {
  readonly domain: ConjugateDomain;
  readonly value: (total: number) => number;
  readonly slope: (total: number) => number;
}

/** τ Σ α log(α/S) − τ m S + price(S). */
export function entropic(temperature: number, margin: number, price: Price): Conjugate {
  return {
    domain: price.domain,
    value: (alpha) => {
      const total = sum(alpha);
      if (isOutside(price.domain, alpha, total)) return Infinity;
      const negentropy = sum(alpha.map((weight) => timesLog(weight, weight / total)));
      return temperature * (negentropy - margin * total) + price.value(total);
    },
    gradient: (alpha) => {
      const total = sum(alpha);
      const slope = price.slope(total) - temperature * margin;
      return alpha.map((weight) => temperature * Math.log(weight / total) + slope);
    },
  };
}

/** G(l) = l: S = 1, at no price. */
export function fixedTotal(): Price {
  return { domain: 'simplex', value: () => 0, slope: () => 0 };
}

/** G(l) = τ log(ε + eˡ): τ (S log S + (1−S) log((1−S)/ε)). */
export function shareTotal(temperature: number, epsilon: number): Price {
  return {
    domain: 'sub-simplex',
    value: (total) => {
      const rest = Math.max(0, 1 - total);
      return temperature * (timesLog(total, total) + timesLog(rest, rest / epsilon));
    },
    slope: (total) => temperature * Math.log((total * epsilon) / (1 - total)),
  };
}

/** G(l) = [l]₊²: S²/4. */
export function squaredTotal(): Price {
  return { domain: 'orthant', value: (total) => total ** 2 / 4, slope: (total) => total / 2 };
}

/** cost·Σα, on the weights up to 1 or on α = 1 alone. */
export function linearOn(domain: 'box' | 'ones', cost: number): Conjugate {
  return {
    domain,
    value: (alpha) => {
      const total = sum(alpha);
      return isOutside(domain, alpha, total) ? Infinity : cost * total;
    },
    gradient: (alpha) => alpha.map(() => cost),
  };
}

/** Rounding that α and a sum of n of them carry: relative errors far above any correct computation's. */
const DOMAIN_ROUNDING = 1e-9;

function isOutside(domain: ConjugateDomain, alpha: Float64Array, total: number): boolean {
  if (!alpha.every((weight) => weight >= 0)) return true;
  switch (domain) {
    case 'simplex':
      return Math.abs(total - 1) > DOMAIN_ROUNDING;
    case 'sub-simplex':
      return total > 1 + DOMAIN_ROUNDING;
    case 'box':
      return alpha.some((weight) => weight > 1 + DOMAIN_ROUNDING);
    case 'ones':
      return alpha.some((weight) => Math.abs(weight - 1) > DOMAIN_ROUNDING);
    case 'orthant':
      return false;
  }
}

/** weight·log(of), 0 for weight 0. */
function timesLog(weight: number, of: number): number {
  return weight === 0 ? 0 : weight * Math.log(of);
}

function sum(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}
