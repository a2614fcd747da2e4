/** The paper's condition on the family: φ and ψ increase, so that α ≥ 0. */
import { MARGINS, type Domain, type LossExpressions } from './loss-expressions.js';
import { proveSign } from './prove-sign.js';
import type { Statement } from './statement.js';

export function psiIncreases(loss: LossExpressions): Statement {
  return proveSign(loss, {
    id: 'psi-increases',
    claim: 'ψ does not fall',
    quantity: 'ψ′(x)',
    expression: loss.psi,
    aspect: 'slope',
    wanted: 'non-negative',
    domain: MARGINS,
  });
}

/** Decides if φ does not fall. @param xi the domain of φ, from `xiDomain` */
export function phiIncreases(loss: LossExpressions, xi: Domain): Statement {
  return proveSign(loss, {
    id: 'phi-increases',
    claim: 'φ does not fall',
    quantity: 'φ′(ξ)',
    expression: loss.phi,
    aspect: 'slope',
    wanted: 'non-negative',
    domain: xi,
    variable: 'ξ',
  });
}
