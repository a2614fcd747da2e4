/** Losses whose ψ is exponential: then F is a function of l = log ξ, a log-sum-exp of the margins. */
import { logarithm } from '../algebra/elementary.js';
import { number, substituted, symbol, VARIABLE, type CoreExpression } from './core-expression.js';
import { logAffine, type Affine } from './log-affine.js';
import { givenSpans, MARGINS, psiShape, type Domain, type LossExpressions } from './loss-expressions.js';
import { refuteSign, type Fault } from './refute-sign.js';
import { remembered, rememberedFor } from './remembered.js';
import { shapeOf } from './shape.js';
import { NEGATIVE, POSITIVE } from './sign.js';
import * as simple from './simple-terms.js';
import { LINE } from './span.js';

/** Returns the line of ψ(x) = exp(rate·x + shift); undefined where ψ is not shown to have this form with rate ≠ 0. */
export function exponentialPsi(loss: LossExpressions): Affine | undefined {
  return exponential(loss);
}

const exponential = remembered(exponentialForm);

function exponentialForm(loss: LossExpressions): Affine | undefined {
  const spans = givenSpans(loss);
  const line = psiShape(loss, spans).sign === POSITIVE ? logAffine(loss.psi) : undefined;
  if (line === undefined) return undefined;
  // Logarithms of constants of a product are in it, and each of them must be of a positive number.
  const [rate, shift] = [line.rate, line.shift].map((part) => shapeOf(part, spans));
  const isKnown = rate?.defined && shift?.defined && (rate.sign === POSITIVE || rate.sign === NEGATIVE);
  return isKnown ? line : undefined;
}

/** Returns G(l) = φ(eˡ) as a formula in x. */
export const phiOfExponent = remembered(({ phi }: LossExpressions): CoreExpression =>
  substituted(phi, { kind: 'exp', of: symbol(VARIABLE) }),
);

/** Returns φ(nψ(x)), F of an anchor with n equal margins x, as a formula in x; by way of log ξ where ψ is exponential. */
export const alongEqualMargins = rememberedFor((loss: LossExpressions, negatives: number): CoreExpression => {
  const line = exponentialPsi(loss);
  if (line === undefined) return substituted(loss.phi, simple.product(number(negatives), loss.psi));
  const shift = negatives === 1 ? line.shift : simple.sum(line.shift, { kind: 'log', of: number(negatives) });
  return substituted(phiOfExponent(loss), simple.sum(simple.product(line.rate, symbol(VARIABLE)), shift));
}, String);

/** Looks for a proof that the curvature of F along (1, …, 1), at `negatives` equal margins, does not have the wanted sign. */
export function refuteAlongEqualMargins(
  loss: LossExpressions,
  negatives: number,
  wanted: 'non-negative' | 'non-positive',
): Fault | undefined {
  const quantity = 'd²F/dt² along (1, …, 1) at equal margins x';
  const expression = alongEqualMargins(loss, negatives);
  const fault = refuteSign(loss, { expression, aspect: 'curvature', quantity, wanted, domain: MARGINS });
  if (fault === undefined) return undefined;
  const at = { ...fault.witness.at, negatives };
  const named = fault.quantity === quantity ? quantity : `along (1, …, 1), ${fault.quantity}`;
  return { ...fault, quantity: named, witness: { ...fault.witness, at } };
}

/** Returns the domain of l = log ξ. */
export function logXi(xi: Domain): Domain {
  return { whole: LINE, wholeText: 'log ξ ∈ ℝ', bounded: logarithm(xi.bounded) };
}
