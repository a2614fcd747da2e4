/** Losses whose ψ is exponential: then F is a function of l = log ξ, a log-sum-exp of the margins. */
import { logarithm } from '../intervals/elementary.js';
import { constantValue, substituted, symbol, VARIABLE, type Expression } from './expression.js';
import { logAffine, type Affine } from './log-affine.js';
import { givenSpans, psiShape, type Domain, type LossExpressions } from './loss-expressions.js';
import { POSITIVE } from './sign.js';
import { LINE } from './span.js';

/** ψ(x) = exp(rate·x + shift), where it is of this form. */
export function exponentialPsi(loss: LossExpressions): Affine | undefined {
  const line = psiShape(loss, givenSpans(loss)).sign === POSITIVE ? logAffine(loss.psi) : undefined;
  return line === undefined || constantValue(line.rate) === 0 ? undefined : line;
}

/** G(l) = φ(eˡ), as a formula in x. */
export function phiOfExponent({ phi }: LossExpressions): Expression {
  return substituted(phi, { kind: 'exp', of: symbol(VARIABLE) });
}

/** Where l = log ξ ranges. */
export function logXi(xi: Domain): Domain {
  return { whole: LINE, wholeText: 'log ξ ∈ ℝ', bounded: logarithm(xi.bounded) };
}
